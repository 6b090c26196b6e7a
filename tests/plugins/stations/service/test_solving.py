"""Solving days: VROOM beside the server, ours where there is none; both on Solomon's instances."""

import asyncio
import shutil
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from day_problems import HOUR, faults_of, job, on_a_line, vehicle
from solomon import Instance, unpacked
from solomon import faults_of as faults_by_solomon
from surroundings import absent, real_data
from wellkept_stations.rules import greedy
from wellkept_stations.rules.problems import Problem, Span, left_over
from wellkept_stations.schemas.plans import StationsPlanSolver
from wellkept_stations.service import solving

#: One of each kind: customers in clusters, at random, and both.
FEW = ("C101", "R109", "R112", "RC101")
SECONDS = 3
GAP_PERCENT_MAX = 5.0


@cache
def instances() -> Mapping[str, Instance]:
    unpack = shutil.which("zstd")
    if unpack is None:
        absent("the instances are packed with zstd, which is not on this machine", unless="WELLKEPT_REQUIRE_DATA")
    return unpacked(real_data("dispatch_solomon/instances.tar.zst"), unpack=unpack)


def lunch() -> Problem:
    """Two people with a pause at noon, skills, a promise, and a job for nobody."""
    shifts = [Span(0, 4 * HOUR), Span(5 * HOUR, 8 * HOUR)]
    jobs = [
        *(job(place) for place in (1, 2, 8, 9)),
        job(5, skills={"welding": 3}, grade=1),
        job(6, skills={"diving": 1}),
        job(3, windows=[Span(2 * HOUR, 2 * HOUR)], only=frozenset({1}), is_fixed=True),
    ]
    return on_a_line(jobs, [vehicle(0, shifts=shifts), vehicle(9, shifts=shifts, skills={"welding": 4})])


def program(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    path = folder / "program.py"
    path.write_text(text)
    monkeypatch.setattr(solving, "_PROGRAM", path)


class TestSolution:
    async def test_comes_from_vroom_and_keeps_every_rule(self) -> None:
        problem = lunch()

        found = await solving.solve(problem, seconds=1)

        assert (found.solver, faults_of(problem, found.routes)) == (StationsPlanSolver.VROOM, [])
        assert left_over(problem, found.routes) == [5]

    async def test_is_ours_where_vroom_is_not_installed(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        program(monkeypatch, tmp_path, "import sys; sys.stdin.read(); sys.exit(3)")
        problem = lunch()

        found = await solving.solve(problem, seconds=1)

        assert (found.solver, found.routes) == (StationsPlanSolver.GREEDY, greedy.solve(problem))

    @pytest.mark.parametrize("trouble", ["raise SystemExit('no memory')", "import time; time.sleep(60)"])
    async def test_is_ours_where_vroom_fails_or_hangs(
        self, trouble: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        program(monkeypatch, tmp_path, f"import sys; sys.stdin.read(); {trouble}")
        monkeypatch.setattr(solving, "_GRACE_SECONDS", 0.5)

        found = await solving.solve(lunch(), seconds=1)

        assert found.solver is StationsPlanSolver.GREEDY
        assert ["VROOM failed" in record.getMessage() for record in caplog.records] == [True]

    async def test_is_ours_where_theirs_is_worse(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        program(monkeypatch, tmp_path, 'import sys; sys.stdin.read(); print(\'{"0": [3, 0], "1": []}\')')
        problem = on_a_line([job(1), job(2), job(8), job(9)], [vehicle(0), vehicle(9)])

        found = await solving.solve(problem, seconds=1)

        assert (found.solver, found.routes) == (StationsPlanSolver.GREEDY, greedy.solve(problem))

    async def test_lets_the_server_go_on_meanwhile(self) -> None:
        instance = instances()["R112"]
        pauses: list[float] = []
        searching = asyncio.ensure_future(solving.solve(instance.problem(), seconds=3))

        while not searching.done():
            began = time.monotonic()
            await asyncio.sleep(0.01)
            pauses.append(time.monotonic() - began)

        assert (await searching).solver is StationsPlanSolver.VROOM
        # VROOM in this process would hold it for two seconds.
        assert max(pauses) < 1.5
        assert len(pauses) > 20


class TestVroom:
    async def test_comes_near_the_best_known_of_solomon(self) -> None:
        gaps: list[float] = []
        for name in FEW:
            instance = instances()[name]
            found = await solving.solve(instance.problem(), seconds=SECONDS)
            assert (found.solver, faults_by_solomon(instance, found.routes)) == (StationsPlanSolver.VROOM, []), name
            assert left_over(instance.problem(), found.routes) == [], name
            gaps.append(instance.gap(found.routes))

        assert mean(gaps) <= GAP_PERCENT_MAX, dict(zip(FEW, gaps, strict=True))


class TestGreedyPlan:
    @pytest.mark.parametrize("name", ["C101", "C208", "R101", "R211", "RC105", "RC203"])
    def test_serves_everybody_of_solomon_in_time(self, name: str) -> None:
        instance = instances()[name]

        routes = greedy.solve(instance.problem())

        assert (faults_by_solomon(instance, routes), left_over(instance.problem(), routes)) == ([], [])


class TestJudge:
    """The judge of Solomon's instances itself, which must not call everything good."""

    def test_tells_what_is_late_too_much_or_done_again(self) -> None:
        instance = instances()["R101"]

        assert faults_by_solomon(instance, [[0, 1, 2, 3, 4, 5, 6]])[0].startswith("route 0: customer")
        assert "route 0: overloaded" in faults_by_solomon(instance, [list(range(100))])
        assert "customer 1 is served 2 times" in faults_by_solomon(instance, [[0], [0]])
        assert faults_by_solomon(instance, [list[int]() for _ in range(26)]) == ["26 vehicles"]
