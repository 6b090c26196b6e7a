"""What day plans are worth, and what they take: `python -m benchmarks.day_plans`."""

import argparse
import asyncio
import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import mean
from typing import Final

from msgspec import Struct
from tests.support.solomon import Instance, faults_of, unpacked

from wellkept_stations.rules import greedy
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.problems import Job, Problem, Span, Vehicle, left_over, travelled
from wellkept_stations.rules.travel import travel_seconds, ways_m
from wellkept_stations.service.solving import solve

DATA_FOLDER: Final = Path(__file__).parents[2] / "shared" / "data"
INSTANCES: Final = "dispatch_solomon/instances.tar.zst"
SECONDS: Final = 3.0
#: Stops and engineers.
DAYS: Final = ((100, 10), (200, 40))
_HOUR: Final = 3_600
_SHIFTS: Final = (Span(8 * _HOUR, 12 * _HOUR), Span(13 * _HOUR, 18 * _HOUR))
_CENTRE: Final = Point(121.47, 31.23)
#: About 33 km to each side.
_DEGREES: Final = 0.3
_SPEED_KMH: Final = 40


class Quality(Struct, frozen=True, kw_only=True):
    """
    What came of one of Solomon's instances.

    Args:
        name: of the instance.
        solver: whose routes were the better ones.
        seconds: that it took.
        gap_percent: how much longer the routes are than the best known.
        greedy_gap_percent: the same of our own solver alone.
        faults: what an independent judge finds wrong, in both.
    """

    name: str
    solver: str
    seconds: float
    gap_percent: float
    greedy_gap_percent: float
    faults: Sequence[str]


class Pace(Struct, frozen=True, kw_only=True):
    """What a day of a station took; `way_km` is that of all engineers together."""

    stops: int
    engineers: int
    solver: str
    seconds: float
    unserved: int
    way_km: int
    greedy_seconds: float
    greedy_unserved: int
    greedy_way_km: int


def solomon_instances(names: Sequence[str]) -> Sequence[Instance]:
    """Return the named instances, or all; end the program where there are none."""
    packed = Path(os.environ.get("WELLKEPT_TEST_DATA") or DATA_FOLDER) / INSTANCES
    unpack = shutil.which("zstd")
    if not packed.exists() or unpack is None:
        sys.exit("Solomon's instances, or zstd to unpack them, are not on this machine.")
    found: Mapping[str, Instance] = unpacked(packed, unpack=unpack)
    return [found[name] for name in names or sorted(found)]


def quality_of(instance: Instance, *, seconds: float) -> Quality:
    """Solve one instance, and let the judge look at it."""
    problem = instance.problem()
    began = time.perf_counter()
    solution = asyncio.run(solve(problem, seconds=seconds))
    took = time.perf_counter() - began
    ours = greedy.solve(problem)
    missing = [f"customer {job + 1} is not served" for job in left_over(problem, solution.routes)]
    return Quality(
        name=instance.name,
        solver=solution.solver.value,
        seconds=took,
        gap_percent=instance.gap(solution.routes),
        greedy_gap_percent=instance.gap(ours),
        faults=[*missing, *faults_of(instance, solution.routes), *faults_of(instance, ours)],
    )


def pace_of(stops: int, engineers: int, *, seconds: float) -> Pace:
    """Solve a day with work spread at random around a city; the same one every time."""
    problem = _city(Random(1), stops, engineers)  # noqa: S311 - the same day every time
    began = time.perf_counter()
    ours = greedy.solve(problem)
    greedy_seconds = time.perf_counter() - began
    began = time.perf_counter()
    solution = asyncio.run(solve(problem, seconds=seconds))
    return Pace(
        stops=stops,
        engineers=engineers,
        solver=solution.solver.value,
        seconds=time.perf_counter() - began,
        unserved=len(left_over(problem, solution.routes)),
        way_km=_way_km(problem, solution.routes),
        greedy_seconds=greedy_seconds,
        greedy_unserved=len(left_over(problem, ours)),
        greedy_way_km=_way_km(problem, ours),
    )


def _city(random: Random, stops: int, engineers: int) -> Problem:
    places = [_place(random) for _ in range(stops + engineers)]
    ways = ways_m(places)
    jobs = [
        Job(
            place=place,
            service=random.choice((1_800, 2_700)),
            windows=[Span(begin, begin + 4 * _HOUR) for begin in [random.choice((8, 11, 14)) * _HOUR]],
            load=45,
            grade=random.randint(1, 3),
            skills={"hydraulics": random.randint(1, 3)} if place % 3 == 0 else {},
        )
        for place in range(stops)
    ]
    vehicles = [
        Vehicle(start=stops + number, shifts=_SHIFTS, load_max=480, skills={"hydraulics": 3} if number % 2 == 0 else {})
        for number in range(engineers)
    ]
    return Problem(jobs=jobs, vehicles=vehicles, travel=travel_seconds(ways, speed_kmh=_SPEED_KMH), ways=ways)


def _place(random: Random) -> Point:
    east, north = (random.uniform(-_DEGREES, _DEGREES) for _ in range(2))
    return Point(_CENTRE.longitude + east, _CENTRE.latitude + north)


def _way_km(problem: Problem, routes: Sequence[Sequence[int]]) -> int:
    return round(sum(travelled(problem, vehicle, route) for vehicle, route in enumerate(routes)) / 1_000)


def main() -> None:
    """Print what both solvers find."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.day_plans", description=__doc__)
    parser.add_argument("names", nargs="*", help="of Solomon's instances; all of them, if none is named")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long the solver may search")
    given = parser.parse_args()
    for stops, engineers in DAYS:
        pace = pace_of(stops, engineers, seconds=given.seconds)
        print(
            f"{stops} stops, {engineers} engineers: {pace.solver} in {pace.seconds:.1f} s,"
            f" {pace.unserved} unserved, {pace.way_km:,} km; greedy in {pace.greedy_seconds:.1f} s,"
            f" {pace.greedy_unserved} unserved, {pace.greedy_way_km:,} km"
        )
    found = [quality_of(instance, seconds=given.seconds) for instance in solomon_instances(given.names)]
    for each in found:
        print(
            f"{each.name:<6} {each.solver:<6} {each.seconds:5.1f} s  {each.gap_percent:6.2f} % "
            f" greedy {each.greedy_gap_percent:6.2f} %  {'; '.join(each.faults) or 'feasible'}"
        )
    print(
        f"mean gap {mean(each.gap_percent for each in found):.2f} %, greedy"
        f" {mean(each.greedy_gap_percent for each in found):.2f} %,"
        f" {sum(bool(each.faults) for each in found)} of {len(found)} with faults"
    )


if __name__ == "__main__":
    main()
