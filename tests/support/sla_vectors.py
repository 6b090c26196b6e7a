"""Answers of fourteen peers' own tests, read where they lie, and the calendars that they were given for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from surroundings import real_data
from wellkept_calendars.rules.content import (
    CalendarContent,
    CalendarsException,
    CalendarsExceptionKind,
    CalendarsHolidayDay,
    CalendarsHolidayKind,
    CalendarsInterval,
    CalendarsWeek,
)
from wellkept_calendars.rules.working_calendar import CompiledCalendar, compiled

Vector = Mapping[str, Any]

EVERY_YEAR: Final = "*-"
YEARS: Final = range(2000, 2041)


def vectors(*, op: str | None = None, tier: str | None = None) -> list[Vector]:
    """Return the vectors of an operation and a tier; the test is skipped where the data is absent."""
    found = [
        vector for vector in _all() if (op is None or vector["op"] == op) and (tier is None or vector["tier"] == tier)
    ]
    assert found
    return found


def vector(vector_id: str) -> Vector:
    """Return one vector."""
    [found] = [each for each in _all() if each["id"] == vector_id]
    return found


def calendar_of(vector: Vector) -> CompiledCalendar:
    """Return the vector's calendar as ours; vectors with the same calendar share it."""
    return _compiled(msgspec.json.encode(vector["calendar"]))


def content_of(vector: Vector) -> CalendarContent:
    """Return the content of the vector's calendar."""
    said: Mapping[str, Any] = vector["calendar"]
    weekly = {weekday: _intervals(hours) for weekday, hours in said["weekly"].items()}
    days = [*_off(said), *_working(said)]
    return CalendarContent(
        time_zone=said["timezone"],
        weekly=CalendarsWeek(**weekly),
        exceptions=list(_exceptions(said)),
        holidays={day.on: day for day in days},
    )


def moment_of(text: str, vector: Vector) -> datetime:
    """Return a moment of the vector; a naive one, and a date's midnight, are read in the calendar's zone."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(vector["calendar"]["timezone"]))


def pauses_of(vector: Vector) -> list[tuple[datetime, datetime]]:
    """Return the vector's pauses in order."""
    return [(moment_of(begins, vector), moment_of(ends, vector)) for begins, ends in vector["pauses"]]


@cache
def _all() -> list[Vector]:
    path = real_data("sla_vectors/vectors.json")
    return msgspec.json.decode(path.read_bytes())["vectors"]


@cache
def _compiled(calendar: bytes) -> CompiledCalendar:
    content = content_of({"calendar": msgspec.json.decode(calendar)})
    return compiled(content, code="peer", revision_id=UUID(int=1), revision=1)


def _intervals(hours: Sequence[Sequence[str]]) -> tuple[CalendarsInterval, ...]:
    return tuple(CalendarsInterval(opens=opens, closes=closes) for opens, closes in hours)


def _off(said: Mapping[str, Any]) -> Iterator[CalendarsHolidayDay]:
    for text in said.get("holidays", ()):
        years = [f"{year}-" for year in YEARS] if text.startswith(EVERY_YEAR) else [""]
        for year in years:
            on = date.fromisoformat(year + text.removeprefix(EVERY_YEAR))
            yield CalendarsHolidayDay(on=on, kind=CalendarsHolidayKind.OFF, name="holiday")


def _working(said: Mapping[str, Any]) -> Iterator[CalendarsHolidayDay]:
    for text in said.get("extra_working_dates", ()):
        yield CalendarsHolidayDay(on=date.fromisoformat(text), kind=CalendarsHolidayKind.WORKING, name="extra")


def _exceptions(said: Mapping[str, Any]) -> Iterator[CalendarsException]:
    """Yield one exception a date: hours instead of the pattern's, or the pattern's less the breaks."""
    hours = {**said.get("shifts", {}), **said.get("holiday_hours", {})}
    breaks: Mapping[str, Any] = said.get("breaks", {})
    closed = {*said.get("holidays", ())} - {*said.get("holiday_hours", {})}
    for text in sorted({*hours, *breaks} - closed):
        on = date.fromisoformat(text)
        if text not in hours:
            yield CalendarsException(on=on, kind=CalendarsExceptionKind.PARTIAL, closed=_intervals(breaks[text]))
        elif open_hours := _less(hours[text], breaks.get(text, ())):
            yield CalendarsException(on=on, kind=CalendarsExceptionKind.OPEN, intervals=_intervals(open_hours))
        else:
            yield CalendarsException(on=on, kind=CalendarsExceptionKind.CLOSED)


def _less(hours: Sequence[Sequence[str]], breaks: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return hours without breaks; wall times of one day are in order as text is."""
    left = [(opens, closes) for opens, closes in hours]
    for begins, ends in breaks:
        parts = [part for opens, closes in left for part in ((opens, min(closes, begins)), (max(opens, ends), closes))]
        left = [(opens, closes) for opens, closes in parts if opens < closes]
    return left
