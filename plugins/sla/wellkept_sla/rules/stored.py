"""The cache of the fold, as it is stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import ClockId, PartyId, TicketId
from wellkept_sdk.period import Duration
from wellkept_sdk.services.sla import ClockKind, ClockState, Holder, Measure
from wellkept_sla.rules.clocks import CancelledBecause, StoppedBy


class StoredBreach(Struct, frozen=True, kw_only=True):
    """
    A breach as it was written, with what became of it.

    Args:
        attribution: shares as JSON values, as they were then.
        withdrawn_at: when it was found that the clock had stopped or was paused in time; None while it stands.
        excuse: the pardon's columns as they are stored, without the breach; None without one.
    """

    id: UUID
    clock_id: ClockId
    ticket_id: TicketId
    due_at: datetime
    breached_at: datetime
    detected_at: datetime
    on_attach: bool
    holder: Holder
    party_id: PartyId | None
    attribution: Sequence[Mapping[str, Any]]
    withdrawn_at: datetime | None
    excuse: Mapping[str, Any] | None


class StoredClock(Struct, frozen=True, kw_only=True):
    """A clock as it was folded last; of a running one, `consumed_us` is that of then."""

    id: ClockId
    ticket_id: TicketId
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
    time_zone: str
    state: ClockState
    starts_at: datetime
    original_due_at: datetime
    due_at: datetime | None
    provisional: bool
    consumed_us: int
    paused_since: datetime | None
    stopped_at: datetime | None
    stopped_by: StoppedBy | None
    cancelled_because: CancelledBecause | None
    replaces_id: ClockId | None
    over_elapsed_us: int | None
    over_business_us: int | None
    folded_to: int

    @property
    def key(self) -> tuple[str, int]:
        """Return what names it within its ticket."""
        return self.code, self.number


class StoredThreshold(Struct, frozen=True, kw_only=True):
    """A moment of a threshold that never comes again."""

    clock_id: ClockId
    code: str
    repetition: int


class Stored(Struct, frozen=True, kw_only=True):
    """Everything that is stored of one ticket's clocks."""

    clocks: Sequence[StoredClock] = ()
    breaches: Sequence[StoredBreach] = ()
    thresholds: frozenset[StoredThreshold] = frozenset()
