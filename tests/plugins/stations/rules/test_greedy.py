"""Days planned greedily: always feasible, whatever the problem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from day_problems import HOUR, WHOLE, faults_of, job, on_a_line, vehicle
from wellkept_stations.rules import greedy
from wellkept_stations.rules.problems import Job, Problem, Span, Vehicle

MINUTES = st.integers(0, 8 * 60).map(lambda minutes: minutes * 60)
CODES = st.sampled_from(["welding", "hydraulics"])
SPANS = st.tuples(MINUTES, MINUTES).map(lambda ends: Span(min(ends), max(ends)))
JOBS = st.builds(
    Job,
    place=st.integers(0, 5),
    service=st.integers(1, 120).map(lambda minutes: minutes * 60),
    windows=st.one_of(st.just([WHOLE]), SPANS.map(lambda span: [span])),
    load=st.integers(1, 120),
    grade=st.integers(1, 3),
    skills=st.dictionaries(CODES, st.integers(1, 3), max_size=1),
    certificates=st.frozensets(st.just("high_voltage")),
    only=st.none() | st.frozensets(st.integers(0, 2)),
)
SHIFTS = st.sampled_from([[WHOLE], [Span(0, 3 * HOUR), Span(4 * HOUR, 8 * HOUR)], [Span(2 * HOUR, 3 * HOUR)], []])
VEHICLES = st.builds(
    Vehicle,
    start=st.integers(0, 5),
    shifts=SHIFTS,
    load_max=st.integers(0, 480),
    skills=st.dictionaries(CODES, st.integers(1, 3)),
    certificates=st.frozensets(st.just("high_voltage")),
)


def promised(place: int, starts: int, *, who: int = 0) -> Job:
    return job(place, windows=[Span(starts, starts)], only=frozenset({who}), is_fixed=True)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    jobs, vehicles = draw(st.lists(JOBS, max_size=8)), draw(st.lists(VEHICLES, min_size=1, max_size=3))
    return on_a_line(jobs, vehicles, places=6, seconds=draw(st.sampled_from([0, 60, 900])))


class TestGreedyPlan:
    @given(problem=problems())
    def test_is_feasible_and_the_same_every_time(self, problem: Problem) -> None:
        routes = greedy.solve(problem)

        assert faults_of(problem, routes) == []
        assert greedy.solve(problem) == routes

    @given(problem=problems())
    def test_leaves_nothing_out_that_fits_at_the_end_of_an_idle_day(self, problem: Problem) -> None:
        routes = greedy.solve(problem)

        alone = [
            place
            for place in range(len(problem.jobs))
            if all(place not in route for route in routes)
            for number, route in enumerate(routes)
            if not route
            and not faults_of(problem, [[] if other != number else [place] for other in range(len(routes))])
        ]
        assert alone == []

    def test_serves_grade_one_before_the_rest(self) -> None:
        problem = on_a_line([job(1), job(1, grade=2), job(9, grade=1)], [vehicle(load_max=60)])

        assert greedy.solve(problem) == [[2]]

    def test_inserts_where_the_way_is_shortest(self) -> None:
        problem = on_a_line([job(8), job(2), job(7), job(1)], [vehicle(0), vehicle(9)])

        assert greedy.solve(problem) == [[3, 1], [0, 2]]

    @pytest.mark.parametrize(
        ("rounds", "expected"), [(0, [[2, 3], [0, 1]]), (1, [[2, 3, 1], [0]]), (20, [[2, 3, 1, 0], []])]
    )
    def test_moves_jobs_that_it_would_place_otherwise_by_now(
        self, rounds: int, expected: list[list[int]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(greedy, "_ROUNDS_MAX", rounds)
        # The narrower the window, the earlier a job is placed: at 5, at 3, at 1, at 2.
        narrow = [job(5, windows=[Span(0, 7 * HOUR)]), job(3, windows=[Span(0, 7 * HOUR + 1)])]
        problem = on_a_line([*narrow, job(1), job(2)], [vehicle(0), vehicle(9)])

        assert greedy.solve(problem) == expected

    def test_keeps_promises_and_works_around_them(self) -> None:
        problem = on_a_line([promised(3, 4 * HOUR), job(2), promised(9, 0, who=1)], [vehicle(), vehicle()])

        routes = greedy.solve(problem)

        assert (routes, faults_of(problem, routes)) == ([[1, 0], [2]], ["vehicle 1: job 2 cannot be reached in time"])

    def test_gives_nothing_more_to_who_cannot_keep_his_promises(self) -> None:
        problem = on_a_line([promised(9, 0), promised(0, 60), job(0)], [vehicle(), vehicle()])

        assert greedy.solve(problem) == [[0, 1], [2]]


class TestRoutesOfOthers:
    def test_stay_where_they_are_sound_and_are_completed(self) -> None:
        problem = on_a_line([job(1), job(2), job(3)], [vehicle(), vehicle()])

        assert greedy.kept(problem, [[2, 1], []]) == [[0, 2, 1], []]

    def test_are_taken_apart_where_they_break_a_rule(self) -> None:
        problem = on_a_line([job(1, only=frozenset({1})), job(2)], [vehicle(), vehicle()])

        assert greedy.kept(problem, [[0, 1], []]) == [[], [0, 1]]

    def test_are_taken_apart_where_they_lack_what_was_promised(self) -> None:
        problem = on_a_line([promised(3, HOUR), job(1)], [vehicle()])

        assert greedy.kept(problem, [[1]]) == [[0, 1]]
