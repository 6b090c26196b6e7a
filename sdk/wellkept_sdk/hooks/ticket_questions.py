"""What plugins can be asked about a ticket, and how they answer."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import EquipmentId, PartyId, ProjectId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sdk.services.costs import CostKind


class CandidatesQuestion(Struct, frozen=True, kw_only=True):
    """The question who could do the work of a ticket."""

    ticket: TicketRecord


class Candidate(Struct, frozen=True, kw_only=True):
    """Somebody who could do the work, with a score from 0 to 1 and its reasons in words."""

    user_id: UUID
    score: float
    reasons: Sequence[str]


class Candidates(Struct, frozen=True, kw_only=True):
    """The answer of one plugin."""

    items: Sequence[Candidate]


class SuggestionsQuestion(Struct, frozen=True, kw_only=True):
    """The question what could help with a matter, asked while it is still being written."""

    project_id: ProjectId
    equipment_id: EquipmentId | None
    text: str
    fault_code: str | None


class Suggestion(Struct, frozen=True, kw_only=True):
    """Something that could help, with where to read it."""

    title: str
    subject: str
    score: float


class Suggestions(Struct, frozen=True, kw_only=True):
    """The answer of one plugin."""

    items: Sequence[Suggestion]


class ChargesQuestion(Struct, frozen=True, kw_only=True):
    """The question what a ticket has cost so far."""

    ticket_id: TicketId


class Charge(Struct, frozen=True, kw_only=True):
    """
    One cost of a ticket, stated by the plugin that knows it.

    Args:
        source_key: makes it unique among the plugin's, and stays the same when it is stated again.
        kind: on what it was spent.
        description: in words, for whoever reads the bill.
        quantity: how much of it there was, in its unit.
        unit_cost: of one unit; None where a rate of the contract decides.
        unit_price: of one unit; None where a rate of the contract decides.
        cost: what all of it cost to the last minor unit, where that is no multiple of what one unit costs.
        occurred_on: in the days of the site.
        visit_id: of which visit.
        party_id: which outside organisation did or supplied it.
    """

    source_key: str
    kind: CostKind
    description: str
    quantity: Quantity
    unit_cost: Money | None = None
    unit_price: Money | None = None
    cost: Money | None = None
    occurred_on: date
    visit_id: UUID | None = None
    party_id: PartyId | None = None


class Charges(Struct, frozen=True, kw_only=True):
    """The answer of one plugin."""

    items: Sequence[Charge]
