"""When a route arrives where, and whether it can be done at all."""

from collections.abc import Sequence

from msgspec import Struct

from wellkept_stations.rules.problems import Job, Problem, Span, is_able


class Stop(Struct, frozen=True):
    """A job in a route, with the seconds at which its work begins and ends."""

    job: int
    starts: int
    ends: int


def schedule(problem: Problem, vehicle: int, route: Sequence[int]) -> list[Stop] | None:
    """
    Return the earliest times of a route; None if it cannot be done.

    Every job is one that the vehicle may do and begins in a window; work stays within one shift; travel takes place
    within shifts, too, but may be interrupted by their end; all work together fits the day.
    """
    facts, jobs = problem.vehicles[vehicle], [problem.jobs[job] for job in route]
    if not jobs:
        return []
    if not facts.shifts or sum(job.load for job in jobs) > facts.load_max:
        return None
    if not all(is_able(problem, vehicle, job) for job in jobs):
        return None
    return _timed(problem, vehicle, route)


def kept_times(problem: Problem, route: Sequence[int]) -> list[Stop]:
    """Return promised jobs at their promised times, whatever the ways between them."""
    promised = [(job, problem.jobs[job]) for job in route]
    return [Stop(job, facts.windows[0].starts, facts.windows[0].starts + facts.service) for job, facts in promised]


def on_duty_after(shifts: Sequence[Span], at: int, seconds: int) -> int | None:
    """Return when so many seconds of shifts have passed; None if there are not so many."""
    if seconds == 0:
        return at
    left = seconds
    for shift in shifts:
        begin = max(at, shift.starts)
        room = max(shift.ends - begin, 0)
        if left <= room:
            return begin + left
        left -= room
    return None


def beginning(shifts: Sequence[Span], job: Job, at: int) -> int | None:
    """Return the earliest second from `at` on at which a job may begin; None if there is none."""
    for shift in shifts:
        for window in job.windows:
            begin = max(at, shift.starts, window.starts)
            if begin <= window.ends and begin + job.service <= shift.ends:
                return begin
    return None


def _timed(problem: Problem, vehicle: int, route: Sequence[int]) -> list[Stop] | None:
    facts = problem.vehicles[vehicle]
    here, now, stops = facts.start, facts.shifts[0].starts, list[Stop]()
    for job in route:
        goal = problem.jobs[job]
        arrival = on_duty_after(facts.shifts, now, problem.travel[here][goal.place])
        begin = None if arrival is None else beginning(facts.shifts, goal, arrival)
        if begin is None:
            return None
        here, now = goal.place, begin + goal.service
        stops.append(Stop(job, begin, now))
    if facts.end is None or on_duty_after(facts.shifts, now, problem.travel[here][facts.end]) is not None:
        return stops
    return None
