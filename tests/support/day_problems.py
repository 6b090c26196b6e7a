"""Small problems of a day, told in their words, and a judge of routes that knows none of our schedules."""

from collections.abc import Sequence
from typing import Any

from wellkept_stations.rules.problems import Job, Problem, Span, Vehicle

HOUR = 3_600
#: Eight hours from the beginning of the day on.
WHOLE = Span(0, 8 * HOUR)


def job(place: int, **said: Any) -> Job:
    """Return an hour of work at a place, at any time."""
    values: dict[str, Any] = {"place": place, "service": HOUR, "windows": [WHOLE], "load": 60, **said}
    return Job(**values)


def vehicle(start: int = 0, **said: Any) -> Vehicle:
    """Return somebody who begins at a place and has eight hours."""
    values: dict[str, Any] = {"start": start, "shifts": [WHOLE], "load_max": 480, **said}
    return Vehicle(**values)


def on_a_line(jobs: Sequence[Job], vehicles: Sequence[Vehicle], *, places: int = 10, seconds: int = 600) -> Problem:
    """Return a problem whose places lie in a row, so many seconds and as many metres apart."""
    ways = [[abs(here - there) * seconds for there in range(places)] for here in range(places)]
    return Problem(jobs=jobs, vehicles=vehicles, travel=ways, ways=ways)


def faults_of(problem: Problem, routes: Sequence[Sequence[int]]) -> list[str]:
    """Return what is wrong with routes, by going through them second by second of the shifts."""
    served = [job for route in routes for job in route]
    faults = [f"job {job} is served {served.count(job)} times" for job in {*served} if served.count(job) > 1]
    faults += [
        f"job {place} was promised" for place, job in enumerate(problem.jobs) if job.is_fixed and place not in served
    ]
    for number, route in enumerate(routes):
        faults += [f"vehicle {number}: {fault}" for fault in _faults(problem, number, route)]
    return faults


def _faults(problem: Problem, number: int, route: Sequence[int]) -> list[str]:
    facts, faults = problem.vehicles[number], list[str]()
    # Minutes of duty, each by the second at which it begins.
    duty = [second for shift in facts.shifts for second in range(shift.starts, shift.ends, 60)]
    if sum(problem.jobs[job].load for job in route) > facts.load_max:
        faults.append("overloaded")
    place, now = facts.start, 0
    for name in route:
        goal = problem.jobs[name]
        if goal.only is not None and number not in goal.only:
            faults.append(f"job {name} is for others")
        if any(facts.skills.get(code, 0) < level for code, level in goal.skills.items()):
            faults.append(f"job {name} needs more skill")
        if not goal.certificates <= facts.certificates:
            faults.append(f"job {name} needs a certificate")
        minutes = [second for second in duty if second >= now][problem.travel[place][goal.place] // 60 :]
        found = next((second for second in minutes if _may_begin(goal, second, duty)), None)
        if found is None:
            return [*faults, f"job {name} cannot be reached in time"]
        place, now = goal.place, found + goal.service
    return faults


def _may_begin(goal: Job, second: int, duty: Sequence[int]) -> bool:
    is_in_window = any(window.starts <= second <= window.ends for window in goal.windows)
    return is_in_window and set(range(second, second + goal.service, 60)) <= set(duty)
