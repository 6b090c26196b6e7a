"""A problem in the words of VROOM."""

from day_problems import HOUR, job, on_a_line, vehicle
from wellkept_stations.rules.problems import Span
from wellkept_stations.rules.vroom_orders import order_of, routes_of


class TestOrder:
    def test_says_who_may_do_what_when(self) -> None:
        who = vehicle(3, shifts=[Span(0, 4 * HOUR), Span(5 * HOUR, 8 * HOUR)], load_max=300, end=4)
        fixed = job(2, windows=[Span(HOUR, HOUR)], only=frozenset({0}), is_fixed=True)
        problem = on_a_line([job(1, grade=1), fixed], [who, vehicle(skills={"welding": 1})], places=5)

        order = order_of(problem)

        assert (order["travel"], order["ways"]) == (problem.travel, problem.ways)
        assert order["vehicles"][0] == {
            "id": 0,
            "start": 3,
            "end": 4,
            "window": (0, 8 * HOUR),
            "breaks": [(4 * HOUR, HOUR)],
            "load_max": 300,
        }
        assert order["jobs"] == [
            {
                "id": 0,
                "vehicles": [0, 1],
                "place": 1,
                "service": HOUR,
                "windows": [(0, 8 * HOUR)],
                "load": 60,
                "priority": 80,
            },
            {
                "id": 1,
                "vehicles": [0],
                "place": 2,
                "service": HOUR,
                "windows": [(HOUR, HOUR)],
                "load": 60,
                "priority": 100,
            },
        ]

    def test_leaves_out_days_off_and_who_cannot_keep_his_promises_and_what_nobody_can_do(self) -> None:
        far = job(9, windows=[Span(0, 0)], only=frozenset({1}), is_fixed=True)
        problem = on_a_line([far, job(1, skills={"diving": 1}), job(1)], [vehicle(shifts=[]), vehicle(), vehicle()])

        order = order_of(problem)

        assert ([each["id"] for each in order["vehicles"]], [each["id"] for each in order["jobs"]]) == ([2], [2])


class TestAnswer:
    def test_becomes_a_route_for_everybody(self) -> None:
        problem = on_a_line([job(1), job(2)], [vehicle(), vehicle(), vehicle()])

        assert routes_of(problem, {"1": [1, 0]}) == [(), [1, 0], ()]
