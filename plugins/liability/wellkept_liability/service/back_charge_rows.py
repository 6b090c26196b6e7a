"""The rows of back-charges: locked, changed with their history, and told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_liability.errors import BackChargeNotAllowed, BackChargeNotFound
from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.back_charges import DESTINATION, BackChargeAction, BackChargeStatus, allowed_actions
from wellkept_liability.tables import LiabilityBackCharge, LiabilityBackChargeStep
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money

#: Its record is the back-charge; the moment is that by which the party answers.
ANSWER_TIMER = "back_charge_answer"
_LAST_STEP: Final = (
    "SELECT occurred_at FROM liability_back_charge_step WHERE back_charge_id = ? ORDER BY id DESC LIMIT 1"
)


class Step(Struct, frozen=True, kw_only=True):
    """Something that is done to a back-charge, with the columns that it changes beside the status."""

    action: BackChargeAction
    at: datetime
    given_by: AnsweredBy
    changes: Mapping[str, Any] = {}
    reason: str | None = None
    note: str | None = None


async def locked(ctx: Ctx, back_charge_id: UUID) -> Row:
    """
    Return a back-charge that nobody else changes before the transaction ends.

    Raises:
        BackChargeNotFound: there is none.
    """
    row = await ctx.db.locked(LiabilityBackCharge, back_charge_id)
    if row is None:
        raise BackChargeNotFound
    return row


def require_allowed(row: Row, action: BackChargeAction) -> None:
    """
    Make sure that the status of a back-charge allows an action.

    Raises:
        BackChargeNotAllowed: it does not; the problem names what it allows.
    """
    if action not in allowed_actions(BackChargeStatus(row["status"])):
        raise not_allowed(row)


def not_allowed(row: Row) -> BackChargeNotAllowed:
    """Return the failure that a back-charge does not allow something, with what its status allows."""
    allowed = [action.value for action in allowed_actions(BackChargeStatus(row["status"]))]
    return BackChargeNotAllowed(back_charge_status=row["status"], allowed=allowed)


async def last_step_at(ctx: Ctx, back_charge_id: UUID) -> datetime | None:
    """Return when the last step of a back-charge happened; None where nothing was done to it yet."""
    row = await ctx.db.fetch_one(_LAST_STEP, back_charge_id)
    return None if row is None else row["occurred_at"]


async def take(ctx: Ctx, before: Row, step: Step) -> Row:
    """Do a step to a locked back-charge, keep it in the history and the audit, and return the row as it is then."""
    status = DESTINATION[step.action].value
    row = await ctx.db.update(LiabilityBackCharge, before["id"], changes={**step.changes, "status": status})
    await ctx.db.insert(
        LiabilityBackChargeStep,
        back_charge_id=row["id"],
        action=step.action.value,
        from_status=before["status"],
        to_status=status,
        given_by=step.given_by.value,
        reason=step.reason,
        note=step.note,
        actor_id=ctx.actor.id,
        occurred_at=step.at,
        recorded_at=ctx.at,
    )
    await ctx.audit(
        f"liability.back_charge.{status}",
        subject=f"liability/back-charges/{row['id']}",
        before={"status": before["status"]},
        after={"status": status, "reason": step.reason, "given_by": step.given_by.value},
    )
    if before["status"] == BackChargeStatus.ISSUED:
        await ctx.timers.cancel(ANSWER_TIMER, row["id"])
    return row


def amount_of(row: Row) -> Money:
    """Return the amount of a stored back-charge."""
    return Money(amount_minor=row["amount_minor"], currency=row["currency"])


def told(row: Row) -> dict[str, Any]:
    """Return what every event of a back-charge tells, those of `LiabilityBackChargeEvent`."""
    return {
        "back_charge_id": row["id"],
        "number": row["number"],
        "case_id": row["case_id"],
        "party_id": PartyId(row["party_id"]),
        "amount": amount_of(row),
    }
