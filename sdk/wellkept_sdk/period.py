"""Periods, half-open and never empty; and durations, which say how they are to be counted."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

from msgspec import Meta, Struct

from wellkept_sdk.iso_duration import LENGTH_MAX, PATTERN, read_duration
from wellkept_sdk.moment import Moment

HOURS_MAX: Final = 87_600
DAYS_MAX: Final = 3_660
SAME_TIME: Final = "same_time"
END_OF_DAY: Final = "end_of_day"

_UNTIL_PATTERN = r"^(?:same_time|end_of_day|(?:[01][0-9]|2[0-3]):[0-5][0-9])\Z"
_MICROSECONDS_MAX = HOURS_MAX * 3_600_000_000

DurationText = Annotated[
    str,
    Meta(max_length=LENGTH_MAX, pattern=PATTERN, description="An ISO 8601 duration.", examples=["PT4H"]),
]


class Period(Struct, frozen=True, kw_only=True):
    """
    The moments from `starts_at` until before `ends_at`.

    Raises:
        ValueError: a moment is naive, or the period would be empty.
    """

    starts_at: Moment
    ends_at: Moment

    def __post_init__(self) -> None:
        """Refuse what no period is."""
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("A period begins and ends at aware moments.")
        if self.ends_at <= self.starts_at:
            raise ValueError("A period ends after it has begun.")

    @property
    def duration(self) -> timedelta:
        """Return how long it is."""
        return self.ends_at - self.starts_at

    def __contains__(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at

    def overlaps(self, other: "Period") -> bool:
        """Return whether there is a moment in both; periods that only touch have none."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def intersection(self, other: "Period") -> "Period | None":
        """Return the moments in both; None where there are none."""
        if not self.overlaps(other):
            return None
        return Period(starts_at=max(self.starts_at, other.starts_at), ends_at=min(self.ends_at, other.ends_at))


class DatePeriod(Struct, frozen=True, kw_only=True):
    """
    The days from `starts_on` until the day before `ends_on`; without `ends_on`, all days from then on.

    Raises:
        ValueError: the period would be empty.
    """

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse what no period is."""
        if self._end <= self.starts_on:
            raise ValueError("A period ends after it has begun.")

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def overlaps(self, other: "DatePeriod") -> bool:
        """Return whether there is a day in both; periods that only touch have none."""
        return self.starts_on < other._end and other.starts_on < self._end  # noqa: SLF001 - of the same class

    def intersection(self, other: "DatePeriod") -> "DatePeriod | None":
        """Return the days in both; None where there are none."""
        if not self.overlaps(other):
            return None
        ends = [period.ends_on for period in (self, other) if period.ends_on is not None]
        return DatePeriod(starts_on=max(self.starts_on, other.starts_on), ends_on=min(ends, default=None))

    @property
    def _end(self) -> date:
        # The last day of the calendar itself belongs to no period with an end, which is no loss to a contract.
        return date.max if self.ends_on is None else self.ends_on


class Elapsed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="elapsed"):
    """Plain time, which no calendar stops; a day is 24 hours."""

    duration: DurationText

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return timedelta(microseconds=read_duration(self.duration).microseconds)


class BusinessTime(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="business_time"
):
    """Working time of a calendar, in hours, minutes and seconds."""

    duration: DurationText

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return timedelta(microseconds=read_duration(self.duration).microseconds)


class BusinessDays(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="business_days"
):
    """
    Working days of a calendar.

    Args:
        days: how many after the one on which it begins.
        until: at which time of the last day: that of the beginning, its last closing, or a wall time `HH:MM`.
    """

    days: Annotated[int, Meta(ge=0, le=DAYS_MAX)]
    until: Annotated[str, Meta(pattern=_UNTIL_PATTERN, examples=["same_time", "end_of_day", "16:00"])] = SAME_TIME


Duration = Elapsed | BusinessTime | BusinessDays


class DurationFault(StrEnum):
    """Why a duration that is well written cannot be counted; the value is the code of the problem."""

    AMBIGUOUS = "calendars.duration.ambiguous"  #: Nobody agrees how long it is: a month, or a day of working time.
    OUT_OF_RANGE = "calendars.duration.out_of_range"  #: It is negative, longer than ten years, or no day at all.


def duration_fault(duration: Duration) -> DurationFault | None:
    """Return why a duration cannot be counted; None for one that can."""
    if isinstance(duration, BusinessDays):
        # Without days, "the same time" would be no target at all.
        return DurationFault.OUT_OF_RANGE if duration.days == 0 and duration.until == SAME_TIME else None
    said = read_duration(duration.duration)
    if said.names_months or (said.names_days and isinstance(duration, BusinessTime)):
        return DurationFault.AMBIGUOUS
    return None if 0 <= said.microseconds <= _MICROSECONDS_MAX else DurationFault.OUT_OF_RANGE
