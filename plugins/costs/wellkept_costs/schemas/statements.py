"""Statements with their lines, as callers draw them up, move and read them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from wellkept_costs.rules.statements import AgreedBy, StatementAction, StatementStatus
from wellkept_costs.schemas.approvals import CostsEvidence
from wellkept_costs.schemas.lines import Reason
from wellkept_sdk.db import Row
from wellkept_sdk.ids import CustomerId, ProjectId, TicketId
from wellkept_sdk.moment import Moment
from wellkept_sdk.money import Currency, Money
from wellkept_sdk.quantity import QuantityText, UnitCode, decimal_of
from wellkept_sdk.services.costs import CostKind

#: Lines that one action names.
NAMED_MAX: Final = 1_000
_TEXT_MAX: Final = 120

Reference = Annotated[str, Meta(min_length=1, max_length=_TEXT_MAX)]


class CostsStatementCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Draw up what a customer has to settle.

    Args:
        project_id: of its tickets alone; of all, if absent.
        to_on: the first day that does not belong to the period.
        currency: that of the customer's, or project's, latest ticket with costs, if absent.
    """

    customer_id: CustomerId
    project_id: ProjectId | None = None
    from_on: date
    to_on: date
    currency: Currency | None = None


class CostsStatementStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action"):
    """
    What every action says.

    Args:
        occurred_at: when it happened; now, if absent. Not in the future, and not before what happened last.
    """

    occurred_at: Moment | None = None


class CostsStatementIssue(CostsStatementStep, frozen=True, kw_only=True, tag="issue"):
    """Show it to the customer, who is asked to answer."""


class CostsStatementAgree(CostsStatementStep, frozen=True, kw_only=True, tag="agree"):
    """Agree to it, as the customer or on its behalf."""

    evidence: CostsEvidence | None = None


class CostsDisputedLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line that the customer does not agree to."""

    line_id: UUID
    reason: Reason


class CostsStatementDispute(CostsStatementStep, frozen=True, kw_only=True, tag="dispute"):
    """Do not agree to some of its lines."""

    lines: Annotated[list[CostsDisputedLine], Meta(min_length=1, max_length=NAMED_MAX)]


class CostsStatementAmend(CostsStatementStep, frozen=True, kw_only=True, tag="amend"):
    """Ask the customer again, without some lines, which are free for another statement."""

    remove_line_ids: Annotated[list[UUID], Meta(max_length=NAMED_MAX)]


class CostsStatementSettle(CostsStatementStep, frozen=True, kw_only=True, tag="settle"):
    """Say by what it was paid."""

    reference: Reference


class CostsStatementVoid(CostsStatementStep, frozen=True, kw_only=True, tag="void"):
    """Let it not count; its lines are free for another."""

    reason: Reason


CostsStatementTransition = (
    CostsStatementIssue
    | CostsStatementAgree
    | CostsStatementDispute
    | CostsStatementAmend
    | CostsStatementSettle
    | CostsStatementVoid
)


class CostsStatementActionRead(Struct, frozen=True, kw_only=True):
    """An action: whether status and caller allow it, and where it leads."""

    action: StatementAction
    allowed: bool
    to: StatementStatus


class CostsStatementActions(Struct, frozen=True, kw_only=True):
    """Every action, possible or not."""

    status: StatementStatus
    actions: list[CostsStatementActionRead]


class CostsStatementLineRead(Struct, frozen=True, kw_only=True):
    """
    A line on a statement.

    Args:
        amount: below zero for what is taken back.
        dispute: why the customer does not agree to it.
    """

    line_id: UUID
    ticket_id: TicketId | None
    ticket_number: str | None
    number: int
    kind: CostKind
    description: str
    quantity: QuantityText
    unit: UnitCode
    occurred_on: date
    reverses_line_id: UUID | None
    amount: Money
    dispute: str | None

    @classmethod
    def of(cls, row: Row) -> "CostsStatementLineRead":
        """Return a line with its place on a statement as it is shown."""
        return cls(
            line_id=row["line_id"],
            ticket_id=row["ticket_id"],
            ticket_number=row["ticket_number"],
            number=row["number"],
            kind=CostKind(row["kind"]),
            description=row["description"],
            quantity=decimal_of(row["quantity_milli"]),
            unit=row["unit"],
            occurred_on=row["occurred_on"],
            reverses_line_id=row["reverses_line_id"],
            amount=Money(amount_minor=row["amount_minor"], currency=row["currency"]),
            dispute=row["dispute"],
        )


class CostsStatementItem(Struct, frozen=True, kw_only=True):
    """
    What a customer and we settle for a period, without its lines.

    Args:
        to_on: the first day that does not belong to the period.
        total: the sum of its lines; below zero it is a credit.
        issued_at: when the customer was asked last.
        answer_due_at: until when it is asked to answer.
        reference: by what it was paid.
    """

    id: UUID
    number: int
    customer_id: CustomerId
    project_id: ProjectId | None
    currency: Currency
    from_on: date
    to_on: date
    status: StatementStatus
    total: Money
    issued_at: datetime | None
    answer_due_at: datetime | None
    agreed_at: datetime | None
    agreed_by: AgreedBy | None
    settled_at: datetime | None
    reference: str | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row) -> "CostsStatementItem":
        """Return a stored statement as it is listed."""
        return msgspec.convert(_document(row), cls)


class CostsStatementRead(CostsStatementItem, frozen=True, kw_only=True):
    """What a customer and we settle for a period, with its lines in the order of their recording."""

    lines: list[CostsStatementLineRead]

    @classmethod
    def with_lines(cls, row: Row, lines: Sequence[Row]) -> "CostsStatementRead":
        """Return a stored statement as it is shown."""
        return msgspec.convert({**_document(row), "lines": [CostsStatementLineRead.of(each) for each in lines]}, cls)


def _document(row: Row) -> Row:
    shown = {name: row[name] for name in CostsStatementItem.__struct_fields__ if name != "total"}
    return {**shown, "total": Money(amount_minor=row["total_minor"], currency=row["currency"])}
