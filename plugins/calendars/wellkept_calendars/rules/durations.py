"""Durations that a calendar can count."""

from functools import lru_cache
from typing import Final

from wellkept_calendars.errors import DurationAmbiguous, DurationOutOfRange
from wellkept_calendars.rules.epoch import microseconds
from wellkept_sdk.period import BusinessTime, Duration, DurationFault, Elapsed, duration_fault

_LENGTHS_KEPT_MAX: Final = 1_024


def require_countable(duration: Duration) -> None:
    """
    Refuse a duration that is well written and cannot be counted.

    Raises:
        DurationAmbiguous: nobody agrees how long it is.
        DurationOutOfRange: it is negative, too long, or no target at all.
    """
    fault = duration_fault(duration)
    if fault is DurationFault.AMBIGUOUS:
        raise DurationAmbiguous
    if fault is DurationFault.OUT_OF_RANGE:
        raise DurationOutOfRange


@lru_cache(maxsize=_LENGTHS_KEPT_MAX)
def length_of(duration: Elapsed | BusinessTime) -> int:
    """
    Return a duration in microseconds.

    Raises:
        DurationAmbiguous: nobody agrees how long it is.
        DurationOutOfRange: it is negative or too long.
    """
    require_countable(duration)
    return microseconds(duration.length)
