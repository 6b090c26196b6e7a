"""What a ticket's list shows of its clocks: the first due, and whose turn it is."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.sla import ClockKind, ClockState, Holder, Measure
from wellkept_sla.rules.clocks import Clock, Folded


class TicketSummary(Struct, frozen=True, kw_only=True):
    """
    The clocks of a ticket in one row; only what the customer was promised makes a due or a breach.

    Args:
        first_due_at: the least due of a running clock, passed or not.
        first_due_clock: code and number of that clock; of equal dues, the first by code.
        response_due_at: of a running response clock.
        resolution_due_at: of a running resolution clock.
        breached: whether a clock, open or ended, has a breach that stands.
        paused: whether an open clock is paused.
        holder: who has the matter in hand; None for nobody, once it is resolved or cancelled.
        party_id: which party, if it is one.
    """

    first_due_at: datetime | None
    first_due_clock: tuple[str, int] | None
    response_due_at: datetime | None
    resolution_due_at: datetime | None
    breached: bool
    paused: bool
    holder: Holder | None
    party_id: PartyId | None


class _Due(Struct, frozen=True, order=True):
    """When a running clock has to stop; the first is the least."""

    at: datetime
    clock: tuple[str, int]


def summary(folded: Folded) -> TicketSummary:
    """Return the row of a ticket."""
    promised = [clock for clock in folded.clocks if clock.kind is ClockKind.SLA]
    first = _first_due(promised)
    response = _first_due([clock for clock in promised if clock.measure is Measure.RESPONSE])
    resolution = _first_due([clock for clock in promised if clock.measure is Measure.RESOLUTION])
    last = folded.holdings[-1] if folded.holdings else None
    holding = last if last is not None and last.ends_at is None else None
    return TicketSummary(
        first_due_at=first and first.at,
        first_due_clock=first and first.clock,
        response_due_at=response and response.at,
        resolution_due_at=resolution and resolution.at,
        breached=any(clock.breach is not None for clock in promised),
        paused=folded.is_paused,
        holder=holding and holding.holder,
        party_id=holding and holding.party_id,
    )


def _first_due(clocks: Sequence[Clock]) -> _Due | None:
    running = (clock for clock in clocks if clock.state is ClockState.RUNNING)
    return min((_Due(clock.due_at, clock.key) for clock in running if clock.due_at is not None), default=None)
