"""How time counts towards a target: in the target's own unit, exact in microseconds."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from msgspec import Struct

from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.period import BusinessDays, BusinessTime, Duration, Elapsed
from wellkept_sdk.services.calendars import CountedMoment, WorkingCalendar
from wellkept_sla.rules.reach import add, business_days

_MICROSECOND: Final = timedelta(microseconds=1)


class Counted(Struct, frozen=True):
    """
    What is known of a clock that goes on.

    Args:
        starts_at: when the clock started.
        consumed_us: of its target until now, in microseconds of its own unit.
        paused_days: the working days on which it was paused; only a target in working days knows them.
    """

    starts_at: datetime
    consumed_us: int = 0
    paused_days: int = 0


class Meter(Struct, frozen=True, kw_only=True):
    """
    A target and the calendar by which it counts.

    Args:
        target: in its own unit.
        calendar: in the right zone; a plain target has one too.
    """

    target: Duration
    calendar: WorkingCalendar

    def consumed_us(self, start: datetime, end: datetime) -> int:
        """Return how much time counted between two moments, in microseconds of plain or working time."""
        if isinstance(self.target, Elapsed):
            return (end - start) // _MICROSECOND
        return self.calendar.elapsed(start, end) // _MICROSECOND

    def days(self, start: datetime, end: datetime) -> int:
        """Return how many working days passed between two moments; 0 for a target that is not in working days."""
        return business_days(start, end, calendar=self.calendar) if isinstance(self.target, BusinessDays) else 0

    def first_due(self, starts_at: datetime) -> CountedMoment:
        """Return the due of a clock that is never paused."""
        return add(starts_at, self.target, calendar=self.calendar)

    def due(self, counted: Counted, *, at: datetime) -> CountedMoment:
        """Return the due of a clock that goes on at a moment; not before it, for while it waited it had none."""
        if isinstance(self.target, BusinessDays):
            longer = BusinessDays(days=self.target.days + counted.paused_days, until=self.target.until)
            due = add(counted.starts_at, longer, calendar=self.calendar)
            return due if due.at >= at else CountedMoment(at, due.provisional)
        left = _MICROSECOND * max(0, length_us(self.target) - counted.consumed_us)
        if isinstance(self.target, Elapsed):
            return CountedMoment(at + left, provisional=False)
        return add(at, BusinessTime(duration=write_duration(left)), calendar=self.calendar)


@lru_cache(maxsize=1024)
def length_us(target: Elapsed | BusinessTime) -> int:
    """Return how long a target is, in microseconds."""
    return target.length // _MICROSECOND
