"""Days of a site as moments: an involvement is in force from the first moment of one day until that of another."""

from datetime import date, datetime

from wellkept_sdk.local_days import first_moment


def first_moment_after(ends_on: date | None, time_zone: str) -> datetime | None:
    """Return the moment from which a half-open period of days is over; None for one without an end."""
    return None if ends_on is None else first_moment(ends_on, time_zone=time_zone)
