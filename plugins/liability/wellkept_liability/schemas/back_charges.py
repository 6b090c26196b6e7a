"""Back-charges, as callers deal with them and as they are shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.back_charges import BackChargeAction, BackChargeStatus, SettlementMethod
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.moment import Moment
from wellkept_sdk.money import Money

NOTE_LENGTH_MAX = 2_000
REFERENCE_LENGTH_MAX = 120

Note = Annotated[str, Meta(min_length=1, max_length=NOTE_LENGTH_MAX)]
Reason = Annotated[str, Meta(min_length=1, max_length=NOTE_LENGTH_MAX)]
Reference = Annotated[str, Meta(min_length=1, max_length=REFERENCE_LENGTH_MAX)]


class LiabilityBackChargeCommand(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What every action may say.

    Args:
        occurred_at: when it happened; now, if absent.
        note: kept with the step.
    """

    occurred_at: Moment | None = None
    note: Note | None = None


class LiabilityBackChargeIssue(LiabilityBackChargeCommand, frozen=True, kw_only=True, tag_field="action", tag="issue"):
    """Show it to the party, which is asked to answer."""


class LiabilityBackChargeAccept(
    LiabilityBackChargeCommand, frozen=True, kw_only=True, tag_field="action", tag="accept"
):
    """Agree, as the party or on its behalf."""


class LiabilityBackChargeDispute(
    LiabilityBackChargeCommand, frozen=True, kw_only=True, tag_field="action", tag="dispute"
):
    """Disagree, as the party or on its behalf."""

    reason: Reason


class LiabilityBackChargeWithdraw(
    LiabilityBackChargeCommand, frozen=True, kw_only=True, tag_field="action", tag="withdraw"
):
    """Make it void; what it asked for goes into the next back-charge of the party."""

    reason: Reason


class LiabilityBackChargeSettle(
    LiabilityBackChargeCommand, frozen=True, kw_only=True, tag_field="action", tag="settle"
):
    """
    End it, once.

    Args:
        method: a credit is settled by payment or waiver only.
        retention_id: from which the whole amount is deducted; with the method `retention` only.
        reference: by what it was paid.
    """

    method: SettlementMethod
    retention_id: UUID | None = None
    reference: Reference | None = None


LiabilityBackChargeTransition = (
    LiabilityBackChargeIssue
    | LiabilityBackChargeAccept
    | LiabilityBackChargeDispute
    | LiabilityBackChargeWithdraw
    | LiabilityBackChargeSettle
)


class LiabilityBackChargeActionRead(Struct, frozen=True, kw_only=True):
    """An action: whether the status allows it, and where it leads."""

    action: BackChargeAction
    allowed: bool
    to: BackChargeStatus


class LiabilityBackChargeActions(Struct, frozen=True, kw_only=True):
    """Every action, possible or not."""

    status: BackChargeStatus
    actions: list[LiabilityBackChargeActionRead]


class LiabilityBackChargeRead(Struct, frozen=True, kw_only=True):
    """
    What one party owes us of a ticket's costs.

    Args:
        amount: below zero it is a credit.
        answer_due_at: by when the party answers.
        answered_by: whose word the present answer is.
        reason: of the dispute, or of the withdrawal.
        method: by what it was settled.
        reference: by what it was paid.
    """

    id: UUID
    number: str
    case_id: UUID
    case_number: str
    ticket_id: TicketId
    party_id: PartyId
    amount: Money
    status: BackChargeStatus
    issued_at: datetime | None
    answer_due_at: datetime | None
    answered_by: AnsweredBy | None
    reason: str | None
    method: SettlementMethod | None
    retention_id: UUID | None
    reference: str | None
    settled_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row) -> "LiabilityBackChargeRead":
        """Return a stored back-charge as it is shown; the row has `case_number` and `ticket_id` of its case too."""
        return cls(
            id=row["id"],
            number=row["number"],
            case_id=row["case_id"],
            case_number=row["case_number"],
            ticket_id=TicketId(row["ticket_id"]),
            party_id=PartyId(row["party_id"]),
            amount=Money(amount_minor=row["amount_minor"], currency=row["currency"]),
            status=BackChargeStatus(row["status"]),
            issued_at=row["issued_at"],
            answer_due_at=row["answer_due_at"],
            answered_by=None if row["answered_by"] is None else AnsweredBy(row["answered_by"]),
            reason=row["reason"],
            method=None if row["method"] is None else SettlementMethod(row["method"]),
            retention_id=row["retention_id"],
            reference=row["reference"],
            settled_at=row["settled_at"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            version=row["version"],
        )
