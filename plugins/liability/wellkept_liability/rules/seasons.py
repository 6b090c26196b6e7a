"""Heating and cooling seasons: month and day of their first and last days, and when so many of them are over."""

import re
from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from msgspec import Struct

MONTH_DAY_PATTERN: Final = r"^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\Z"

_MONTH_DAY: Final = re.compile(r"([0-9]{2})-([0-9]{2})")
#: A year that has every day there is.
_LEAP: Final = 2000


class LiabilitySeasonKind(StrEnum):
    """Of which seasons a length counts so many."""

    HEATING = "heating"  #: In which buildings are heated.
    COOLING = "cooling"  #: In which buildings are cooled.


class SeasonDates(Struct, frozen=True, kw_only=True):
    """A season of a region: month and day, both days included; one that ends before it starts ends a year later."""

    starts: tuple[int, int]
    ends: tuple[int, int]


class StoredSeason(Struct, frozen=True, kw_only=True):
    """A season as it is stored: `11-15` to `03-15` in regions whose code begins with the prefix."""

    region_prefix: str
    season: LiabilitySeasonKind
    starts_md: str
    ends_md: str


def month_day(text: str) -> tuple[int, int] | None:
    """Return the month and the day that `11-15` names; None where there is no such day in any year."""
    found = _MONTH_DAY.fullmatch(text)
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    try:
        date(_LEAP, month, day)
    except ValueError:
        return None
    return month, day


def seasons_at(region_code: str | None, stored: Iterable[StoredSeason]) -> dict[LiabilitySeasonKind, SeasonDates]:
    """Return the seasons of a place: of each kind that with the longest prefix of its region's code."""
    here = [each for each in stored if (region_code or "").startswith(each.region_prefix)]
    nearest = sorted(here, key=lambda each: len(each.region_prefix))
    return {each.season: _dates(each) for each in nearest}


def end_of_seasons(starts_on: date, dates: SeasonDates, *, count: int) -> date:
    """
    Return the day after the last of so many seasons, of which the first begins on the day or later.

    A season that is running on the day does not count. At the end of the calendar, its last day.

    Args:
        starts_on: the first day that is covered.
        dates: of the season.
        count: more than zero.
    """
    first = starts_on.year if _in_year(starts_on.year, dates.starts) >= starts_on else starts_on.year + 1
    year = first + count - 1 + (dates.ends < dates.starts)
    if year >= date.max.year:
        return date.max
    return _in_year(year, dates.ends) + timedelta(days=1)


def _dates(stored: StoredSeason) -> SeasonDates:
    starts, ends = month_day(stored.starts_md), month_day(stored.ends_md)
    assert starts is not None, "only days that exist are stored"
    assert ends is not None, "only days that exist are stored"
    return SeasonDates(starts=starts, ends=ends)


def _in_year(year: int, day: tuple[int, int]) -> date:
    """Return the day in a year; the 28th of February where that has no 29th."""
    return date(year, 2, 28) if day == (2, 29) and not isleap(year) else date(year, *day)
