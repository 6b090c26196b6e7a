"""What follows when an address does not answer as it should."""

from datetime import datetime, timedelta
from typing import Final

#: The pause after the first failure in a row; it doubles with each, up to the longest.
_FIRST: Final = timedelta(seconds=2)
_LONGEST: Final = timedelta(minutes=10)
#: An address that has failed for so long is switched off.
GIVEN_UP_AFTER: Final = timedelta(days=5)
_DOUBLINGS_MAX: Final = 16
SUCCESS: Final = range(200, 300)
#: "Gone": the address wants to hear nothing more.
GONE: Final = 410


def pause_after(failures: int) -> timedelta:
    """Return how long nothing is tried at an address after so many failures in a row, at least one."""
    return min(_FIRST * 2 ** min(failures - 1, _DOUBLINGS_MAX), _LONGEST)


def is_hopeless(*, failing_since: datetime, at: datetime, response_status: int | None) -> bool:
    """Return whether an address is switched off: it said that it is gone, or has failed for five days."""
    return response_status == GONE or at - failing_since >= GIVEN_UP_AFTER
