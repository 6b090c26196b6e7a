"""Heating and cooling seasons."""

from datetime import date

import pytest

from wellkept_liability.rules.seasons import (
    LiabilitySeasonKind,
    SeasonDates,
    StoredSeason,
    end_of_seasons,
    month_day,
    seasons_at,
)

HEATING, COOLING = LiabilitySeasonKind.HEATING, LiabilitySeasonKind.COOLING
WINTER = SeasonDates(starts=(11, 15), ends=(3, 15))
SUMMER = SeasonDates(starts=(6, 15), ends=(9, 15))


def stored(prefix: str, starts: str, ends: str = "03-15", kind: LiabilitySeasonKind = HEATING) -> StoredSeason:
    return StoredSeason(region_prefix=prefix, season=kind, starts_md=starts, ends_md=ends)


class TestSeasons:
    @pytest.mark.parametrize(
        ("starts_on", "dates", "count", "ends_on"),
        [
            (date(2024, 1, 10), WINTER, 2, date(2026, 3, 16)),
            (date(2024, 11, 15), WINTER, 2, date(2026, 3, 16)),
            (date(2024, 11, 16), WINTER, 2, date(2027, 3, 16)),
            (date(2024, 7, 1), SUMMER, 2, date(2026, 9, 16)),
            (date(2024, 6, 15), SUMMER, 1, date(2024, 9, 16)),
            (date(2024, 1, 10), SeasonDates(starts=(11, 1), ends=(2, 29)), 1, date(2025, 3, 1)),
            (date(2023, 1, 10), SeasonDates(starts=(11, 1), ends=(2, 29)), 1, date(2024, 3, 1)),
            (date(2024, 3, 1), SeasonDates(starts=(2, 29), ends=(4, 1)), 1, date(2025, 4, 2)),
        ],
    )
    def test_end_with_the_last_that_began_on_the_day_or_later(
        self, starts_on: date, dates: SeasonDates, count: int, ends_on: date
    ) -> None:
        assert end_of_seasons(starts_on, dates, count=count) == ends_on

    def test_stay_in_the_calendar(self) -> None:
        assert end_of_seasons(date(9990, 1, 1), WINTER, count=100) == date.max


class TestSeasonsOfAPlace:
    def test_are_those_of_the_longest_prefix(self) -> None:
        everywhere, north, harbin = stored("", "11-15"), stored("23", "10-25"), stored("2301", "10-20")

        found = seasons_at("230102", [harbin, everywhere, north])

        assert found == {HEATING: SeasonDates(starts=(10, 20), ends=(3, 15))}

    def test_are_those_of_everywhere_where_no_region_is_known(self) -> None:
        summer = stored("", "06-15", "09-15", COOLING)

        assert seasons_at(None, [stored("23", "10-25"), stored("", "11-15"), summer]) == {
            HEATING: WINTER,
            COOLING: SUMMER,
        }


class TestMonthAndDay:
    @pytest.mark.parametrize(("text", "found"), [("11-15", (11, 15)), ("02-29", (2, 29))])
    def test_is_read(self, text: str, found: tuple[int, int]) -> None:
        assert month_day(text) == found

    @pytest.mark.parametrize("text", ["02-30", "13-01", "00-10", "1-1", "11-15 ", "11.15"])
    def test_that_no_year_has_is_none(self, text: str) -> None:
        assert month_day(text) is None
