"""What a calendar would say if a body were followed, with every mistake of the body at its place."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from msgspec import UnsetType

from wellkept_calendars.errors import HolidaySetUnknown
from wellkept_calendars.queries import holidays
from wellkept_calendars.queries.stored import Said
from wellkept_calendars.rules.checking import closed_mistakes, exception_mistakes, time_zone_mistakes, weekly_mistakes
from wellkept_calendars.rules.content import EXCEPTIONS_MAX, CalendarsException
from wellkept_calendars.schemas.calendars import CalendarsCalendarCreate, CalendarsRevisionCreate
from wellkept_sdk import Ctx
from wellkept_sdk.errors import FieldError, Invalid, invalid, refuse, unknown_reference

ValueT = TypeVar("ValueT")

_EXCEPTIONS: Final = "/exceptions"
_ADDED: Final = "/add_exceptions"


async def first_said(ctx: Ctx, draft: CalendarsCalendarCreate) -> Said:
    """
    Return what a new calendar says.

    Raises:
        Invalid: the body has mistakes.
    """
    refuse(
        [
            *time_zone_mistakes(draft.time_zone, pointer="/time_zone"),
            *weekly_mistakes(draft.weekly, pointer="/weekly"),
            *await _set_mistakes(ctx, draft.holiday_sets),
            *exception_mistakes(draft.exceptions, pointer=_EXCEPTIONS),
            *closed_mistakes(draft.weekly, draft.exceptions, pointer="/weekly"),
        ]
    )
    return Said(
        time_zone=draft.time_zone,
        weekly=draft.weekly,
        make_up_like=draft.make_up_like,
        exceptions=_by_date(draft.exceptions),
        holiday_sets=draft.holiday_sets,
    )


async def next_said(ctx: Ctx, draft: CalendarsRevisionCreate, *, present: Said) -> Said:
    """
    Return what a calendar says after a revision; what the body leaves out stays as it is.

    Raises:
        Invalid: the body has mistakes.
    """
    said = Said(
        time_zone=_or(draft.time_zone, present.time_zone),
        weekly=_or(draft.weekly, present.weekly),
        make_up_like=_or(draft.make_up_like, present.make_up_like),
        exceptions=_by_date(_placed_exceptions(draft, present).values()),
        holiday_sets=_or(draft.holiday_sets, present.holiday_sets),
    )
    refuse(
        [
            *time_zone_mistakes(said.time_zone, pointer="/time_zone"),
            *weekly_mistakes(said.weekly, pointer="/weekly"),
            *await _set_mistakes(ctx, said.holiday_sets),
            *_exception_mistakes(draft, present),
            *closed_mistakes(said.weekly, said.exceptions, pointer="/weekly"),
        ]
    )
    return said


async def _set_mistakes(ctx: Ctx, codes: Sequence[str]) -> list[Invalid]:
    known = await holidays.set_ids(ctx, codes) if codes else {}
    unknown = [HolidaySetUnknown.at(f"/holiday_sets/{at}") for at, code in enumerate(codes) if code not in known]
    repeated = [
        invalid(f"/holiday_sets/{at}", "not_a_choice", "Each holiday set is named once.")
        for at, code in enumerate(codes)
        if code in codes[:at]
    ]
    return unknown + repeated


def _exception_mistakes(draft: CalendarsRevisionCreate, present: Said) -> list[Invalid]:
    placed = _placed_exceptions(draft, present)
    found = [_moved(mistake, list(placed)) for mistake in exception_mistakes(list(placed.values()), pointer="")]
    if len(placed) > EXCEPTIONS_MAX:
        found.append(invalid(_ADDED, "too_long", f"A calendar has at most {EXCEPTIONS_MAX} exceptions."))
    there = {exception.on for exception in _or(draft.exceptions, present.exceptions)}
    found += [
        unknown_reference(f"/remove_exceptions/{at}", "exception")
        for at, on in enumerate(_or(draft.remove_exceptions, ()))
        if on not in there
    ]
    return found


def _placed_exceptions(draft: CalendarsRevisionCreate, present: Said) -> dict[str, CalendarsException]:
    """Return the exceptions after a revision, each with the place in the body where a mistake of it belongs."""
    removed = set(_or(draft.remove_exceptions, ()))
    kept = enumerate(_or(draft.exceptions, present.exceptions))
    placed = {f"{_EXCEPTIONS}/{at}": exception for at, exception in kept if exception.on not in removed}
    added = enumerate(_or(draft.add_exceptions, ()))
    return {**placed, **{f"{_ADDED}/{at}": exception for at, exception in added}}


def _moved(mistake: Invalid, places: Sequence[str]) -> Invalid:
    """Return a mistake whose pointers `/2/…` count the places, with the places instead of their numbers."""
    errors: list[FieldError] = []
    for error in mistake.errors:
        number, slash, below = error.pointer.removeprefix("/").partition("/")
        errors.append(FieldError(f"{places[int(number)]}{slash}{below}", error.code, error.message))
    return type(mistake)(errors=errors)


def _by_date(exceptions: Iterable[CalendarsException]) -> tuple[CalendarsException, ...]:
    return tuple(sorted(exceptions, key=lambda exception: exception.on))


def _or(given: ValueT | UnsetType, otherwise: ValueT) -> ValueT:
    return otherwise if isinstance(given, UnsetType) else given
