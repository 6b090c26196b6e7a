"""Which wall times a date has, and because of what."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wellkept_calendars.rules.content import (
    CalendarContent,
    CalendarsException,
    CalendarsExceptionKind,
    CalendarsHolidayKind,
    CalendarsInterval,
    CalendarsWeekday,
)
from wellkept_calendars.rules.wall_time import Span, merged, span_of, without

_WEEKDAYS: Final = tuple(CalendarsWeekday)


class CalendarsReason(StrEnum):
    """What decides about a date."""

    WEEKLY = "weekly"  #: The weekly pattern.
    HOLIDAY = "holiday"  #: An official day of rest.
    MAKE_UP = "make_up"  #: An official working day.
    EXCEPTION = "exception"  #: The calendar's own exception.


class PlannedDay(Struct, frozen=True, kw_only=True):
    """The wall times that begin on a date, in order and apart; `name` is that of the holiday or the exception."""

    because: CalendarsReason
    spans: tuple[Span, ...]
    name: str | None = None


class DayPlan:
    """
    The days of one content, prepared once; immutable.

    Args:
        content: checked.
    """

    __slots__ = ("_exceptions", "_holidays", "_make_up", "_weekly")

    def __init__(self, content: CalendarContent) -> None:
        """Prepare what no single date can change."""
        patterns = {weekday: _spans(content.weekly.on(weekday)) for weekday in _WEEKDAYS}
        self._weekly = [PlannedDay(because=CalendarsReason.WEEKLY, spans=patterns[weekday]) for weekday in _WEEKDAYS]
        self._make_up = patterns[content.make_up_like]
        self._holidays = {
            day.on: PlannedDay(
                because=CalendarsReason.HOLIDAY if day.kind is CalendarsHolidayKind.OFF else CalendarsReason.MAKE_UP,
                spans=() if day.kind is CalendarsHolidayKind.OFF else self._make_up,
                name=day.name,
            )
            for day in content.holidays.values()
        }
        self._exceptions: Mapping[date, PlannedDay] = {
            exception.on: PlannedDay(
                because=CalendarsReason.EXCEPTION, spans=self._changed(exception), name=exception.name or None
            )
            for exception in content.exceptions
        }

    def on(self, day: date) -> PlannedDay:
        """Return what a date has: its exception comes before the holiday set, and that before the weekly pattern."""
        return self._exceptions.get(day) or self._without_exception(day)

    def _without_exception(self, day: date) -> PlannedDay:
        return self._holidays.get(day) or self._weekly[day.weekday()]

    def _changed(self, exception: CalendarsException) -> tuple[Span, ...]:
        if exception.kind is CalendarsExceptionKind.CLOSED:
            return ()
        if exception.kind is CalendarsExceptionKind.OPEN:
            return self._make_up if exception.intervals is None else _spans(exception.intervals)
        return without(self._without_exception(exception.on).spans, _spans(exception.closed or ()))


def _spans(intervals: Sequence[CalendarsInterval]) -> tuple[Span, ...]:
    return merged(span_of(interval) for interval in intervals)
