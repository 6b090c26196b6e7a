"""Statements with their lines, as callers draw them up, answer them, and as they are shown."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_consignment.rules.answers import Answer, AnsweredHow, Outcome
from wellkept_consignment.rules.statements import StatementAction, StatementStatus
from wellkept_consignment.schemas.lines import ConsignmentLineRead
from wellkept_consignment.schemas.prices import Reason
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import QuantityText, decimal_of

#: Answers and outcomes of one request.
ANSWERS_MAX: Final = 200
_TEXT_MAX: Final = 120

Reference = Annotated[str, Meta(min_length=1, max_length=_TEXT_MAX)]


class ConsignmentStatementCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Draw up what an agreement has to settle.

    Args:
        period_to: the first local day that does not belong to it; tomorrow at the latest.
    """

    agreement_id: UUID
    period_from: date
    period_to: date


class ConsignmentStatementIssue(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="issue"
):
    """Show it to the supplier, who is asked to answer."""


class ConsignmentStatementAgree(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="agree"
):
    """Hold that both sides agree; every line is confirmed."""


class ConsignmentStatementCancel(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="cancel"
):
    """Make it void; its lines are free for another."""

    reason: Reason


class ConsignmentStatementClose(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="close"
):
    """Say by what, and on which day, it was paid."""

    reference: Reference
    paid_on: date


ConsignmentStatementTransition = (
    ConsignmentStatementIssue | ConsignmentStatementAgree | ConsignmentStatementCancel | ConsignmentStatementClose
)


class ConsignmentStatementActionRead(Struct, frozen=True, kw_only=True):
    """An action: whether the status allows it, and where it leads."""

    action: StatementAction
    allowed: bool
    to: StatementStatus


class ConsignmentStatementActions(Struct, frozen=True, kw_only=True):
    """Every action, possible or not."""

    status: StatementStatus
    actions: list[ConsignmentStatementActionRead]


class ConsignmentStatementRead(Struct, frozen=True, kw_only=True):
    """
    What both sides settle for a period.

    Args:
        total: the sum of its lines; while it is a draft, of those that have a price.
        line_count: how many lines stand on it.
        unpriced: how many of them have no price yet.
        answer_due_on: the last local day for the supplier's answer.
        reference: by what it was paid.
    """

    id: UUID
    number: str
    agreement_id: UUID
    party_id: PartyId
    period_from: date
    period_to: date
    status: StatementStatus
    total: Money
    line_count: int
    pending: int
    confirmed: int
    disputed: int
    unpriced: int
    issued_at: datetime | None
    answer_due_on: date | None
    agreed_at: datetime | None
    paid_on: date | None
    reference: str | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row, count: Row) -> "ConsignmentStatementRead":
        """
        Return a stored statement as it is shown.

        Args:
            row: as it is stored.
            count: its lines, counted.
        """
        is_draft = row["status"] == StatementStatus.DRAFT
        total_minor = int(count.get("total_minor") or 0) if is_draft else row["total_minor"]
        return cls(
            id=row["id"],
            number=row["number"],
            agreement_id=row["agreement_id"],
            party_id=PartyId(row["party_id"]),
            period_from=row["period_from"],
            period_to=row["period_to"],
            status=StatementStatus(row["status"]),
            total=Money(amount_minor=total_minor, currency=row["currency"]),
            line_count=count.get("line_count") or 0,
            pending=count.get("pending") or 0,
            confirmed=count.get("confirmed") or 0,
            disputed=count.get("disputed") or 0,
            unpriced=count.get("unpriced") or 0,
            issued_at=row["issued_at"],
            answer_due_on=row["answer_due_on"],
            agreed_at=row["agreed_at"],
            paid_on=row["paid_on"],
            reference=row["reference"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            version=row["version"],
        )


class ConsignmentStatementLineRead(Struct, frozen=True, kw_only=True):
    """
    A line on a statement, with the supplier's answer.

    Args:
        late: whether it occurred before the period.
        party_quantity: what the supplier says it was.
        note: why the dispute ended so.
    """

    id: UUID
    line: ConsignmentLineRead
    late: bool
    answer: Answer
    reason: str | None
    party_quantity: QuantityText | None
    party_amount: Money | None
    outcome: Outcome | None
    note: str | None
    answered_how: AnsweredHow | None
    answered_at: datetime | None

    @classmethod
    def of(cls, row: Row, *, is_outside: bool) -> "ConsignmentStatementLineRead":
        """
        Return a stored line as it is shown.

        Args:
            row: of the line, with those of its place on the statement under names that begin with `on_`.
            is_outside: whether a supplier looks.
        """
        quantity, amount = row["on_party_quantity_milli"], row["on_party_amount_minor"]
        return cls(
            id=row["on_id"],
            line=ConsignmentLineRead.of(row, is_outside=is_outside),
            late=bool(row["on_late"]),
            answer=Answer(row["on_answer"]),
            reason=row["on_reason"],
            party_quantity=None if quantity is None else decimal_of(quantity),
            party_amount=None if amount is None else Money(amount_minor=amount, currency=row["currency"]),
            outcome=None if row["on_outcome"] is None else Outcome(row["on_outcome"]),
            note=row["on_note"],
            answered_how=None if row["on_answered_how"] is None else AnsweredHow(row["on_answered_how"]),
            answered_at=row["on_answered_at"],
        )
