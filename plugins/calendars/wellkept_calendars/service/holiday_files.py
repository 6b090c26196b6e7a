"""Files of official days: the form that is shipped and that the API takes, and the one of holiday-cn."""

from datetime import date

import msgspec
from msgspec import Struct

from wellkept_calendars.rules.content import CalendarsHolidayDay, CalendarsHolidayKind
from wellkept_calendars.schemas.holidays import CalendarsHolidayYearCreate, CalendarsYearStatus


class _Day(Struct, frozen=True, kw_only=True):
    name: str
    on: date = msgspec.field(name="date")
    is_off: bool = msgspec.field(name="isOffDay")


class _YearOfHolidayCn(Struct, frozen=True, kw_only=True):
    year: int
    papers: tuple[str, ...]
    days: tuple[_Day, ...]


def read(file: bytes, *, checked_on: date) -> CalendarsHolidayYearCreate:
    """
    Return what a file says of a year; one of holiday-cn without days says that the year is not published yet.

    Args:
        file: JSON.
        checked_on: when somebody has looked, for a file that does not tell.

    Raises:
        msgspec.DecodeError: the file has neither form.
    """
    document = msgspec.json.decode(file)
    if not isinstance(document, dict) or "papers" not in document:
        return msgspec.convert(document, CalendarsHolidayYearCreate)
    found = msgspec.convert(document, _YearOfHolidayCn)
    days = tuple(CalendarsHolidayDay(on=day.on, kind=_kind(day), name=day.name) for day in found.days)
    year = CalendarsHolidayYearCreate(
        year=found.year,
        status=CalendarsYearStatus.PUBLISHED if days else CalendarsYearStatus.NOT_YET_PUBLISHED,
        sources=found.papers,
        checked_on=checked_on,
        days=days,
    )
    # Ours has bounds that theirs does not state.
    return msgspec.convert(msgspec.to_builtins(year), CalendarsHolidayYearCreate)


def _kind(day: _Day) -> CalendarsHolidayKind:
    return CalendarsHolidayKind.OFF if day.is_off else CalendarsHolidayKind.WORKING
