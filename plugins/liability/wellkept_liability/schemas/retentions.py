"""Money held back, as callers deal with it and as it is shown."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.retention import (
    CheckResult,
    RetentionAction,
    RetentionDirection,
    RetentionEntryKind,
    RetentionStart,
    RetentionStatus,
)
from wellkept_liability.schemas.back_charges import Note, Reason, Reference
from wellkept_liability.terms import WHOLE_BP
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId, ProjectId
from wellkept_sdk.moment import Moment
from wellkept_sdk.money import Money


class LiabilityRetentionCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Hold back a part of a project's price.

    Args:
        direction: whether we hold a party's money, or the customer ours.
        party_id: whose money it is; None is the customer's side.
        settlement_price: of which a part is held back, more than zero.
        rate_bp: which part, in hundredths of a percent, at most the cap of the terms.
        amount: what is held back, guarantees included; without it the rate's part of the price, rounded down.
        fixed_on: from when, with the start rule `fixed` only.
        completion_reported_on: when completion was reported; 90 days later it starts without an acceptance.
        months: for how long, at most what the terms allow.
    """

    direction: RetentionDirection
    settlement_price: Money
    rate_bp: Annotated[int, Meta(ge=0, le=WHOLE_BP)]
    months: Annotated[int, Meta(ge=1)]
    party_id: PartyId | None = None
    amount: Money | None = None
    start_rule: RetentionStart = RetentionStart.ACCEPTANCE
    fixed_on: date | None = None
    completion_reported_on: date | None = None
    reference: Reference | None = None


class LiabilityDeductionCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Take a part of what is held back for good.

    Args:
        amount: more than zero, at most the balance.
        back_charge_id: the back-charge of the party that this settles; the amount is the whole of it.
    """

    amount: Money
    reason: Reason
    back_charge_id: UUID | None = None
    occurred_at: Moment | None = None


class LiabilityRetentionCommand(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What every step may say.

    Args:
        occurred_at: when it happened; now, if absent.
        note: kept with the step.
    """

    occurred_at: Moment | None = None
    note: Note | None = None


class LiabilityRetentionRequest(
    LiabilityRetentionCommand, frozen=True, kw_only=True, tag_field="action", tag="request_release"
):
    """Ask for the money, on or after `ends_on`."""


class LiabilityRetentionCheck(LiabilityRetentionCommand, frozen=True, kw_only=True, tag_field="action", tag="check"):
    """
    Say what came out of the check.

    Args:
        result: whether the money is released.
        deduct: what is taken off it for good.
    """

    result: CheckResult
    reason: Reason | None = None
    deduct: Money | None = None


class LiabilityRetentionRemind(LiabilityRetentionCommand, frozen=True, kw_only=True, tag_field="action", tag="remind"):
    """Remind of a check that is overdue; silence then counts as agreement."""


class LiabilityRetentionPay(LiabilityRetentionCommand, frozen=True, kw_only=True, tag_field="action", tag="pay"):
    """Pay the whole balance."""

    reference: Reference


LiabilityRetentionTransition = (
    LiabilityRetentionRequest | LiabilityRetentionCheck | LiabilityRetentionRemind | LiabilityRetentionPay
)


class LiabilityRetentionActionRead(Struct, frozen=True, kw_only=True):
    """A step: whether the status allows it; a day or moment before which it is too early is checked with the step."""

    action: RetentionAction
    allowed: bool


class LiabilityRetentionActions(Struct, frozen=True, kw_only=True):
    """Every step, possible or not."""

    status: RetentionStatus
    actions: list[LiabilityRetentionActionRead]


class LiabilityRetentionEntryRead(Struct, frozen=True, kw_only=True):
    """
    One dated act.

    Args:
        amount: what was withheld, deducted or paid.
        back_charge_id: which a deduction settled.
        by: whose act it was; silence is nobody's.
        note: for our own house.
    """

    position: int
    kind: RetentionEntryKind
    amount: Money | None
    back_charge_id: UUID | None
    by: AnsweredBy
    reason: str | None
    reference: str | None
    note: str | None
    occurred_at: datetime

    @classmethod
    def of(cls, row: Row, *, currency: str, is_outside: bool) -> "LiabilityRetentionEntryRead":
        """
        Return a stored entry of a retention as it is shown.

        Args:
            row: as it is stored.
            currency: of the retention.
            is_outside: whether a customer or partner looks.
        """
        amount_minor = row["amount_minor"]
        return cls(
            position=row["position"],
            kind=RetentionEntryKind(row["kind"]),
            amount=None if amount_minor is None else Money(amount_minor=amount_minor, currency=currency),
            back_charge_id=row["back_charge_id"],
            by=AnsweredBy(row["given_by"]),
            reason=row["reason"],
            reference=row["reference"],
            note=None if is_outside else row["note"],
            occurred_at=row["occurred_at"],
        )


class LiabilityRetentionRead(Struct, frozen=True, kw_only=True):
    """
    Money held back.

    Args:
        amount: what was withheld.
        balance: what is left of it after deductions and the payment.
        starts_on: None until it is known.
        ends_on: exclusive: the first day on which it may be asked for; None until the start is known.
        step_due_at: by when the check, the answer to the reminder or the payment is due.
        entries: what happened, oldest first.
    """

    id: UUID
    number: str
    project_id: ProjectId
    direction: RetentionDirection
    party_id: PartyId | None
    settlement_price: Money
    rate_bp: int
    amount: Money
    balance: Money
    start_rule: RetentionStart
    fixed_on: date | None
    completion_reported_on: date | None
    months: int
    starts_on: date | None
    ends_on: date | None
    status: RetentionStatus
    step_due_at: datetime | None
    reference: str | None
    entries: list[LiabilityRetentionEntryRead]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row, entries: Sequence[Row], *, is_outside: bool) -> "LiabilityRetentionRead":
        """
        Return a stored retention as it is shown.

        Args:
            row: as it is stored.
            entries: what happened to it, oldest first.
            is_outside: whether a customer or partner looks.
        """
        currency = row["currency"]
        return cls(
            id=row["id"],
            number=row["number"],
            project_id=ProjectId(row["project_id"]),
            direction=RetentionDirection(row["direction"]),
            party_id=None if row["party_id"] is None else PartyId(row["party_id"]),
            settlement_price=Money(amount_minor=row["settlement_price_minor"], currency=currency),
            rate_bp=row["rate_bp"],
            amount=Money(amount_minor=row["amount_minor"], currency=currency),
            balance=Money(amount_minor=row["balance_minor"], currency=currency),
            start_rule=RetentionStart(row["start_rule"]),
            fixed_on=row["fixed_on"],
            completion_reported_on=row["completion_reported_on"],
            months=row["months"],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            status=RetentionStatus(row["status"]),
            step_due_at=row["step_due_at"],
            reference=row["reference"],
            entries=[
                LiabilityRetentionEntryRead.of(entry, currency=currency, is_outside=is_outside) for entry in entries
            ],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            version=row["version"],
        )
