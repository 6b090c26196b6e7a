"""Days, calculations and previews: what a calendar answers without being changed."""

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_calendars.rules.days import CalendarsReason
from wellkept_calendars.schemas.calendars import TimeZone
from wellkept_sdk.hooks.calendars import MovedDue
from wellkept_sdk.moment import Moment
from wellkept_sdk.period import Duration

CALCULATIONS_MAX = 100


class CalendarsAdd(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="op", tag="add"):
    """Find the moment by which so much has been counted."""

    start: Moment
    duration: Duration


class CalendarsSubtract(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="op", tag="subtract"):
    """Find the moment from which on so much is counted until another."""

    end: Moment
    duration: Duration


class CalendarsElapsed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="op", tag="elapsed"):
    """Measure working time, and count working days, between two moments."""

    start: Moment
    end: Moment


class CalendarsOpening(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="op", tag="opening"):
    """Find when the calendar is open: at a moment, or next."""

    at: Moment


CalendarsCalculation = CalendarsAdd | CalendarsSubtract | CalendarsElapsed | CalendarsOpening


class CalendarsCalculations(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What is to be calculated.

    Args:
        revision: the number of an earlier revision; the present one, if it is left out.
        time_zone: where its wall times are read; in its own zone, if it is left out.
    """

    calculations: Annotated[tuple[CalendarsCalculation, ...], Meta(min_length=1, max_length=CALCULATIONS_MAX)]
    revision: Annotated[int, Meta(ge=1, le=2_147_483_647)] | None = None
    time_zone: TimeZone | None = None


class CalendarsResult(Struct, frozen=True, kw_only=True):
    """
    What was calculated.

    Args:
        at: of `add`, `subtract` and `opening`.
        elapsed: of `elapsed`: the working time, negative where the end is before the start.
        business_days: of `elapsed`.
        is_open: of `opening`: whether the moment asked for is working time.
        provisional: whether it rests on a year that is not published yet.
    """

    at: datetime | UnsetType = UNSET
    elapsed: str | UnsetType = UNSET
    business_days: int | UnsetType = UNSET
    is_open: bool | UnsetType = UNSET
    provisional: bool


class CalendarsResults(Struct, frozen=True, kw_only=True):
    """What was calculated, in order, by which revision."""

    calendar: str
    revision: int
    results: list[CalendarsResult]


class CalendarsOpenPeriod(Struct, frozen=True, kw_only=True):
    """Working time from a moment until before another."""

    opens_at: datetime
    closes_at: datetime


class CalendarsDayContent(Struct, frozen=True, kw_only=True):
    """What a date has."""

    working: bool
    because: CalendarsReason
    name: str | None
    intervals: list[CalendarsOpenPeriod]


class CalendarsDayRead(CalendarsDayContent, frozen=True, kw_only=True):
    """
    A local date.

    Args:
        because: which rule decides; the first that applies of exception, make-up day, holiday and weekly pattern.
        name: of the exception or the official day.
        published: whether the official days of its year are known.
        intervals: those that begin on it.
    """

    on: date
    published: bool


class CalendarsDays(Struct, frozen=True, kw_only=True):
    """Dates in order."""

    items: list[CalendarsDayRead]


class CalendarsChangedDay(Struct, frozen=True, kw_only=True):
    """A date that would be another one."""

    on: date
    before: CalendarsDayContent
    after: CalendarsDayContent


class CalendarsImpact(Struct, frozen=True, kw_only=True):
    """What a revision would mean for one plugin."""

    plugin: str
    open_records: int
    moved_earlier: int
    moved_later: int
    samples: list[MovedDue]


class CalendarsPreview(Struct, frozen=True, kw_only=True):
    """What a revision would change; `changed_days` of a year back and a year ahead, and all dates of exceptions."""

    changed_days: list[CalendarsChangedDay]
    impacts: list[CalendarsImpact]
