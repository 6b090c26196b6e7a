"""A problem in the words of VROOM, as plain JSON, and its routes in ours."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from wellkept_stations.rules.problems import Job, Problem, Routes, Span, Vehicle, fixed_route, is_able
from wellkept_stations.rules.schedules import schedule

#: VROOM adds priorities up: one job of grade 1 is worth many of the others.
_PRIORITIES: Final[Mapping[int, int]] = {1: 80, 2: 9, 3: 1}
_PROMISED: Final = 100


def order_of(problem: Problem) -> dict[str, Any]:
    """
    Return what is ordered of VROOM: vehicles that work on the day, and the jobs that one of them may do.

    Whoever cannot even keep what was promised gets nothing more, and is left out together with it.
    """
    vehicles = [vehicle for vehicle, facts in enumerate(problem.vehicles) if facts.shifts and _keeps(problem, vehicle)]
    jobs = [
        {**_job(job), "id": place, "vehicles": able}
        for place, job in enumerate(problem.jobs)
        if (able := [vehicle for vehicle in vehicles if is_able(problem, vehicle, job)])
    ]
    return {
        "travel": problem.travel,
        "ways": problem.ways,
        "jobs": jobs,
        "vehicles": [{**_vehicle(problem.vehicles[vehicle]), "id": vehicle} for vehicle in vehicles],
    }


def routes_of(problem: Problem, answer: Mapping[str, Sequence[int]]) -> Routes:
    """Return the routes of an answer `{vehicle: [job, …]}`, one for each vehicle of the problem."""
    return [answer.get(str(vehicle), ()) for vehicle in range(len(problem.vehicles))]


def _keeps(problem: Problem, vehicle: int) -> bool:
    return schedule(problem, vehicle, fixed_route(problem, vehicle)) is not None


def _job(job: Job) -> dict[str, Any]:
    return {
        "place": job.place,
        "service": job.service,
        "windows": [(window.starts, window.ends) for window in job.windows],
        "load": job.load,
        "priority": _PROMISED if job.is_fixed else _PRIORITIES[job.grade],
    }


def _vehicle(facts: Vehicle) -> dict[str, Any]:
    return {
        "start": facts.start,
        "end": facts.end,
        "window": (facts.shifts[0].starts, facts.shifts[-1].ends),
        "breaks": [(pause.starts, pause.ends - pause.starts) for pause in _pauses(facts.shifts)],
        "load_max": facts.load_max,
    }


def _pauses(shifts: Sequence[Span]) -> list[Span]:
    return [Span(one.ends, other.starts) for one, other in pairwise(shifts)]
