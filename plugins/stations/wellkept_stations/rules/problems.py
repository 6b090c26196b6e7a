"""The problem of a day: what is to be done where, who is there, and how long the ways are; plain numbers only."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

from msgspec import Struct

#: An order of jobs for each vehicle, by their places in the problem.
Routes = Sequence[Sequence[int]]

GRADES: Final = (1, 2, 3)


class Span(Struct, frozen=True):
    """The seconds from `starts` until `ends`, counted from the beginning of the day."""

    starts: int
    ends: int


class Job(Struct, frozen=True, kw_only=True):
    """
    Work at one place.

    Args:
        place: where; a row of the travel times.
        service: seconds that the work takes.
        windows: in which it begins, both ends included, in order.
        load: what it takes of the vehicle's `load_max`.
        grade: 1 is served before 2, 2 before 3.
        skills: with their least levels.
        certificates: that are needed.
        only: which vehicles come into question; None means all.
        is_fixed: it was promised: it is in the route of its only vehicle, whatever else happens.
    """

    place: int
    service: int
    windows: Sequence[Span]
    load: int
    grade: int = 3
    skills: Mapping[str, int] = {}
    certificates: frozenset[str] = frozenset()
    only: frozenset[int] | None = None
    is_fixed: bool = False


class Vehicle(Struct, frozen=True, kw_only=True):
    """
    Somebody who goes from place to place.

    Args:
        start: where the day begins; a row of the travel times.
        end: where it has to end; None where that does not matter.
        shifts: when there is work and travel, in order, apart; none on a day off.
        load_max: how much work a day takes.
        skills: with their levels.
        certificates: that are valid on the day.
    """

    start: int
    shifts: Sequence[Span]
    load_max: int
    end: int | None = None
    skills: Mapping[str, int] = {}
    certificates: frozenset[str] = frozenset()


class Problem(Struct, frozen=True, kw_only=True):
    """
    What is to be planned.

    Args:
        jobs: what is to be done.
        vehicles: who is there.
        travel: seconds from place to place.
        ways: what is to be little, from place to place; metres, say.
    """

    jobs: Sequence[Job]
    vehicles: Sequence[Vehicle]
    travel: Sequence[Sequence[int]]
    ways: Sequence[Sequence[int]]


class Unserved(StrEnum):
    """Why a job is in no route."""

    NOBODY_ABLE = "nobody_able"  #: Nobody has the skills and certificates, or is in the customer's team.
    NOBODY_ON_DUTY = "nobody_on_duty"  #: Those who are able do not work on the day.
    NO_ROOM = "no_room"  #: It does not fit beside the rest.


def is_able(problem: Problem, vehicle: int, job: Job) -> bool:
    """Return whether a vehicle may do a job at all."""
    if job.only is not None and vehicle not in job.only:
        return False
    facts = problem.vehicles[vehicle]
    has_skills = all(facts.skills.get(code, 0) >= level for code, level in job.skills.items())
    return has_skills and job.certificates <= facts.certificates


def fixed_route(problem: Problem, vehicle: int) -> list[int]:
    """Return what was promised of a vehicle, as it comes."""
    own = [place for place, job in enumerate(problem.jobs) if job.is_fixed and is_able(problem, vehicle, job)]
    return sorted(own, key=lambda place: problem.jobs[place].windows[0].starts)


def left_over(problem: Problem, routes: Routes) -> list[int]:
    """Return the jobs that are in no route."""
    served = {job for route in routes for job in route}
    return [place for place in range(len(problem.jobs)) if place not in served]


def why_unserved(problem: Problem, job: Job) -> Unserved:
    """Return why a job that is in no route is in none."""
    able = [facts for vehicle, facts in enumerate(problem.vehicles) if is_able(problem, vehicle, job)]
    if not able:
        return Unserved.NOBODY_ABLE
    return Unserved.NO_ROOM if any(facts.shifts for facts in able) else Unserved.NOBODY_ON_DUTY


def travelled(problem: Problem, vehicle: int, route: Sequence[int]) -> int:
    """Return how long the ways of a route are, back to its end if it has one."""
    facts = problem.vehicles[vehicle]
    if not route:
        return 0
    ends = [] if facts.end is None else [facts.end]
    places = [facts.start, *(problem.jobs[job].place for job in route), *ends]
    return sum(problem.ways[here][there] for here, there in pairwise(places))


def cost(problem: Problem, routes: Routes) -> tuple[int, ...]:
    """Return what routes cost; the smaller tuple is better: unserved jobs of grade 1, 2 and 3, then the ways."""
    unserved = [problem.jobs[job].grade for job in left_over(problem, routes)]
    ways = sum(travelled(problem, vehicle, route) for vehicle, route in enumerate(routes))
    return (*_counts(unserved), ways)


def _counts(grades: Iterable[int]) -> list[int]:
    found = list(grades)
    return [found.count(grade) for grade in GRADES]
