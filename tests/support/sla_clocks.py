"""Facts, courses of clocks and the working calendar of spring 2026, for tests of the rules of `sla`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from wellkept_calendars.rules.content import (
    CalendarContent,
    CalendarsHolidayDay,
    CalendarsHolidayKind,
    CalendarsInterval,
    CalendarsWeek,
)
from wellkept_calendars.rules.working_calendar import CompiledCalendar, compiled
from wellkept_sdk.ids import PartyId
from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.period import BusinessDays, BusinessTime, Elapsed
from wellkept_sdk.services.calendars import WorkingCalendar
from wellkept_sdk.services.sla import Holder
from wellkept_sla.rules.clocks import Holding, Share
from wellkept_sla.rules.course import Course, Stretch
from wellkept_sla.rules.facts import Fact, FactData, FactKind, Library
from wellkept_sla.terms import SlaTerms

TERMS_HASH: Final = "a" * 64
PUMPCO: Final = PartyId(UUID("01990000-0000-7000-8000-0000000000a1"))
MOTORCO: Final = PartyId(UUID("01990000-0000-7000-8000-0000000000b2"))

_SPRING_FESTIVAL: Final = [
    CalendarsHolidayDay(on=date(2026, 2, day), kind=CalendarsHolidayKind.OFF, name="春节") for day in range(15, 24)
]
_MAKE_UP_DAYS: Final = [
    CalendarsHolidayDay(on=date(2026, 2, day), kind=CalendarsHolidayKind.WORKING, name="春节") for day in (14, 28)
]
_DAY: Final = (CalendarsInterval(opens="08:30", closes="12:00"), CalendarsInterval(opens="13:30", closes="18:00"))


def cn_standard() -> CompiledCalendar:
    """Return the standard calendar with the Spring Festival of 2026."""
    content = CalendarContent(
        time_zone="Asia/Shanghai",
        weekly=CalendarsWeek(mon=_DAY, tue=_DAY, wed=_DAY, thu=_DAY, fri=_DAY),
        holidays={day.on: day for day in [*_SPRING_FESTIVAL, *_MAKE_UP_DAYS]},
        published_years=frozenset({2026}),
    )
    return compiled(content, code="cn-standard", revision_id=UUID(int=1), revision=1)


CALENDAR: Final = cn_standard()


def at(text: str) -> datetime:
    """Return a moment of 2026 in China: `02-14 10:00`, with seconds where they matter."""
    return datetime.fromisoformat(f"2026-{text}+08:00")


def fact(kind: FactKind, text: str, *, position: int, **data: Any) -> Fact:
    """Return a fact that was recorded when it happened."""
    return Fact(kind=kind, occurred_at=at(text), recorded_at=at(text), position=position, data=FactData(**data))


def told(*said: tuple[FactKind, str] | tuple[FactKind, str, dict[str, Any]]) -> list[Fact]:
    """Return facts in the order in which they are told, numbered from 1."""
    return [
        fact(each[0], each[1], position=position, **(each[2] if len(each) == 3 else {}))
        for position, each in enumerate(said, start=1)
    ]


def library(terms: SlaTerms | None = None, **others: SlaTerms) -> Library:
    """Return the terms of the opening, and others by their hash."""
    return Library(terms={TERMS_HASH: terms or SlaTerms(), **others}, calendars={CALENDAR.revision_id: CALENDAR})


def held_by(starts: str, ends: str | None, holder: Holder, *, party_id: PartyId | None = None) -> Holding:
    """Return who had the matter in hand, from a fact whose position is of no interest."""
    ends_at = None if ends is None else at(ends)
    return Holding(starts_at=at(starts), ends_at=ends_at, holder=holder, party_id=party_id, position=1)


def hours(number: float) -> Elapsed:
    """Return a plain target."""
    return Elapsed(duration=write_duration(timedelta(hours=number)))


def working(number: float) -> BusinessTime:
    """Return a target in working time."""
    return BusinessTime(duration=write_duration(timedelta(hours=number)))


def course(
    target: Elapsed | BusinessTime | BusinessDays,
    *times: tuple[str, str] | tuple[str, str, str],
    is_open: bool = True,
    grade: int = 2,
    calendar: WorkingCalendar = CALENDAR,
) -> Course:
    """
    Return what a clock has lived through; its dues are counted on from the start of each stretch.

    Args:
        target: in its own unit.
        times: from, to, and `paused` for time that does not count.
        is_open: whether the last of them still lasts.
        grade: of the ticket.
        calendar: by which it counts.
    """
    stretches: list[Stretch] = []
    left = target
    for position, (starts, ends, *paused) in enumerate(times, start=1):
        is_counted = not paused
        stretch = Stretch(
            starts_at=at(starts),
            ends_at=at(ends),
            is_counted=is_counted,
            counted_us=_counted_us(at(starts), at(ends), target=target, calendar=calendar) if is_counted else 0,
            position=position,
            due_at=calendar.add(at(starts), left).at if is_counted else None,
        )
        stretches.append(stretch)
        left = _less(left, stretch, calendar=calendar) if is_counted else left
    return Course(target=target, calendar=calendar, grade=grade, stretches=stretches, is_open=is_open)


def breached(found: Course, *, due: str) -> Course:
    """Return the same course with the due of its breach from then on."""
    stretches = [
        replace(stretch, due_at=at(due)) if stretch.is_counted and stretch.ends_at > at(due) else stretch
        for stretch in found.stretches
    ]
    return replace(found, stretches=stretches)


def lengths(shares: Sequence[Share]) -> dict[str, tuple[str, str]]:
    """Return elapsed and counted time by holder as ISO 8601 durations."""
    return {
        share.holder.value: (
            write_duration(timedelta(microseconds=share.elapsed_us)),
            write_duration(timedelta(microseconds=share.counted_us)),
        )
        for share in shares
    }


def _counted_us(
    start: datetime, end: datetime, *, target: Elapsed | BusinessTime | BusinessDays, calendar: WorkingCalendar
) -> int:
    counted = end - start if isinstance(target, Elapsed) else calendar.elapsed(start, end)
    return counted // timedelta(microseconds=1)


def _less(
    left: Elapsed | BusinessTime | BusinessDays, stretch: Stretch, *, calendar: WorkingCalendar
) -> Elapsed | BusinessTime | BusinessDays:
    if isinstance(left, BusinessDays):
        return left
    if isinstance(left, Elapsed):
        rest = left.length - (stretch.ends_at - stretch.starts_at)
    else:
        rest = left.length - calendar.elapsed(stretch.starts_at, stretch.ends_at)
    return replace(left, duration=write_duration(max(rest, timedelta())))
