"""Moments: always aware at the boundary, always UTC inside."""

from datetime import UTC, datetime
from typing import Annotated, Final

from msgspec import Meta

from wellkept_sdk.errors import invalid

Moment = Annotated[datetime, Meta(tz=True, description="RFC 3339 with an offset.", examples=["2026-11-21T01:00:00Z"])]

#: PostgreSQL's driver takes these two for its infinities, and gives them back without a zone.
_NOT_STORED: Final = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def as_utc(moment: datetime, *, pointer: str) -> datetime:
    """
    Return the same moment in UTC.

    Args:
        moment: aware.
        pointer: where the request gave it.

    Raises:
        Invalid: in UTC the moment lies outside the years 1 to 9999, or is their very first or last.
    """
    try:
        found = moment.astimezone(UTC)
    except OverflowError:
        found = None
    if found is None or found in _NOT_STORED:
        raise invalid(pointer, "too_large", "The moment lies outside the years 1 to 9999.")
    return found
