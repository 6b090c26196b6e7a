"""What a visit comes to: working hours, kilometres, and the minutes between arrival and departure."""

from datetime import datetime, timedelta
from typing import Final

from wellkept_sdk.quantity import Quantity

HOUR: Final = "h"
KILOMETRE: Final = "km"
_MINUTES: Final = 60
_MILLI: Final = 1_000
_MINUTE: Final = timedelta(minutes=1)


def labour(work_minutes: int) -> Quantity:
    """Return working time in hours, rounded half up to thousandths."""
    return Quantity(milli=(2 * work_minutes * _MILLI + _MINUTES) // (2 * _MINUTES), unit=HOUR)


def travel(travel_m: int) -> Quantity:
    """Return a distance in kilometres; its metres are their thousandths."""
    return Quantity(milli=travel_m, unit=KILOMETRE)


def minutes_between(checked_in_at: datetime, checked_out_at: datetime) -> int:
    """Return how many minutes were begun between arrival and departure."""
    return -((checked_in_at - checked_out_at) // _MINUTE)


def metres_of(kilometres: float) -> int:
    """Return kilometres in metres, rounded half up."""
    return int(kilometres * _MILLI + 0.5)
