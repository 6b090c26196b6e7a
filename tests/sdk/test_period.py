from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_sdk.period import DatePeriod, Period

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 1, 20))


def at(hour: int) -> datetime:
    return datetime(2026, 11, 2, hour, tzinfo=UTC)


def hours(start: int, end: int) -> Period:
    return Period(starts_at=at(start), ends_at=at(end))


def january(start: int, end: int | None = None) -> DatePeriod:
    return DatePeriod(starts_on=date(2026, 1, start), ends_on=None if end is None else date(2026, 1, end))


@st.composite
def date_periods(draw: st.DrawFn) -> DatePeriod:
    start = draw(DAYS)
    return DatePeriod(starts_on=start, ends_on=draw(st.none() | DAYS.map(lambda day: max(day, start + timedelta(1)))))


class TestPeriod:
    def test_contains_its_start_and_not_its_end(self) -> None:
        assert at(8) in hours(8, 12)
        assert at(11) in hours(8, 12)
        assert at(12) not in hours(8, 12)
        assert at(7) not in hours(8, 12)

    def test_overlaps_what_shares_a_moment(self) -> None:
        assert hours(8, 12).overlaps(hours(11, 13))
        assert not hours(8, 12).overlaps(hours(12, 13))

    def test_has_an_intersection_with_what_it_overlaps(self) -> None:
        assert hours(8, 12).intersection(hours(11, 13)) == hours(11, 12)
        assert hours(8, 12).intersection(hours(12, 13)) is None

    def test_has_a_duration(self) -> None:
        assert hours(8, 12).duration == timedelta(hours=4)

    @pytest.mark.parametrize(("start", "end"), [(8, 8), (9, 8)])
    def test_is_never_empty(self, start: int, end: int) -> None:
        with pytest.raises(ValueError, match="ends after it has begun"):
            hours(start, end)

    def test_is_never_naive(self) -> None:
        with pytest.raises(ValueError, match="aware"):
            Period(starts_at=datetime(2026, 11, 2), ends_at=at(12))  # noqa: DTZ001 - which is what is refused


class TestDatePeriod:
    def test_contains_its_first_day_and_not_the_last(self) -> None:
        assert date(2026, 1, 1) in january(1, 3)
        assert date(2026, 1, 2) in january(1, 3)
        assert date(2026, 1, 3) not in january(1, 3)
        assert date(2025, 12, 31) not in january(1, 3)

    def test_without_an_end_goes_on(self) -> None:
        assert date(2099, 1, 1) in january(1)

    def test_overlaps_what_shares_a_day(self) -> None:
        assert january(1, 3).overlaps(january(2))
        assert not january(1, 3).overlaps(january(3))

    def test_has_an_intersection_with_what_it_overlaps(self) -> None:
        assert january(1, 5).intersection(january(3)) == january(3, 5)
        assert january(1).intersection(january(3)) == january(3)
        assert january(1, 3).intersection(january(3)) is None

    def test_is_never_empty(self) -> None:
        with pytest.raises(ValueError, match="ends after it has begun"):
            january(3, 3)

    @given(date_periods(), date_periods(), DAYS)
    def test_shares_exactly_the_days_of_the_intersection(self, one: DatePeriod, other: DatePeriod, day: date) -> None:
        shared = one.intersection(other)

        assert (day in one and day in other) == (shared is not None and day in shared)
        assert one.overlaps(other) == other.overlaps(one) == (shared is not None)
