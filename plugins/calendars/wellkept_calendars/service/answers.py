"""What calendars answer without being changed: days and calculations."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from wellkept_calendars.queries import calendars
from wellkept_calendars.rules.checking import time_zone_mistakes
from wellkept_calendars.rules.working_calendar import CalendarDay, CompiledCalendar, require_countable
from wellkept_calendars.schemas.calculations import (
    CalendarsAdd,
    CalendarsCalculation,
    CalendarsCalculations,
    CalendarsDayContent,
    CalendarsDayRead,
    CalendarsElapsed,
    CalendarsOpening,
    CalendarsOpenPeriod,
    CalendarsResult,
    CalendarsResults,
    CalendarsSubtract,
)
from wellkept_calendars.service.working_calendars import working_calendar
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.moment import as_utc
from wellkept_sdk.services.calendars import CalendarUnreachable

DAYS_MAX: Final = 400
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2200, 12, 31)


async def days(ctx: Ctx, calendar_id: UUID, *, from_on: date, to_on: date) -> list[CalendarsDayRead]:
    """
    Return the local dates of a calendar from one to another, both included.

    Raises:
        CalendarNotFound: there is no such calendar.
        Invalid: the dates are no period of at most 400 days that calendars count.
    """
    refuse(_period_mistakes(from_on, to_on))
    present = await calendars.revision_id(ctx, calendar_id, None)
    assert present is not None, "every calendar has a present revision"
    calendar = await working_calendar(ctx, present)
    return [day_read(day) for day in calendar.days(from_on, to_on)]


def day_read(day: CalendarDay) -> CalendarsDayRead:
    """Return a date as the API shows it."""
    content = day_content(day)
    return CalendarsDayRead(
        on=day.on,
        working=content.working,
        because=content.because,
        name=content.name,
        published=day.published,
        intervals=content.intervals,
    )


def day_content(day: CalendarDay) -> CalendarsDayContent:
    """Return what a date has, as the API shows it."""
    periods = [CalendarsOpenPeriod(opens_at=each.starts_at, closes_at=each.ends_at) for each in day.periods]
    return CalendarsDayContent(working=day.is_working, because=day.because, name=day.name, intervals=periods)


async def calculate(ctx: Ctx, calendar_id: UUID, asked: CalendarsCalculations) -> CalendarsResults:
    """
    Return the results of calculations, in order.

    Raises:
        CalendarNotFound: there is no such calendar.
        Invalid: the calendar has no such revision, or a calculation cannot be done.
    """
    revision_id = await calendars.revision_id(ctx, calendar_id, asked.revision)
    mistakes = [] if asked.time_zone is None else time_zone_mistakes(asked.time_zone, pointer="/time_zone")
    if revision_id is None:
        mistakes.append(unknown_reference("/revision", "revision"))
    refuse([*mistakes, *_calculation_mistakes(asked.calculations)])
    assert revision_id is not None, "else it was refused"
    calendar = await working_calendar(ctx, revision_id)
    if asked.time_zone is not None:
        calendar = calendar.in_zone(asked.time_zone)
    results = _results(calendar, asked.calculations)
    return CalendarsResults(calendar=calendar.code, revision=calendar.revision, results=results)


def _period_mistakes(from_on: date, to_on: date) -> list[Invalid]:
    mistakes: list[Invalid] = []
    for pointer, on in (("query/from_on", from_on), ("query/to_on", to_on)):
        if not FIRST_DAY <= on <= LAST_DAY:
            code = "too_small" if on < FIRST_DAY else "too_large"
            mistakes.append(invalid(pointer, code, f"Calendars count from {FIRST_DAY} to {LAST_DAY}."))
    if to_on < from_on:
        mistakes.append(invalid("query/to_on", "too_small", "Must not be before from_on."))
    elif (to_on - from_on).days >= DAYS_MAX:
        mistakes.append(invalid("query/to_on", "too_large", f"At most {DAYS_MAX} days are told at once."))
    return mistakes


def _calculation_mistakes(asked: Sequence[CalendarsCalculation]) -> list[Invalid]:
    mistakes: list[Invalid] = []
    for at, calculation in enumerate(asked):
        if isinstance(calculation, CalendarsAdd | CalendarsSubtract):
            try:
                require_countable(calculation.duration)
            except Invalid as refusal:
                mistakes.append(refusal.at(f"/calculations/{at}/duration"))
        for member, moment in _moments(calculation):
            try:
                as_utc(moment, pointer=f"/calculations/{at}/{member}")
            except Invalid as refusal:
                mistakes.append(refusal)
    return mistakes


def _moments(calculation: CalendarsCalculation) -> list[tuple[str, datetime]]:
    names = ("start", "end", "at")
    return [(name, getattr(calculation, name)) for name in names if hasattr(calculation, name)]


def _results(calendar: CompiledCalendar, asked: Sequence[CalendarsCalculation]) -> list[CalendarsResult]:
    results: list[CalendarsResult] = []
    mistakes: list[Invalid] = []
    for at, calculation in enumerate(asked):
        try:
            results.append(_result(calendar, calculation))
        except CalendarUnreachable:
            mistakes.append(CalendarUnreachable.at(f"/calculations/{at}"))
    refuse(mistakes)
    return results


def _result(calendar: CompiledCalendar, asked: CalendarsCalculation) -> CalendarsResult:
    match asked:
        case CalendarsAdd(start=start, duration=duration):
            found = calendar.add(start, duration)
            return CalendarsResult(at=found.at, provisional=found.provisional)
        case CalendarsSubtract(end=end, duration=duration):
            found = calendar.subtract(end, duration)
            return CalendarsResult(at=found.at, provisional=found.provisional)
        case CalendarsElapsed(start=start, end=end):
            return CalendarsResult(
                elapsed=write_duration(calendar.elapsed(start, end)),
                business_days=calendar.business_days(start, end),
                provisional=calendar.is_provisional(start, end),
            )
        case CalendarsOpening(at=at):
            opening = calendar.opening(at)
            # The opening itself may be the first moment of a year.
            provisional = calendar.is_provisional(at, opening) or calendar.is_provisional(opening, opening)
            return CalendarsResult(at=opening, is_open=calendar.is_open(at), provisional=provisional)
