"""Days as a place counts them: which day a moment falls on there, and when a day begins."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def local_day(at: datetime, *, time_zone: str) -> date:
    """
    Return the calendar day of a moment in a zone; at the ends of the calendar, the day in UTC.

    Args:
        at: aware, UTC.
        time_zone: an IANA name that is known to exist.
    """
    try:
        return at.astimezone(ZoneInfo(time_zone)).date()
    except OverflowError:
        return at.date()


def first_moment(day: date, *, time_zone: str) -> datetime:
    """
    Return the moment at which a day begins in a zone, in UTC; also where its midnight was skipped or came twice.

    The first and the last day of the calendar begin in UTC where they cannot be told otherwise.

    Args:
        day: as the place counts it.
        time_zone: an IANA name that is known to exist.
    """
    midnight = datetime.combine(day, time.min)
    try:
        # Without `fold`, a midnight that is skipped is the moment of the skip, and of two the earlier one counts.
        return midnight.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
    except OverflowError:
        return midnight.replace(tzinfo=UTC)
