"""Moments as whole microseconds since 1970: exact, and quick to compare."""

from datetime import UTC, datetime, timedelta
from typing import Final

from wellkept_sdk.services.calendars import CalendarUnreachable

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200

#: Multiplied, because Python makes a timedelta of a large number several times faster so than from an argument.
MICROSECOND: Final = timedelta(microseconds=1)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_SECONDS: Final = 86_400
_SECOND: Final = 1_000_000


def microseconds(length: timedelta) -> int:
    """Return a length in microseconds, without rounding."""
    return (length.days * _DAY_SECONDS + length.seconds) * _SECOND + length.microseconds


#: Where each year begins in UTC; the last one is where the years end.
YEAR_BEGINS: Final = [
    microseconds(datetime(year, 1, 1, tzinfo=UTC) - _EPOCH) for year in range(FIRST_YEAR, LAST_YEAR + 2)
]
_FIRST: Final = YEAR_BEGINS[0]
_END: Final = YEAR_BEGINS[-1]


def from_moment(at: datetime) -> int:
    """
    Return the microseconds of an aware moment.

    Raises:
        CalendarUnreachable: the moment lies outside the years that calendars count.
        TypeError: the moment is naive.
    """
    # Written out, because a sum of working time is made of two of these and little else.
    since = at - _EPOCH
    found = (since.days * _DAY_SECONDS + since.seconds) * _SECOND + since.microseconds
    if _FIRST <= found < _END:
        return found
    raise beyond_years()


def to_moment(at: int) -> datetime:
    """Return the moment in UTC."""
    return _EPOCH + at * MICROSECOND


def beyond_years() -> CalendarUnreachable:
    """Return the refusal of a moment that no calendar counts."""
    return CalendarUnreachable(detail=f"Calendars count the years {FIRST_YEAR} to {LAST_YEAR}.")
