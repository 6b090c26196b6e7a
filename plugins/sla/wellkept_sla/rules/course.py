"""The course of one clock: from when to when its time counted, and which due it had then."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wellkept_sdk.period import Duration, Elapsed
from wellkept_sdk.services.calendars import WorkingCalendar


class Stretch(Struct, frozen=True, kw_only=True):
    """
    Time of a clock between two facts: it counts throughout, or the clock is paused throughout.

    Args:
        starts_at: not before the end of the stretch before it; later where a gap belongs to nobody.
        ends_at: may be `starts_at`.
        is_counted: whether the clock is not paused; out of hours it is not paused either.
        counted_us: how much of it counted, in microseconds of plain or working time; nothing of a pause.
        position: of the fact with which it began.
        due_at: as it stood in this stretch; None while the clock is paused.
    """

    starts_at: datetime
    ends_at: datetime
    is_counted: bool
    counted_us: int
    position: int
    due_at: datetime | None


class Course(Struct, frozen=True, kw_only=True):
    """
    What a clock has lived through.

    Args:
        target: in its own unit.
        calendar: by which it counts, in the right zone; a plain target has one too.
        grade: under which it runs.
        stretches: in order, at least one; the last one of an open clock ends at the moment that is asked for, and is
            there even if it is empty, because a clock that has just begun or gone on runs already.
        is_open: whether it runs or is paused; a clock with an end has no moments to come.
    """

    target: Duration
    calendar: WorkingCalendar
    grade: int
    stretches: Sequence[Stretch]
    is_open: bool

    @property
    def counts_by(self) -> WorkingCalendar | None:
        """Return the calendar that decides which time counts; None where all of it does."""
        return None if isinstance(self.target, Elapsed) else self.calendar

    @property
    def is_running(self) -> bool:
        """True while its time goes on counting."""
        return self.is_open and self.stretches[-1].is_counted
