"""What an obligor was asked to do, and by when."""

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from wellkept_sdk.local_days import first_moment

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE_DAY: Final = timedelta(days=1)


class LiabilityNoticeStatus(StrEnum):
    """Where a notice stands."""

    OPEN = "open"  #: The obligor has time.
    IN_DEFAULT = "in_default"  #: Its time is over.
    PERFORMED = "performed"  #: It has done what it was asked for.
    STEPPED_IN = "stepped_in"  #: Somebody else does it.


_UNDONE: Final = frozenset({LiabilityNoticeStatus.OPEN, LiabilityNoticeStatus.IN_DEFAULT})


def is_undone(status: LiabilityNoticeStatus) -> bool:
    """Return whether something may still be done about a notice."""
    return status in _UNDONE


def default_from(perform_by: str, *, time_zone: str) -> datetime | None:
    """
    Return from when on an obligor is in default, in UTC; None where the text is neither a day nor a moment.

    Args:
        perform_by: a day of the site, which is included, or a moment with its offset.
        time_zone: of the site.
    """
    try:
        if _DAY.fullmatch(perform_by):
            return first_moment(date.fromisoformat(perform_by) + _ONE_DAY, time_zone=time_zone)
        moment = datetime.fromisoformat(perform_by)
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
