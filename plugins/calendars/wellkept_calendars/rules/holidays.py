"""Days of holiday sets: the papers of all years and of all followed sets, merged by date."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce

from msgspec import Struct

from wellkept_calendars.rules.content import CalendarsHolidayDay


class PublishedYear(Struct, frozen=True, kw_only=True):
    """The paper of one year; some of its days may lie in the year before or after."""

    year: int
    days: Iterable[CalendarsHolidayDay]


def merged_holidays(sets: Iterable[Iterable[PublishedYear]]) -> dict[date, CalendarsHolidayDay]:
    """Return the official days by date: within a set the later paper wins, between sets the one named later."""
    return {
        day.on: day for papers in sets for paper in sorted(papers, key=lambda paper: paper.year) for day in paper.days
    }


def published_years(sets: Mapping[str, Iterable[int]]) -> frozenset[int] | None:
    """Return the years that every followed set has published; None where no set is followed."""
    years = [frozenset(published) for published in sets.values()]
    return reduce(frozenset[int].intersection, years) if years else None
