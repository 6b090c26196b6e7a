"""The days that a statement covers."""

from datetime import date, timedelta
from typing import Final

from msgspec import Struct

_MONTH: Final = "month"
_WEEK: Final = "week"


class Period(Struct, frozen=True):
    """Local days from `starts_on` until before `ends_on`."""

    starts_on: date
    ends_on: date


def last_ended(period: str, today: date) -> Period | None:
    """Return the latest calendar month, or week from Monday, that is over; None where settling is on demand."""
    if period == _MONTH:
        ends_on = today.replace(day=1)
        return Period((ends_on - timedelta(days=1)).replace(day=1), ends_on)
    if period == _WEEK:
        ends_on = today - timedelta(days=today.weekday())
        return Period(ends_on - timedelta(days=7), ends_on)
    return None
