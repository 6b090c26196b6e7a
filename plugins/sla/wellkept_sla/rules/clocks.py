"""What the fold gives: clocks with their past, and who had the matter in hand."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId
from wellkept_sdk.period import Duration
from wellkept_sdk.services.sla import ClockKind, ClockState, Holder, Measure
from wellkept_sla.terms import Audience


class ShiftReason(StrEnum):
    """Why a due has moved."""

    PAUSED = "paused"  #: The ticket waits for somebody else: there is no due.
    RESUMED = "resumed"  #: It goes on.
    GRADE_CHANGED = "grade_changed"  #: Another grade has another target.
    CALENDAR_REVISED = "calendar_revised"  #: The calendar has new content.
    ACTIVATION_CHANGED = "activation_changed"  #: Other terms serve the ticket.
    REOPENED = "reopened"  #: The matter was not put right after all.
    LATE_FACT = "late_fact"  #: Something was recorded later than what happened after it.


class StoppedBy(StrEnum):
    """What stopped a clock."""

    RESPONDED = "responded"  #: The answer.
    MESSAGE = "message"  #: A message that the customer may read.
    RESOLVED = "resolved"  #: The end of the matter.
    POINT = "point"  #: What the terms name in `stops_on`.
    HOLDER = "holder"  #: Somebody else got the matter in hand.


class CancelledBecause(StrEnum):
    """Why a clock ended without a verdict."""

    CANCELLED = "cancelled"  #: The ticket was withdrawn.
    RESOLVED = "resolved"  #: The matter was put right before the clock had to stop.
    CLOSED = "closed"  #: The ticket was finished without the confirmation that would have stopped the clock.
    REOPENED = "reopened"  #: The matter was not put right after all, so that nothing follows its resolution.
    GRADE_CHANGED = "grade_changed"  #: Another clock counts for the new grade.
    ACTIVATION_CHANGED = "activation_changed"  #: Another clock counts by the new terms, or none.


class ThresholdState(StrEnum):
    """Where a threshold stands."""

    PENDING = "pending"  #: Its moment has not come, or the clock is paused.
    REACHED = "reached"  #: Its moment came while the clock ran.
    SKIPPED = "skipped"  #: Its moment had passed before the ticket was recorded.


class SegmentState(StrEnum):
    """What time was for a clock."""

    COUNTED = "counted"  #: It counts towards the target.
    OUT_OF_HOURS = "out_of_hours"  #: The calendar is closed.
    PAUSED = "paused"  #: The ticket waits, for a reason that pauses the clock.


class Share(Struct, frozen=True, kw_only=True):
    """How long one holder had the matter in hand, in microseconds, and how much of that counted."""

    holder: Holder
    party_id: PartyId | None
    elapsed_us: int
    counted_us: int


class Segment(Struct, frozen=True, kw_only=True):
    """A stretch of a clock's time in which nothing changed; `position` is the fact with which it began."""

    starts_at: datetime
    ends_at: datetime
    state: SegmentState
    holder: Holder
    party_id: PartyId | None
    position: int


class Holding(Struct, frozen=True, kw_only=True):
    """Who had the matter in hand; `ends_at` None means until now; `position` is the fact with which it began."""

    starts_at: datetime
    ends_at: datetime | None
    holder: Holder
    party_id: PartyId | None
    position: int


class Breach(Struct, frozen=True, kw_only=True):
    """
    A due that passed while the clock ran.

    Args:
        due_at: also the moment of the breach.
        on_attach: it had passed before the ticket was recorded.
        holder: who had the matter in hand then.
        party_id: which party, if it was one.
        attribution: how the time until then divides among the holders.
    """

    due_at: datetime
    on_attach: bool
    holder: Holder
    party_id: PartyId | None
    attribution: Sequence[Share]


class Shift(Struct, frozen=True, kw_only=True):
    """One move of a due; None means that there was or is none, as in a pause."""

    reason: ShiftReason
    at: datetime
    position: int
    due_at_before: datetime | None
    due_at_after: datetime | None


class ThresholdMoment(Struct, frozen=True, kw_only=True):
    """
    One moment of a threshold; `at` is None while the clock is paused before it.

    Args:
        code: of the threshold in the terms.
        repetition: 0 for its first moment.
        at: when it is announced.
        state: where it stands.
        audience: whom it concerns.
        escalate: whether the ticket is escalated.
    """

    code: str
    repetition: int
    at: datetime | None
    state: ThresholdState
    audience: Sequence[Audience]
    escalate: bool


class Clock(Struct, frozen=True, kw_only=True):
    """
    One clock of a ticket at a moment.

    Args:
        code: in the terms; with `number` it is unique within the ticket.
        number: from 1; a new one for each cycle and each replacement.
        cycle: from 1; raised by measures that run again and again.
        target: of the grade.
        calendar_code: by which it counts.
        calendar_revision_id: the revision by which it counts.
        calendar_revision: that revision's number.
        time_zone: in which the calendar's wall times are read.
        original_due_at: as it was when the clock began, without pauses.
        due_at: None while it is paused or after it was cancelled in a pause; for good once it is breached.
        provisional: whether a year on the way to the due has no published holidays.
        consumed_us: time that has counted, in microseconds, in the clock's own unit (plain or working time).
        consumed_days: for a target in working days, how many have passed; else None.
        remaining_us: of the target, never negative; None for a target in working days.
        remaining_days: of the target, never negative; else None.
        out_of_hours: whether it runs while its calendar is closed.
        replaces: the number of the clock that it replaces.
        over_elapsed_us: how long after the due it stopped, or has run on; None within the due.
        over_business_us: the same in working time of its calendar.
        breach: the one that stands; a clock breaches at most once.
        on_attach: whether its due had passed before the ticket was recorded.
    """

    code: str
    number: int
    cycle: int
    kind: ClockKind
    measure: Measure
    party_id: PartyId | None
    grade: int
    target: Duration
    calendar_code: str
    calendar_revision_id: UUID
    calendar_revision: int
    time_zone: str
    state: ClockState
    starts_at: datetime
    original_due_at: datetime
    due_at: datetime | None
    provisional: bool
    consumed_us: int
    consumed_days: int | None
    remaining_us: int | None
    remaining_days: int | None
    out_of_hours: bool
    paused_since: datetime | None
    stopped_at: datetime | None
    stopped_by: StoppedBy | None
    cancelled_because: CancelledBecause | None
    replaces: int | None
    over_elapsed_us: int | None
    over_business_us: int | None
    breach: Breach | None
    shifts: Sequence[Shift]
    thresholds: Sequence[ThresholdMoment]
    segments: Sequence[Segment]
    attribution: Sequence[Share]

    @property
    def key(self) -> tuple[str, int]:
        """Return what names it within its ticket."""
        return self.code, self.number

    @property
    def is_open(self) -> bool:
        """True while it has no end."""
        return self.state in {ClockState.RUNNING, ClockState.PAUSED}


class Folded(Struct, frozen=True, kw_only=True):
    """
    The clocks of a ticket at a moment.

    Args:
        as_of: the moment.
        clocks: all that there ever were, by code and number.
        holdings: the timeline of who had the matter in hand, without gaps but those of a resolved ticket.
        grade: of the ticket.
        is_paused: whether an open clock is paused.
        next_at: when something happens by itself next: a due or threshold of a running clock; None for never.
    """

    as_of: datetime
    clocks: Sequence[Clock]
    holdings: Sequence[Holding]
    grade: int
    is_paused: bool
    next_at: datetime | None
