"""What is announced about suppliers' stock: ids and amounts, no rows. `party_id` tells partners what is their own."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money
from wellkept_sdk.services.consignment import LineKind


class ConsignmentAgreementEvent(Event, frozen=True, kw_only=True):
    """What every event of an agreement tells."""

    agreement_id: UUID
    number: str
    party_id: PartyId

    @property
    def subject(self) -> str:
        """Return the agreement that this is about."""
        return f"consignment/agreements/{self.agreement_id}"


class ConsignmentAgreementActivated(ConsignmentAgreementEvent, frozen=True, kw_only=True):
    """Stock may come in under the agreement."""

    type: ClassVar[str] = "consignment.agreement.activated"


class ConsignmentAgreementSuspended(ConsignmentAgreementEvent, frozen=True, kw_only=True):
    """No stock comes in any more, until the agreement is resumed; use goes on."""

    type: ClassVar[str] = "consignment.agreement.suspended"


class ConsignmentAgreementEnded(ConsignmentAgreementEvent, frozen=True, kw_only=True):
    """No stock comes in any more; what is left is used, given back or bought out."""

    type: ClassVar[str] = "consignment.agreement.ended"


class ConsignmentPriceRecorded(ConsignmentAgreementEvent, frozen=True, kw_only=True):
    """A part has a price for some days; `corrections` is how many lines it corrected."""

    type: ClassVar[str] = "consignment.price.recorded"
    part_id: UUID
    version: int
    valid_from: date
    valid_to: date | None
    unit_price: Money
    corrections: int


class ConsignmentLineEvent(Event, frozen=True, kw_only=True):
    """What every event of a line tells."""

    line_id: UUID
    agreement_id: UUID
    party_id: PartyId
    kind: LineKind
    amount: Money | None

    @property
    def subject(self) -> str:
        """Return the line that this is about."""
        return f"consignment/lines/{self.line_id}"


class ConsignmentLineRecorded(ConsignmentLineEvent, frozen=True, kw_only=True):
    """Something is owed, or not owed any more."""

    type: ClassVar[str] = "consignment.line.recorded"


class ConsignmentLinePriced(ConsignmentLineEvent, frozen=True, kw_only=True):
    """A line that had no price has got one."""

    type: ClassVar[str] = "consignment.line.priced"


class ConsignmentStatementEvent(Event, frozen=True, kw_only=True):
    """What every event of a statement tells."""

    statement_id: UUID
    number: str
    agreement_id: UUID
    party_id: PartyId
    total: Money

    @property
    def subject(self) -> str:
        """Return the statement that this is about."""
        return f"consignment/statements/{self.statement_id}"


class ConsignmentStatementDrafted(ConsignmentStatementEvent, frozen=True, kw_only=True):
    """A statement was drawn up; the supplier does not see it yet."""

    type: ClassVar[str] = "consignment.statement.drafted"


class ConsignmentStatementIssued(ConsignmentStatementEvent, frozen=True, kw_only=True):
    """The supplier sees the statement and is asked to answer."""

    type: ClassVar[str] = "consignment.statement.issued"
    answer_due_on: date


class ConsignmentStatementAnswered(ConsignmentStatementEvent, frozen=True, kw_only=True):
    """Lines were confirmed or disputed."""

    type: ClassVar[str] = "consignment.statement.answered"
    pending: int
    disputed: int


class ConsignmentStatementAgreed(ConsignmentStatementEvent, frozen=True, kw_only=True):
    """Both sides agree; the statement never changes any more."""

    type: ClassVar[str] = "consignment.statement.agreed"


class ConsignmentStatementClosed(ConsignmentStatementEvent, frozen=True, kw_only=True):
    """The statement was paid."""

    type: ClassVar[str] = "consignment.statement.closed"


class ConsignmentStatementCancelled(ConsignmentStatementEvent, frozen=True, kw_only=True):
    """The statement is void, its lines are free for another."""

    type: ClassVar[str] = "consignment.statement.cancelled"


class ConsignmentStatementAnswerLapsed(ConsignmentStatementEvent, frozen=True, kw_only=True):
    """The supplier did not answer in time; `confirmed` tells how many lines its silence confirmed."""

    type: ClassVar[str] = "consignment.statement.answer_lapsed"
    confirmed: int


class ConsignmentStockAged(Event, frozen=True, kw_only=True):
    """Stock has lain longer than was agreed; `action` is what was agreed for that."""

    type: ClassVar[str] = "consignment.stock.aged"
    agreement_id: UUID
    party_id: PartyId
    part_id: UUID
    location_id: UUID
    quantity: str
    received_on: date
    age_days: int
    action: str

    @property
    def subject(self) -> str:
        """Return the agreement that this is about."""
        return f"consignment/agreements/{self.agreement_id}"


EVENTS = (
    ConsignmentAgreementActivated,
    ConsignmentAgreementSuspended,
    ConsignmentAgreementEnded,
    ConsignmentPriceRecorded,
    ConsignmentLineRecorded,
    ConsignmentLinePriced,
    ConsignmentStatementDrafted,
    ConsignmentStatementIssued,
    ConsignmentStatementAnswered,
    ConsignmentStatementAgreed,
    ConsignmentStatementClosed,
    ConsignmentStatementCancelled,
    ConsignmentStatementAnswerLapsed,
    ConsignmentStockAged,
)
