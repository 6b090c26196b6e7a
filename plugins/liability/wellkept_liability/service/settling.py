"""How back-charges end: paid, deducted from what we hold back, set off against what we owe, or waived."""

from datetime import datetime
from typing import Final
from uuid import UUID

from wellkept_liability.errors import RetentionOfAnother
from wellkept_liability.events.money import LiabilityBackChargeSettled
from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.back_charges import BackChargeAction, SettlementMethod, settles
from wellkept_liability.rules.retention import RetentionDirection
from wellkept_liability.schemas.back_charges import LiabilityBackChargeSettle
from wellkept_liability.service import back_charge_rows as rows
from wellkept_liability.service import retention_rows
from wellkept_liability.service.back_charge_rows import Step
from wellkept_liability.service.retention_rows import Deduction
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import invalid, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.consignment import CONSIGNMENT

#: Where a transition names the retention.
RETENTION_POINTER: Final = "/retention_id"


async def settle(
    ctx: Ctx,
    before: Row,
    command: LiabilityBackChargeSettle,
    *,
    at: datetime,
    reason: str | None = None,
    pointer: str = RETENTION_POINTER,
) -> Row:
    """
    End a locked back-charge whose status allows it, and return it as it is then; what pays it joins the transaction.

    Args:
        ctx: for the ticket of the back-charge.
        before: the back-charge.
        command: by what it ends.
        at: when it ends.
        reason: of a deduction, which the party reads too; None names the back-charge.
        pointer: where the request says which retention pays which back-charge.

    Raises:
        Invalid: no retention is named where one pays, or one that cannot pay it.
        BackChargeNotAllowed: it is a credit, for which nothing can be taken.
        RetentionInsufficient: not so much is held back.
        ServiceInactive: consignment is not active for the ticket.
        Conflict: the party has no consignment agreement in that currency.
    """
    if not settles(command.method, amount_minor=before["amount_minor"]):
        raise rows.not_allowed(before)
    _require_retention_if_it_pays(command, pointer)
    if command.retention_id is not None:
        deduction = Deduction(
            amount_minor=before["amount_minor"],
            at=at,
            back_charge_id=before["id"],
            reason=reason or before["number"],
        )
        await _deduct(ctx, before, command.retention_id, deduction, pointer=pointer)
    if command.method is SettlementMethod.CONSIGNMENT:
        await ctx.service(CONSIGNMENT).set_off(
            party_id=PartyId(before["party_id"]), back_charge_id=before["id"], amount=rows.amount_of(before)
        )
    step = Step(
        action=BackChargeAction.SETTLE,
        at=at,
        given_by=AnsweredBy.STAFF,
        changes={
            "method": command.method.value,
            "retention_id": command.retention_id,
            "reference": command.reference,
            "settled_at": at,
        },
        note=command.note,
    )
    row = await rows.take(ctx, before, step)
    await ctx.emit(LiabilityBackChargeSettled(**rows.told(row), method=command.method.value))
    return row


def _require_retention_if_it_pays(command: LiabilityBackChargeSettle, pointer: str) -> None:
    pays = command.method is SettlementMethod.RETENTION
    if pays and command.retention_id is None:
        raise invalid(pointer, "required", "It is not said from what is deducted.")
    if not pays and command.retention_id is not None:
        raise invalid(pointer, "unexpected", "Nothing is deducted by this method.")


async def _deduct(ctx: Ctx, back_charge: Row, retention_id: UUID, deduction: Deduction, *, pointer: str) -> None:
    """Take the whole amount off a retention; back-charges are locked before retentions, always."""
    retention = await retention_rows.locked_or_none(ctx, retention_id)
    if retention is None:
        raise unknown_reference(pointer, "retention")
    payable = (RetentionDirection.HELD_BY_US.value, back_charge["party_id"], back_charge["currency"])
    if (retention["direction"], retention["party_id"], retention["currency"]) != payable:
        raise RetentionOfAnother.at(pointer)
    await retention_rows.deduct(ctx, retention, deduction)
