"""What is done to back-charges: issued, accepted, disputed, withdrawn, settled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from wellkept_liability.errors import BackChargeAnswerTooLate
from wellkept_liability.events.money import (
    LiabilityBackChargeAccepted,
    LiabilityBackChargeDisputed,
    LiabilityBackChargeIssued,
    LiabilityBackChargeWithdrawn,
)
from wellkept_liability.permissions import ANSWER, DECIDE
from wellkept_liability.queries import back_charges as queries
from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.back_charges import (
    ANSWERS,
    DESTINATION,
    BackChargeAction,
    BackChargeStatus,
    allowed_actions,
    is_too_late,
)
from wellkept_liability.rules.retention import after_days
from wellkept_liability.schemas.back_charges import (
    LiabilityBackChargeAccept,
    LiabilityBackChargeActionRead,
    LiabilityBackChargeActions,
    LiabilityBackChargeDispute,
    LiabilityBackChargeIssue,
    LiabilityBackChargeRead,
    LiabilityBackChargeSettle,
    LiabilityBackChargeTransition,
    LiabilityBackChargeWithdraw,
)
from wellkept_liability.service import back_charge_rows as rows
from wellkept_liability.service import settling
from wellkept_liability.service.back_charge_rows import Step
from wellkept_liability.service.moments import moment_of
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import Row
from wellkept_sdk.errors import PermissionDenied
from wellkept_sdk.http import IfMatch

_ACTION: Final[Mapping[type[LiabilityBackChargeTransition], BackChargeAction]] = {
    LiabilityBackChargeIssue: BackChargeAction.ISSUE,
    LiabilityBackChargeAccept: BackChargeAction.ACCEPT,
    LiabilityBackChargeDispute: BackChargeAction.DISPUTE,
    LiabilityBackChargeWithdraw: BackChargeAction.WITHDRAW,
    LiabilityBackChargeSettle: BackChargeAction.SETTLE,
}
_FREE: Final = "UPDATE liability_allocation SET back_charge_id = NULL WHERE back_charge_id = ?"


async def actions(ctx: Ctx, back_charge_id: UUID) -> LiabilityBackChargeActions:
    """
    Return every action, and whether the back-charge allows it.

    Raises:
        BackChargeNotFound: there is no such back-charge that the caller may see.
    """
    row = await queries.visible(ctx, back_charge_id)
    status = BackChargeStatus(row["status"])
    possible = {action for action in allowed_actions(status) if not is_too_late(action, answered_by=_answered_by(row))}
    return LiabilityBackChargeActions(
        status=status,
        actions=[
            LiabilityBackChargeActionRead(action=action, allowed=action in possible, to=DESTINATION[action])
            for action in BackChargeAction
        ],
    )


async def transition(
    ctx: Ctx, back_charge_id: UUID, command: LiabilityBackChargeTransition, *, if_match: IfMatch
) -> LiabilityBackChargeRead:
    """
    Do an action to a back-charge.

    A withdrawn one frees its allocations: they stay with the case, and the next call of the case's back-charges asks
    the party for them again, in a new document. Who does not want the money any more settles by waiver.

    Raises:
        BackChargeNotFound: there is no such back-charge that the caller may see.
        PermissionDenied: the action is not the caller's.
        PreconditionFailed: it has changed since the version that the caller has seen.
        Invalid: the moment is wrong, or the retention is not one that can pay it.
        BackChargeNotAllowed: its status, or an amount below zero, does not allow the action.
        BackChargeAnswerTooLate: silence was taken as the answer.
        RetentionInsufficient: not so much is held back.
        ServiceInactive: it would be set off against consignment, which is not active for the ticket.
        Conflict: the party has no consignment agreement in that currency.
    """
    action = _ACTION[type(command)]
    seen = await queries.visible(ctx, back_charge_id)
    _require_entitled(ctx.actor, action)
    served = await ctx.for_record(RecordName.TICKET, seen["ticket_id"])
    async with served.db.transaction():
        before = await rows.locked(served, back_charge_id)
        if_match.require(before["version"])
        _require_possible(before, action)
        at = moment_of(served, command.occurred_at, since=await rows.last_step_at(served, before["id"]))
        row = await _done(served, before, command, at)
        return LiabilityBackChargeRead.of({**seen, **row})


def _require_entitled(actor: Actor, action: BackChargeAction) -> None:
    needed = ANSWER if action in ANSWERS else DECIDE
    if not actor.may(needed.name):
        raise PermissionDenied(permissions=[needed.name])


def _require_possible(row: Row, action: BackChargeAction) -> None:
    rows.require_allowed(row, action)
    if is_too_late(action, answered_by=_answered_by(row)):
        raise BackChargeAnswerTooLate


async def _done(ctx: Ctx, before: Row, command: LiabilityBackChargeTransition, at: datetime) -> Row:
    match command:
        case LiabilityBackChargeIssue():
            return await _issue(ctx, before, command, at)
        case LiabilityBackChargeAccept() | LiabilityBackChargeDispute():
            return await _answer(ctx, before, command, at)
        case LiabilityBackChargeWithdraw():
            return await _withdraw(ctx, before, command, at)
        case LiabilityBackChargeSettle():
            return await settling.settle(ctx, before, command, at=at)


async def _issue(ctx: Ctx, before: Row, command: LiabilityBackChargeIssue, at: datetime) -> Row:
    due_at = after_days(at, ctx.terms(LiabilityTerms).back_charge.answer_within_days)
    step = Step(
        action=BackChargeAction.ISSUE,
        at=at,
        given_by=AnsweredBy.STAFF,
        changes={"issued_at": at, "answer_due_at": due_at},
        note=command.note,
    )
    row = await rows.take(ctx, before, step)
    await ctx.timers.set(rows.ANSWER_TIMER, row["id"], due_at=due_at)
    await ctx.emit(LiabilityBackChargeIssued(**rows.told(row), answer_due_at=due_at))
    return row


async def _answer(
    ctx: Ctx, before: Row, command: LiabilityBackChargeAccept | LiabilityBackChargeDispute, at: datetime
) -> Row:
    given_by = AnsweredBy.PARTY if ctx.actor.role is Role.PARTNER else AnsweredBy.STAFF
    reason = command.reason if isinstance(command, LiabilityBackChargeDispute) else None
    step = Step(
        action=_ACTION[type(command)],
        at=at,
        given_by=given_by,
        changes={"answered_by": given_by.value, "reason": reason},
        reason=reason,
        note=command.note,
    )
    row = await rows.take(ctx, before, step)
    kind = LiabilityBackChargeAccepted if reason is None else LiabilityBackChargeDisputed
    await ctx.emit(kind(**rows.told(row), given_by=given_by.value))
    return row


async def _withdraw(ctx: Ctx, before: Row, command: LiabilityBackChargeWithdraw, at: datetime) -> Row:
    step = Step(
        action=BackChargeAction.WITHDRAW,
        at=at,
        given_by=AnsweredBy.STAFF,
        changes={"reason": command.reason},
        reason=command.reason,
        note=command.note,
    )
    row = await rows.take(ctx, before, step)
    await ctx.db.execute(_FREE, row["id"])
    await ctx.emit(LiabilityBackChargeWithdrawn(**rows.told(row), reason=command.reason))
    return row


def _answered_by(row: Row) -> AnsweredBy | None:
    return None if row["answered_by"] is None else AnsweredBy(row["answered_by"])
