"""What is announced about clocks: ids and moments, no rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.ids import ClockId, CustomerId, PartyId, ProjectId, TicketId
from wellkept_sdk.services.sla import ClockKind, Holder
from wellkept_sla.rules.clocks import CancelledBecause, ShiftReason, StoppedBy
from wellkept_sla.terms import Audience


class SlaEvent(Event, frozen=True, kw_only=True):
    """What every event about a ticket's promised times tells."""

    ticket_id: TicketId
    customer_id: CustomerId
    project_id: ProjectId
    occurred_at: datetime

    @property
    def subject(self) -> str:
        """Return the ticket that this is about."""
        return f"tickets/{self.ticket_id}"


class SlaClocksStarted(SlaEvent, frozen=True, kw_only=True):
    """Clocks have begun, all that one fact has started."""

    type: ClassVar[str] = "sla.clocks.started"
    clocks: Sequence[ClockId]


class SlaClockEvent(SlaEvent, frozen=True, kw_only=True):
    """What every event of one clock tells; `party_id` is whose underpinning contract it is."""

    clock_id: ClockId
    code: str
    number: int
    kind: ClockKind
    party_id: PartyId | None


class SlaClockPaused(SlaClockEvent, frozen=True, kw_only=True):
    """A clock waits; it has no due."""

    type: ClassVar[str] = "sla.clock.paused"


class SlaClockResumed(SlaClockEvent, frozen=True, kw_only=True):
    """A clock goes on after waiting."""

    type: ClassVar[str] = "sla.clock.resumed"
    due_at: datetime | None


class SlaClockDueMoved(SlaClockEvent, frozen=True, kw_only=True):
    """The due of a clock has changed, other than by a pause."""

    type: ClassVar[str] = "sla.clock.due_moved"
    reason: ShiftReason
    due_at_before: datetime | None
    due_at_after: datetime | None


class SlaClockMet(SlaClockEvent, frozen=True, kw_only=True):
    """A clock has stopped in time."""

    type: ClassVar[str] = "sla.clock.met"
    stopped_by: StoppedBy | None


class SlaClockMissed(SlaClockEvent, frozen=True, kw_only=True):
    """A clock has stopped too late."""

    type: ClassVar[str] = "sla.clock.missed"
    stopped_by: StoppedBy | None


class SlaClockCancelled(SlaClockEvent, frozen=True, kw_only=True):
    """A clock has ended without a verdict; no reason means that it never was, by what is known now."""

    type: ClassVar[str] = "sla.clock.cancelled"
    because: CancelledBecause | None


class SlaClockBreached(SlaClockEvent, frozen=True, kw_only=True):
    """A due has passed while its clock ran; `on_attach` means that this was before the ticket was recorded."""

    type: ClassVar[str] = "sla.clock.breached"
    breach_id: UUID
    due_at: datetime
    holder: Holder
    holder_party_id: PartyId | None
    on_attach: bool


class SlaThresholdReached(SlaClockEvent, frozen=True, kw_only=True):
    """A moment before or after a due has come; `threshold` is its code in the terms."""

    type: ClassVar[str] = "sla.threshold.reached"
    threshold: str
    repetition: int
    audience: Sequence[Audience]


class SlaBreachEvent(SlaClockEvent, frozen=True, kw_only=True):
    """What every later event of a breach tells."""

    breach_id: UUID
    due_at: datetime


class SlaBreachExcused(SlaBreachEvent, frozen=True, kw_only=True):
    """A breach was pardoned, with a reason; it stays one."""

    type: ClassVar[str] = "sla.breach.excused"
    reason_code: str


class SlaBreachWithdrawn(SlaBreachEvent, frozen=True, kw_only=True):
    """A fact that was recorded late shows that the clock had stopped or was paused in time."""

    type: ClassVar[str] = "sla.breach.withdrawn"


class SlaMilestoneRecorded(SlaEvent, frozen=True, kw_only=True):
    """Something has happened that a clock of the ticket may name."""

    type: ClassVar[str] = "sla.milestone.recorded"
    milestone: str


class SlaHolderChanged(SlaEvent, frozen=True, kw_only=True):
    """Somebody has said who has the matter in hand."""

    type: ClassVar[str] = "sla.holder.changed"
    holder: Holder
    party_id: PartyId | None


EVENTS = (
    SlaClocksStarted,
    SlaClockPaused,
    SlaClockResumed,
    SlaClockDueMoved,
    SlaClockMet,
    SlaClockMissed,
    SlaClockCancelled,
    SlaClockBreached,
    SlaThresholdReached,
    SlaBreachExcused,
    SlaBreachWithdrawn,
    SlaMilestoneRecorded,
    SlaHolderChanged,
)
