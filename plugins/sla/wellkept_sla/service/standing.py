"""What is known of a ticket when it is folded, and what comes of it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import ClockId, CustomerId, ProjectId, TicketId, uuid7
from wellkept_sla.queries.tickets import TicketRow
from wellkept_sla.rules.cache import Changes
from wellkept_sla.rules.clocks import Clock, Folded, ThresholdMoment
from wellkept_sla.rules.facts import Fact
from wellkept_sla.rules.stored import Stored
from wellkept_sla.rules.summary import summary

NOTHING_STORED = Stored()


class Standing(Struct, frozen=True, kw_only=True):
    """
    A ticket before it is folded.

    Args:
        ticket_id: which.
        customer_id: whose.
        project_id: where.
        facts: all that are known, the new ones among them, in the order of recording.
        recorded: the new ones.
        stored: its rows so far.
        row: its row as a whole so far; None for a ticket that never had clocks.
    """

    ticket_id: TicketId
    customer_id: CustomerId
    project_id: ProjectId
    facts: Sequence[Fact]
    recorded: Sequence[Fact]
    stored: Stored = NOTHING_STORED
    row: TicketRow | None = None


class Outcome(Struct, frozen=True, kw_only=True):
    """
    A ticket after it was folded.

    Args:
        before: what was known.
        folded: its clocks.
        changes: what is to be written.
        came: moments of thresholds that have come since, by clock.
        clock_ids: of every clock, by code and number.
        breach_ids: of the breaches that are to be written, in their order.
        row: its row as a whole from now on.
    """

    before: Standing
    folded: Folded
    changes: Changes
    came: Sequence[tuple[Clock, ThresholdMoment]]
    clock_ids: Mapping[tuple[str, int], ClockId]
    breach_ids: Sequence[UUID]
    row: TicketRow

    @property
    def ticket_id(self) -> TicketId:
        """Return which ticket it is."""
        return self.before.ticket_id

    @property
    def facts(self) -> Sequence[Fact]:
        """Return all facts in the order of recording."""
        return self.before.facts

    @property
    def recorded(self) -> Sequence[Fact]:
        """Return the new facts."""
        return self.before.recorded

    @property
    def row_before(self) -> TicketRow | None:
        """Return its row as a whole until now."""
        return self.before.row

    @property
    def is_first(self) -> bool:
        """True where the ticket had no clocks until now."""
        return self.before.row is None

    @property
    def escalates(self) -> bool:
        """True if a threshold has come that asks for the ticket's escalation, and its clock still runs."""
        return any(moment.escalate and clock.is_open for clock, moment in self.came)

    def fact_id(self, position: int) -> UUID | None:
        """Return the id of the fact at a position."""
        return self.facts[position - 1].id


def row_of(standing: Standing, folded: Folded, *, clock_ids: Mapping[tuple[str, int], ClockId]) -> TicketRow:
    """Return the row of a ticket as a whole."""
    shown = summary(folded)
    return TicketRow(
        ticket_id=standing.ticket_id,
        customer_id=standing.customer_id,
        project_id=standing.project_id,
        first_due_at=shown.first_due_at,
        first_due_clock_id=None if shown.first_due_clock is None else clock_ids[shown.first_due_clock],
        response_due_at=shown.response_due_at,
        resolution_due_at=shown.resolution_due_at,
        breached=shown.breached,
        paused=shown.paused,
        holder=shown.holder,
        party_id=shown.party_id,
        next_at=folded.next_at,
    )


def ids_of(stored: Stored, folded: Folded) -> dict[tuple[str, int], ClockId]:
    """Return the ids of all clocks, by code and number: those that are stored, and new ones for the others."""
    known = {row.key: row.id for row in stored.clocks}
    return {**known, **{clock.key: ClockId(uuid7()) for clock in folded.clocks if clock.key not in known}}
