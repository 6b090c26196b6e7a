"""How long a promise lasts: the four ways to say it, and the day before which each ends."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Final, TypeAlias

from msgspec import Meta, Struct

from wellkept_liability.rules.seasons import LiabilitySeasonKind, SeasonDates, end_of_seasons

YEARS_MAX: Final = 200
MONTHS_MAX: Final = 2_400
DAYS_MAX: Final = 73_000
SEASONS_MAX: Final = 100
HOURS_MAX: Final = 10_000_000

Years = Annotated[int, Meta(ge=0, le=YEARS_MAX)]
Months = Annotated[int, Meta(ge=0, le=MONTHS_MAX)]
Days = Annotated[int, Meta(ge=0, le=DAYS_MAX)]


class LiabilitySpan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Years, months and days together; at least one is more than zero."""

    years: Years = 0
    months: Months = 0
    days: Days = 0


class LiabilityCalendarLength(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="calendar"
):
    """To the corresponding day, that day included; at least one of years, months and days is more than zero."""

    years: Years = 0
    months: Months = 0
    days: Days = 0


class LiabilitySeasonsLength(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="seasons"
):
    """To the end of so many heating or cooling seasons that begin in it."""

    season: LiabilitySeasonKind
    count: Annotated[int, Meta(ge=1, le=SEASONS_MAX)]


class LiabilityDesignLifeLength(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    tag="design_life",
):
    """As long as the design says that it serves."""

    years: Annotated[int, Meta(ge=1, le=YEARS_MAX)]


class LiabilityRunningHoursLength(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    tag="running_hours",
):
    """Until it has run so many hours, and for a time at most."""

    hours: Annotated[int, Meta(ge=1, le=HOURS_MAX)]
    within: LiabilitySpan


Length: TypeAlias = (
    LiabilityCalendarLength | LiabilitySeasonsLength | LiabilityDesignLifeLength | LiabilityRunningHoursLength
)
Seasons: TypeAlias = Mapping[LiabilitySeasonKind, SeasonDates]

_ONE_DAY: Final = timedelta(days=1)


def is_empty(span: LiabilitySpan | LiabilityCalendarLength) -> bool:
    """Return whether a span names nothing."""
    return not (span.years or span.months or span.days)


def season_of(length: Length) -> LiabilitySeasonKind | None:
    """Return which seasons a length counts; None where it counts none."""
    return length.season if isinstance(length, LiabilitySeasonsLength) else None


def end_of(length: Length, *, starts_on: date, seasons: Seasons) -> date:
    """
    Return the first day that is not covered any more; the last day of the calendar where there is none.

    Args:
        length: how long.
        starts_on: the first day, which is covered.
        seasons: their dates where it stands; those that the length counts are among them.
    """
    if isinstance(length, LiabilitySeasonsLength):
        return end_of_seasons(starts_on, seasons[length.season], count=length.count)
    if isinstance(length, LiabilityDesignLifeLength):
        return _after(starts_on, years=length.years, months=0, days=0)
    span = length.within if isinstance(length, LiabilityRunningHoursLength) else length
    return _after(starts_on, years=span.years, months=span.months, days=span.days)


def _after(starts_on: date, *, years: int, months: int, days: int) -> date:
    """Return the day after the corresponding day: of the last month its last day, where it has no such day."""
    whole = starts_on.year * 12 + starts_on.month - 1 + years * 12 + months
    year, month = whole // 12, whole % 12 + 1
    try:
        last = date(year, month, min(starts_on.day, monthrange(year, month)[1]))
        return last + timedelta(days=days) + _ONE_DAY
    except (ValueError, OverflowError):
        return date.max
