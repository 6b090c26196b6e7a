"""When somebody can work on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from wellkept_sdk.period import Period
from wellkept_stations.rules.shifts import day_period, full_minute, working_time


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, 3, hour, minute, second, tzinfo=UTC)


def hours(*ends: int) -> list[Period]:
    return [Period(starts_at=at(one), ends_at=at(other)) for one, other in zip(ends[::2], ends[1::2], strict=True)]


class TestWorkingTime:
    @pytest.mark.parametrize(
        ("away", "expected"),
        [
            ((), (8, 12, 13, 17)),
            ((7, 9), (9, 12, 13, 17)),
            ((10, 11), (8, 10, 11, 12, 13, 17)),
            ((11, 14), (8, 11, 14, 17)),
            ((8, 12), (13, 17)),
            ((12, 13), (8, 12, 13, 17)),
            ((0, 23), ()),
            ((9, 10, 15, 20), (8, 9, 10, 12, 13, 15)),
        ],
    )
    def test_is_without_absences(self, away: tuple[int, ...], expected: tuple[int, ...]) -> None:
        assert working_time(hours(8, 12, 13, 17), away=hours(*away), promised=[]) == hours(*expected)

    @pytest.mark.parametrize(
        ("promised", "expected"),
        [((9, 10), (8, 12)), ((12, 14), (8, 14)), ((14, 16), (8, 12, 14, 16)), ((6, 9, 11, 13), (6, 13))],
    )
    def test_has_what_was_promised_even_so(self, promised: tuple[int, ...], expected: tuple[int, ...]) -> None:
        assert working_time(hours(8, 12), away=[], promised=hours(*promised)) == hours(*expected)
        assert working_time(hours(8, 12), away=hours(0, 23), promised=hours(*promised)) == hours(*promised)


class TestDay:
    def test_is_as_long_as_its_zone_makes_it(self) -> None:
        spring = day_period(date(2026, 3, 29), "Europe/Berlin")

        assert (spring.starts_at, spring.duration) == (datetime(2026, 3, 28, 23, tzinfo=UTC), timedelta(hours=23))
        assert day_period(date(2026, 3, 3), "Asia/Shanghai").starts_at == datetime(2026, 3, 2, 16, tzinfo=UTC)


class TestFullMinute:
    def test_is_the_first_from_a_moment_on(self) -> None:
        assert full_minute(at(8, 30)) == at(8, 30)
        assert full_minute(at(8, 59, 1)) == at(9)
