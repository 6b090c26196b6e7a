"""What plugins can be asked about a ticket, and how they answer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import EquipmentId, ProjectId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.records.tickets import TicketRecord


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
        reference: makes it unique among the plugin's.
        kind: such as `parts`, `labour`, `travel`.
        amount: what it comes to; None where a rate of the contract decides.
        quantity: how much of it there was.
        unit: of the quantity, such as `h` and `km`.
        occurred_at: when.
    """

    reference: str
    kind: str
    amount: Money | None
    quantity: Quantity | None = None
    unit: str | None = None
    occurred_at: datetime


class Charges(Struct, frozen=True, kw_only=True):
    """The answer of one plugin."""

    items: Sequence[Charge]
