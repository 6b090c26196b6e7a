"""Parts of what is held back are taken for good."""

from uuid import UUID

from wellkept_liability.errors import (
    BackChargeNotFound,
    BackChargeNotWhole,
    RetentionCurrencyMismatch,
    RetentionNotFound,
)
from wellkept_liability.queries import back_charges as charge_queries
from wellkept_liability.queries import retentions as queries
from wellkept_liability.rules.back_charges import BackChargeAction, SettlementMethod
from wellkept_liability.schemas.back_charges import LiabilityBackChargeSettle
from wellkept_liability.schemas.retentions import LiabilityDeductionCreate, LiabilityRetentionRead
from wellkept_liability.service import back_charge_rows, settling
from wellkept_liability.service import retention_rows as rows
from wellkept_liability.service.moments import moment_of
from wellkept_liability.service.retention_rows import Deduction
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import invalid, unknown_reference
from wellkept_sdk.money import Money

_BACK_CHARGE = "/back_charge_id"


async def deduct(
    ctx: Ctx, project_id: UUID, retention_id: UUID, data: LiabilityDeductionCreate
) -> LiabilityRetentionRead:
    """
    Take a part of what is held back for good; a back-charge that is named is settled by it in the same transaction.

    Raises:
        RetentionNotFound: the project has no such retention.
        Invalid: the amount is not more than zero, in another currency, or not the whole of the back-charge; or the
            back-charge is unknown or another party's.
        RetentionInsufficient: not so much is held back.
        BackChargeNotAllowed: the back-charge's status does not allow that it is settled.
    """
    await queries.visible(ctx, project_id, retention_id)
    async with ctx.db.transaction():
        if data.back_charge_id is not None:
            await _settle(ctx, retention_id, data, data.back_charge_id)
            return await queries.retention(ctx, project_id, retention_id)
        before = await rows.locked_or_none(ctx, retention_id)
        if before is None:
            raise RetentionNotFound
        row = await rows.deduct(ctx, before, deduction_of(ctx, before, data))
        return await queries.read(ctx, row)


def deduction_of(ctx: Ctx, retention: Row, data: LiabilityDeductionCreate) -> Deduction:
    """
    Return what a request asks to take off a retention.

    Raises:
        Invalid: the amount is not more than zero or in another currency, or the moment is wrong.
    """
    require_deductible(data.amount, retention, pointer="/amount")
    at = moment_of(ctx, data.occurred_at)
    return Deduction(amount_minor=data.amount.amount_minor, at=at, reason=data.reason)


def require_deductible(amount: Money, retention: Row, *, pointer: str) -> None:
    """
    Make sure that an amount could be taken off a retention, as far as its balance reaches.

    Raises:
        Invalid: it is not more than zero, or in another currency.
    """
    if amount.currency != retention["currency"]:
        raise RetentionCurrencyMismatch.at(f"{pointer}/currency")
    if amount.amount_minor <= 0:
        raise invalid(f"{pointer}/amount_minor", "too_small", "Must be more than zero.")


async def _settle(ctx: Ctx, retention_id: UUID, data: LiabilityDeductionCreate, back_charge_id: UUID) -> None:
    try:
        await charge_queries.visible(ctx, back_charge_id)
    except BackChargeNotFound:
        raise unknown_reference(_BACK_CHARGE, "back-charge") from None
    charge = await back_charge_rows.locked(ctx, back_charge_id)
    back_charge_rows.require_allowed(charge, BackChargeAction.SETTLE)
    if back_charge_rows.amount_of(charge) != data.amount:
        raise BackChargeNotWhole.at("/amount")
    command = LiabilityBackChargeSettle(method=SettlementMethod.RETENTION, retention_id=retention_id)
    at = moment_of(ctx, data.occurred_at, since=await back_charge_rows.last_step_at(ctx, charge["id"]))
    await settling.settle(ctx, charge, command, at=at, reason=data.reason, pointer=_BACK_CHARGE)
