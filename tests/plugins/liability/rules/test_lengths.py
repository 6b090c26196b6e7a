"""How long promises last, as the Civil Code counts days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_liability.rules.lengths import (
    Length,
    LiabilityCalendarLength,
    LiabilityDesignLifeLength,
    LiabilityRunningHoursLength,
    LiabilitySeasonsLength,
    LiabilitySpan,
    end_of,
    is_empty,
    season_of,
)
from wellkept_liability.rules.seasons import LiabilitySeasonKind, SeasonDates

HEATING = LiabilitySeasonKind.HEATING
SEASONS = {HEATING: SeasonDates(starts=(11, 15), ends=(3, 15))}


def years(count: int) -> LiabilityCalendarLength:
    return LiabilityCalendarLength(years=count)


def months(count: int) -> LiabilityCalendarLength:
    return LiabilityCalendarLength(months=count)


def days(count: int) -> LiabilityCalendarLength:
    return LiabilityCalendarLength(days=count)


class TestEnd:
    @pytest.mark.parametrize(
        ("starts_on", "length", "ends_on"),
        [
            (date(2024, 3, 1), years(2), date(2026, 3, 2)),
            (date(2024, 2, 29), years(1), date(2025, 3, 1)),
            (date(2023, 8, 31), months(6), date(2024, 3, 1)),
            (date(2024, 3, 1), years(5), date(2029, 3, 2)),
            (date(2024, 2, 29), years(4), date(2028, 3, 1)),
            (date(2023, 12, 31), months(2), date(2024, 3, 1)),
            (date(2024, 1, 31), months(1), date(2024, 3, 1)),
            (date(2023, 12, 15), months(13), date(2025, 1, 16)),
            (date(2024, 3, 1), days(10), date(2024, 3, 12)),
            (date(2024, 1, 31), LiabilityCalendarLength(years=1, months=1, days=1), date(2025, 3, 2)),
            (date(2024, 3, 1), LiabilityDesignLifeLength(years=50), date(2074, 3, 2)),
            (
                date(2024, 3, 1),
                LiabilityRunningHoursLength(hours=8000, within=LiabilitySpan(years=2)),
                date(2026, 3, 2),
            ),
            (date(2024, 1, 10), LiabilitySeasonsLength(season=HEATING, count=2), date(2026, 3, 16)),
        ],
    )
    def test_is_the_day_after_the_corresponding_day(self, starts_on: date, length: Length, ends_on: date) -> None:
        assert end_of(length, starts_on=starts_on, seasons=SEASONS) == ends_on

    @pytest.mark.parametrize("length", [years(200), days(73_000), months(2_400)])
    def test_stays_in_the_calendar(self, length: Length) -> None:
        assert end_of(length, starts_on=date(9990, 1, 1), seasons=SEASONS) == date.max

    @given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 300), st.integers(0, 300))
    def test_comes_no_earlier_when_the_length_is_longer(self, starts_on: date, shorter: int, more: int) -> None:
        short = end_of(months(shorter), starts_on=starts_on, seasons={})
        long = end_of(months(shorter + more), starts_on=starts_on, seasons={})

        assert starts_on < short <= long

    @given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 300))
    def test_comes_no_earlier_when_the_start_is_later(self, starts_on: date, count: int) -> None:
        earlier = end_of(months(count), starts_on=starts_on, seasons={})
        later = end_of(months(count), starts_on=starts_on + timedelta(days=1), seasons={})

        assert earlier <= later


class TestLength:
    def test_that_names_nothing_is_empty(self) -> None:
        assert is_empty(LiabilityCalendarLength())
        assert is_empty(LiabilitySpan())
        assert not is_empty(LiabilitySpan(days=1))

    def test_names_the_season_that_it_counts(self) -> None:
        assert season_of(LiabilitySeasonsLength(season=HEATING, count=2)) is HEATING
        assert season_of(years(2)) is None
