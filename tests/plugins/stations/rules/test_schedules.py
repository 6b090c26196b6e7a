"""When a route arrives where."""

import pytest

from day_problems import HOUR, job, on_a_line, vehicle
from wellkept_stations.rules.problems import Job, Span, Vehicle
from wellkept_stations.rules.schedules import Stop, kept_times, on_duty_after, schedule

MORNING, AFTERNOON = Span(0, 4 * HOUR), Span(5 * HOUR, 8 * HOUR)


def times(jobs: list[Job], who: Vehicle, *, seconds: int = 600) -> list[tuple[int, int]] | None:
    found = schedule(on_a_line(jobs, [who], seconds=seconds), 0, range(len(jobs)))
    return None if found is None else [(stop.starts, stop.ends) for stop in found]


class TestSchedule:
    def test_adds_ways_and_work(self) -> None:
        assert times([job(1), job(3)], vehicle()) == [(600, 4_200), (5_400, 9_000)]

    def test_of_nothing_is_nothing_even_on_a_day_off(self) -> None:
        assert times([], vehicle(shifts=[])) == []
        assert times([job(1)], vehicle(shifts=[])) is None

    def test_waits_for_the_window_and_takes_a_later_one(self) -> None:
        early, late = Span(0, 300), Span(2 * HOUR, 3 * HOUR)

        assert times([job(1, windows=[late])], vehicle()) == [(2 * HOUR, 3 * HOUR)]
        assert times([job(1, windows=[early, late])], vehicle()) == [(2 * HOUR, 3 * HOUR)]
        assert times([job(1, windows=[early])], vehicle()) is None

    def test_may_begin_at_the_last_second_of_a_window(self) -> None:
        assert times([job(1, windows=[Span(0, 600)])], vehicle()) == [(600, 4_200)]
        assert times([job(1, windows=[Span(0, 599)])], vehicle()) is None

    def test_keeps_work_within_one_shift(self) -> None:
        who = vehicle(shifts=[MORNING, AFTERNOON])

        assert times([job(0, service=3 * HOUR), job(0, service=2 * HOUR)], who) == [
            (0, 3 * HOUR),
            (5 * HOUR, 7 * HOUR),
        ]
        assert times([job(0, service=5 * HOUR)], who) is None

    def test_travels_in_shifts_only(self) -> None:
        who = vehicle(shifts=[MORNING, AFTERNOON])

        # Half an hour of the way is left at the end of the morning.
        assert times([job(0, service=3 * HOUR + 1_800), job(1)], who, seconds=HOUR) == [
            (0, 3 * HOUR + 1_800),
            (5 * HOUR + 1_800, 6 * HOUR + 1_800),
        ]
        assert times([job(9)], who, seconds=HOUR) is None

    def test_comes_back_before_the_day_is_over_where_it_must(self) -> None:
        assert times([job(1, service=7 * HOUR)], vehicle(end=0), seconds=1_800) == [(1_800, 7 * HOUR + 1_800)]
        assert times([job(1, service=7 * HOUR)], vehicle(end=0), seconds=1_801) is None
        assert times([job(1, service=7 * HOUR)], vehicle(), seconds=1_801) is not None

    def test_fits_the_work_of_a_day(self) -> None:
        jobs = [job(0, load=100), job(0, load=100)]

        assert times(jobs, vehicle(load_max=200)) is not None
        assert times(jobs, vehicle(load_max=199)) is None

    def test_is_for_who_is_able(self) -> None:
        assert times([job(1, skills={"welding": 1})], vehicle()) is None


class TestPromises:
    def test_keep_their_times_whatever_the_ways(self) -> None:
        jobs = [job(9, windows=[Span(0, 0)]), job(0, windows=[Span(100, 100)])]

        assert kept_times(on_a_line(jobs, [vehicle()]), [0, 1]) == [Stop(0, 0, HOUR), Stop(1, 100, HOUR + 100)]


class TestTimeOnDuty:
    @pytest.mark.parametrize(
        ("at", "seconds", "expected"),
        [
            (100, 0, 100),
            (0, HOUR, HOUR),
            (3 * HOUR, HOUR, 4 * HOUR),
            (3 * HOUR, HOUR + 1, 5 * HOUR + 1),
            (4 * HOUR + 10, 10, 5 * HOUR + 10),
            (7 * HOUR, HOUR, 8 * HOUR),
            (7 * HOUR, HOUR + 1, None),
        ],
    )
    def test_passes_in_shifts(self, at: int, seconds: int, expected: int | None) -> None:
        assert on_duty_after([MORNING, AFTERNOON], at, seconds) == expected
