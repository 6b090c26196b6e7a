"""What is announced about costs: ids and amounts, no rows."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from wellkept_costs.rules.statements import AgreedBy
from wellkept_sdk.events import Event
from wellkept_sdk.ids import CustomerId, PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.services.costs import CostKind, CoveredBy


class CostsLineEvent(Event, frozen=True, kw_only=True):
    """What every event of a line tells; `party_id` is whose work or goods it was."""

    line_id: UUID
    ticket_id: TicketId
    kind: CostKind
    covered_by: CoveredBy
    cost: Money
    price: Money
    party_id: PartyId | None

    @property
    def subject(self) -> str:
        """Return the line that this is about."""
        return f"costs/lines/{self.line_id}"


class CostsLineAdded(CostsLineEvent, frozen=True, kw_only=True):
    """Something was spent on a ticket."""

    type: ClassVar[str] = "costs.line.added"


class CostsLineReversed(CostsLineEvent, frozen=True, kw_only=True):
    """A line does not count any more: this is its exact negative, with its own id, cost and price."""

    type: ClassVar[str] = "costs.line.reversed"
    reverses_line_id: UUID


class CostsApprovalGiven(Event, frozen=True, kw_only=True):
    """The customer approves chargeable work on a ticket up to a limit."""

    type: ClassVar[str] = "costs.approval.given"
    approval_id: UUID
    ticket_id: TicketId
    limit: Money

    @property
    def subject(self) -> str:
        """Return the ticket that this is about."""
        return f"tickets/{self.ticket_id}"


class CostsStatementEvent(Event, frozen=True, kw_only=True):
    """What every event of a statement tells."""

    statement_id: UUID
    number: int
    customer_id: CustomerId
    total: Money

    @property
    def subject(self) -> str:
        """Return the statement that this is about."""
        return f"costs/statements/{self.statement_id}"


class CostsStatementIssued(CostsStatementEvent, frozen=True, kw_only=True):
    """The customer sees the statement and is asked to answer."""

    type: ClassVar[str] = "costs.statement.issued"
    answer_due_at: datetime


class CostsStatementAgreed(CostsStatementEvent, frozen=True, kw_only=True):
    """Both sides agree; the statement never changes any more."""

    type: ClassVar[str] = "costs.statement.agreed"
    agreed_by: AgreedBy


class CostsStatementDisputed(CostsStatementEvent, frozen=True, kw_only=True):
    """The customer does not agree to some of its lines."""

    type: ClassVar[str] = "costs.statement.disputed"
    line_ids: list[UUID]


class CostsStatementAmended(CostsStatementEvent, frozen=True, kw_only=True):
    """Lines have left the statement, and the customer is asked again."""

    type: ClassVar[str] = "costs.statement.amended"
    removed_line_ids: list[UUID]
    answer_due_at: datetime


class CostsStatementSettled(CostsStatementEvent, frozen=True, kw_only=True):
    """The statement was paid."""

    type: ClassVar[str] = "costs.statement.settled"
    reference: str


class CostsStatementVoided(CostsStatementEvent, frozen=True, kw_only=True):
    """The statement is void, its lines are free for another."""

    type: ClassVar[str] = "costs.statement.voided"
    reason: str


EVENTS = (
    CostsLineAdded,
    CostsLineReversed,
    CostsApprovalGiven,
    CostsStatementIssued,
    CostsStatementAgreed,
    CostsStatementDisputed,
    CostsStatementAmended,
    CostsStatementSettled,
    CostsStatementVoided,
)
