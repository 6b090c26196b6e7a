"""Asking calendars that do not reach: where working time ends, a clock has no due that anybody can tell."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from wellkept_sdk.period import Duration
from wellkept_sdk.services.calendars import CalendarUnreachable, CountedMoment, WorkingCalendar

#: The earliest start of a clock. A ticket from before it has a date that stands for none, as the year 1 in an import.
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
#: The due of a clock whose calendar has not so much working time. It is no moment that comes: no timer fires for it.
NEVER: Final = datetime(2200, 1, 1, tzinfo=UTC)


def add(start: datetime, length: Duration, *, calendar: WorkingCalendar) -> CountedMoment:
    """
    Return when a length has been counted; `NEVER`, and provisional, where the calendar has not so much working time.

    A ticket is opened, goes on and is resolved whatever its calendar says: a revision may give it working time again.

    Raises:
        CalendarUnreachable: the start itself lies beyond the years that calendars count.
    """
    try:
        return calendar.add(start, length)
    except CalendarUnreachable:
        if start >= NEVER:
            raise
        return CountedMoment(NEVER, provisional=True)


def subtract(end: datetime, length: Duration, *, calendar: WorkingCalendar) -> datetime | None:
    """Return from when on a length is counted until a moment; None where there was not so much working time."""
    try:
        return None if end == NEVER else calendar.subtract(end, length).at
    except CalendarUnreachable:
        return None


def opening(at: datetime, *, calendar: WorkingCalendar) -> datetime | None:
    """Return a moment in working time itself, else the next opening; None where none follows."""
    try:
        return calendar.opening(at)
    except CalendarUnreachable:
        return None


def business_days(start: datetime, end: datetime, *, calendar: WorkingCalendar) -> int:
    """Return how many working days have begun after that of `start`, until that of `end` or the last that there is."""
    try:
        return calendar.business_days(start, end)
    except CalendarUnreachable:
        zone = ZoneInfo(calendar.time_zone)
        begun = {period.starts_at.astimezone(zone).date() for period in calendar.intervals(start, end)}
        return max(0, len(begun) - 1)
