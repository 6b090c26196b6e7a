"""What a problem says of its jobs and vehicles."""

import pytest

from day_problems import HOUR, job, on_a_line, vehicle
from wellkept_stations.rules.problems import (
    Span,
    Unserved,
    cost,
    fixed_route,
    is_able,
    left_over,
    travelled,
    why_unserved,
)


class TestVehicle:
    @pytest.mark.parametrize(
        ("wanted", "able"),
        [
            ({}, True),
            ({"skills": {"hydraulics": 3}}, True),
            ({"skills": {"hydraulics": 4}}, False),
            ({"skills": {"welding": 1}}, False),
            ({"certificates": frozenset({"high_voltage"})}, True),
            ({"certificates": frozenset({"height"})}, False),
            ({"only": frozenset({0})}, True),
            ({"only": frozenset({1})}, False),
        ],
    )
    def test_is_able_with_skills_and_certificates_in_the_team(self, wanted: dict[str, object], able: bool) -> None:  # noqa: FBT001
        skilled = vehicle(skills={"hydraulics": 3}, certificates=frozenset({"high_voltage"}))
        problem = on_a_line([job(1, **wanted)], [skilled])

        assert is_able(problem, 0, problem.jobs[0]) is able

    def test_has_promised_what_is_fixed_in_the_order_of_time(self) -> None:
        late = job(1, windows=[Span(5 * HOUR, 5 * HOUR)], only=frozenset({0}), is_fixed=True)
        early = job(2, windows=[Span(HOUR, HOUR)], only=frozenset({0}), is_fixed=True)
        problem = on_a_line([late, job(3), early], [vehicle(), vehicle()])

        assert (fixed_route(problem, 0), fixed_route(problem, 1)) == ([0, 2][::-1], [])


class TestRoutes:
    def test_are_as_long_as_their_ways_with_the_way_back(self) -> None:
        jobs = [job(3), job(5)]

        assert travelled(on_a_line(jobs, [vehicle()]), 0, [0, 1]) == 5 * 600
        assert travelled(on_a_line(jobs, [vehicle(end=0)]), 0, [0, 1]) == 10 * 600
        assert travelled(on_a_line(jobs, [vehicle(end=9)]), 0, []) == 0

    def test_cost_an_unserved_job_of_grade_one_more_than_any_way(self) -> None:
        problem = on_a_line([job(9, grade=1), job(1, grade=2), job(1)], [vehicle()])

        assert left_over(problem, [[1]]) == [0, 2]
        assert cost(problem, [[0]]) == (0, 1, 1, 5_400)
        assert cost(problem, [[1, 2]]) == (1, 0, 0, 600)
        assert cost(problem, [[0]]) < cost(problem, [[1, 2]])


class TestJob:
    def test_is_unserved_for_the_first_reason_that_holds(self) -> None:
        idle = vehicle(shifts=[], skills={"welding": 5})
        problem = on_a_line([job(1, skills={"diving": 1}), job(1, skills={"welding": 1}), job(1)], [idle, vehicle()])

        assert [why_unserved(problem, each) for each in problem.jobs] == [
            Unserved.NOBODY_ABLE,
            Unserved.NOBODY_ON_DUTY,
            Unserved.NO_ROOM,
        ]
