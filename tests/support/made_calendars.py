"""Calendars for tests, written as short as one says them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from wellkept_calendars.rules.content import (
    CalendarContent,
    CalendarsException,
    CalendarsExceptionKind,
    CalendarsHolidayDay,
    CalendarsHolidayKind,
    CalendarsInterval,
    CalendarsWeek,
    CalendarsWeekday,
)
from wellkept_calendars.rules.working_calendar import CompiledCalendar, compiled

REVISION_ID: Final = UUID("01990000-0000-7000-8000-000000000001")
SHANGHAI: Final = "Asia/Shanghai"
WORKDAYS: Final = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY: Final = tuple(CalendarsWeekday)
OFFICE_HOURS: Final = "08:30-12:00 13:30-18:00"

#: The official days of 2026 in China: the paper's dates of rest, and its working weekends.
OFF_2026: Final = (
    "2026-01-01/2026-01-03 2026-02-15/2026-02-23 2026-04-04/2026-04-06 2026-05-01/2026-05-05 "
    "2026-06-19/2026-06-21 2026-09-25/2026-09-27 2026-10-01/2026-10-07"
)
WORKING_2026: Final = "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"


def intervals(text: str) -> tuple[CalendarsInterval, ...]:
    """Return the intervals of `08:30-12:00 13:30-18:00`."""
    pairs = (part.split("-") for part in text.split())
    return tuple(CalendarsInterval(opens=opens, closes=closes) for opens, closes in pairs)


def week(hours: str, *, on: Iterable[str] = WORKDAYS) -> CalendarsWeek:
    """Return a week with the same hours on some days."""
    return CalendarsWeek(**{str(weekday): intervals(hours) for weekday in on})


def closed(on: str) -> CalendarsException:
    """Return an exception that closes a date."""
    return CalendarsException(on=date.fromisoformat(on), kind=CalendarsExceptionKind.CLOSED)


def opened(on: str, hours: str | None = None) -> CalendarsException:
    """Return an exception that opens a date, like a make-up day where no hours are given."""
    given = None if hours is None else intervals(hours)
    return CalendarsException(on=date.fromisoformat(on), kind=CalendarsExceptionKind.OPEN, intervals=given)


def partial(on: str, closed_hours: str) -> CalendarsException:
    """Return an exception that takes hours from a date."""
    return CalendarsException(
        on=date.fromisoformat(on), kind=CalendarsExceptionKind.PARTIAL, closed=intervals(closed_hours)
    )


def holidays(*, off: str = "", working: str = "") -> Mapping[date, CalendarsHolidayDay]:
    """Return official days by date, from dates and from first and last dates with a stroke between them."""
    kinds = {CalendarsHolidayKind.OFF: off, CalendarsHolidayKind.WORKING: working}
    return {
        on: CalendarsHolidayDay(on=on, kind=kind, name=kind.value)
        for kind, text in kinds.items()
        for part in text.split()
        for on in _dates(part)
    }


def cn_standard(*exceptions: CalendarsException) -> CalendarContent:
    """Return office hours in China with the official days of 2026; the years until then are published."""
    return CalendarContent(
        time_zone=SHANGHAI,
        weekly=week(OFFICE_HOURS),
        exceptions=exceptions,
        holidays=holidays(off=OFF_2026, working=WORKING_2026),
        published_years=frozenset(range(2007, 2027)),
    )


def plain(weekly: CalendarsWeek, *exceptions: CalendarsException, time_zone: str = SHANGHAI) -> CalendarContent:
    """Return a content that follows no holiday set."""
    return CalendarContent(time_zone=time_zone, weekly=weekly, exceptions=exceptions)


def calendar(content: CalendarContent, *, horizon_years: int = 20) -> CompiledCalendar:
    """Return the content as the first revision of a calendar."""
    return compiled(content, code="made", revision_id=REVISION_ID, revision=1, horizon_years=horizon_years)


def _dates(part: str) -> Iterable[date]:
    first, _, last = part.partition("/")
    begins, ends = date.fromisoformat(first), date.fromisoformat(last or first)
    return map(date.fromordinal, range(begins.toordinal(), ends.toordinal() + 1))
