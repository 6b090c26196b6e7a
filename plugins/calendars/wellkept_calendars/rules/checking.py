"""Every mistake of a calendar's content, each at its place in the body."""

from collections.abc import Iterator, Sequence
from datetime import date

from wellkept_calendars.errors import (
    ExceptionInvalid,
    IntervalInvalid,
    IntervalOverlap,
    UnknownTimeZone,
)
from wellkept_calendars.rules.content import (
    CalendarContent,
    CalendarsException,
    CalendarsExceptionKind,
    CalendarsInterval,
    CalendarsWeek,
    CalendarsWeekday,
)
from wellkept_calendars.rules.wall_time import DAY_MINUTES, Span, span_of
from wellkept_sdk.errors import Invalid
from wellkept_sdk.services.calendars import CalendarUnreachable
from wellkept_sdk.time_zones import is_time_zone

_WEEKDAYS = tuple(CalendarsWeekday)
# The spans of a list that are well written, by their place in it.
_Spans = dict[int, Span]


def content_mistakes(content: CalendarContent) -> list[Invalid]:
    """Return every mistake of a whole content, as the body that makes a calendar has its members."""
    return [
        *time_zone_mistakes(content.time_zone, pointer="/time_zone"),
        *weekly_mistakes(content.weekly, pointer="/weekly"),
        *exception_mistakes(content.exceptions, pointer="/exceptions"),
        *closed_mistakes(content.weekly, content.exceptions, pointer="/weekly"),
    ]


def time_zone_mistakes(name: str, *, pointer: str) -> list[Invalid]:
    """Return the mistake of a time zone that does not exist, or nothing."""
    return [] if is_time_zone(name) else [UnknownTimeZone.at(pointer)]


def weekly_mistakes(weekly: CalendarsWeek, *, pointer: str) -> list[Invalid]:
    """Return the mistakes of a weekly pattern; a night shift must leave room for what the next date begins with."""
    found: list[Invalid] = []
    spans: dict[CalendarsWeekday, _Spans] = {}
    for weekday in _WEEKDAYS:
        place = f"{pointer}/{weekday}"
        spans[weekday], mistakes = _read(weekly.on(weekday), pointer=place)
        found += [*mistakes, *_overlaps(spans[weekday], pointer=place)]
    for weekday, following in zip(_WEEKDAYS, _WEEKDAYS[1:] + _WEEKDAYS[:1], strict=True):
        tail = max((span.closes for span in spans[weekday].values()), default=0) - DAY_MINUTES
        found += [
            IntervalOverlap.at(f"{pointer}/{following}/{index}")
            for index, span in spans[following].items()
            if span.opens < tail
        ]
    return found


def closed_mistakes(weekly: CalendarsWeek, exceptions: Sequence[CalendarsException], *, pointer: str) -> list[Invalid]:
    """Return the mistake of a calendar that never opens, or nothing."""
    opens = any(weekly.on(weekday) for weekday in _WEEKDAYS) or any(exception.intervals for exception in exceptions)
    return [] if opens else [CalendarUnreachable.at(pointer)]


def exception_mistakes(exceptions: Sequence[CalendarsException], *, pointer: str) -> list[Invalid]:
    """Return the mistakes of exceptions; of two with the same date, the later in the list is one."""
    found: list[Invalid] = []
    seen: set[date] = set()
    for index, exception in enumerate(exceptions):
        place = f"{pointer}/{index}"
        if exception.on in seen or not _says_what_its_kind_asks_for(exception):
            found.append(ExceptionInvalid.at(place))
        seen.add(exception.on)
        found += _interval_mistakes(exception, pointer=place)
    return found


def _says_what_its_kind_asks_for(exception: CalendarsException) -> bool:
    if exception.kind is CalendarsExceptionKind.CLOSED:
        return exception.intervals is None and exception.closed is None
    if exception.kind is CalendarsExceptionKind.OPEN:
        return exception.intervals != () and exception.closed is None
    return exception.intervals is None and bool(exception.closed)


def _interval_mistakes(exception: CalendarsException, *, pointer: str) -> Iterator[Invalid]:
    opened, mistakes = _read(exception.intervals or (), pointer=f"{pointer}/intervals")
    yield from mistakes
    yield from _overlaps(opened, pointer=f"{pointer}/intervals")
    # What is taken out twice is taken out once, so closed intervals may overlap.
    _closed, mistakes = _read(exception.closed or (), pointer=f"{pointer}/closed")
    yield from mistakes


def _read(intervals: Sequence[CalendarsInterval], *, pointer: str) -> tuple[_Spans, list[Invalid]]:
    spans: _Spans = {}
    mistakes: list[Invalid] = []
    for index, interval in enumerate(intervals):
        try:
            spans[index] = span_of(interval)
        except ValueError:
            mistakes.append(IntervalInvalid.at(f"{pointer}/{index}"))
    return spans, mistakes


def _overlaps(spans: _Spans, *, pointer: str) -> Iterator[Invalid]:
    """Yield a mistake for each interval that begins before all earlier ones have ended."""
    busy_until = 0
    for index, span in sorted(spans.items(), key=lambda item: item[1]):
        if span.opens < busy_until:
            yield IntervalOverlap.at(f"{pointer}/{index}")
        busy_until = max(busy_until, span.closes)
