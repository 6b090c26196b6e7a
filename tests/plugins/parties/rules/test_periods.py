"""Half-open periods of days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_parties.rules.periods import end_of, first_overlapping, is_empty, overlap
from wellkept_sdk.period import DatePeriod

JANUARY, MARCH, JUNE, JULY = (date(2026, month, 1) for month in (1, 3, 6, 7))
days = st.dates(date(2026, 1, 1), date(2026, 1, 20))


def lasting(starts_on: date, ends_on: date | None = None) -> DatePeriod:
    return DatePeriod(starts_on=starts_on, ends_on=ends_on)


class TestPeriod:
    def test_ends_after_its_first_day(self) -> None:
        assert [is_empty(MARCH, ends_on) for ends_on in (None, JUNE, MARCH, JANUARY)] == [False, False, True, True]

    @given(days, st.none() | days, days, st.none() | days)
    def test_overlaps_another_where_both_have_a_day(
        self, starts: date, ends: date | None, other_starts: date, other_ends: date | None
    ) -> None:
        if is_empty(starts, ends) or is_empty(other_starts, other_ends):
            return
        mine, other = lasting(starts, ends), lasting(other_starts, other_ends)

        in_common = any(date(2026, 1, day) in mine and date(2026, 1, day) in other for day in range(1, 31))

        assert overlap(starts, ends, other) is in_common

    def test_finds_the_earliest_that_it_overlaps(self) -> None:
        first, second = lasting(JANUARY, MARCH), lasting(JULY)

        assert first_overlapping(MARCH, None, [second, first]) is second
        assert first_overlapping(date(2026, 2, 1), None, [second, first]) is first
        assert first_overlapping(MARCH, JULY, [second, first]) is None


class TestEnd:
    @pytest.mark.parametrize(
        ("starts_on", "agreed", "ends_on"),
        [
            (JANUARY, None, MARCH),
            (JANUARY, JUNE, MARCH),
            (JANUARY, date(2026, 2, 1), date(2026, 2, 1)),
            (JUNE, None, JUNE),
        ],
    )
    def test_is_today_unless_it_was_agreed_earlier_or_has_not_begun(
        self, starts_on: date, agreed: date | None, ends_on: date
    ) -> None:
        assert end_of(starts_on, agreed, today=MARCH) == ends_on
