"""What it means that nobody answered: to back-charges, and to reminders of money that is held back."""

from uuid import UUID

from wellkept_liability.events.money import (
    LiabilityBackChargeAccepted,
    LiabilityBackChargeAnswerOverdue,
    LiabilityBackChargeDisputed,
)
from wellkept_liability.rules.answering import AnsweredBy, ShareAnswer, answer_of_silence
from wellkept_liability.rules.back_charges import BackChargeAction, BackChargeStatus
from wellkept_liability.rules.retention import RetentionStatus
from wellkept_liability.service import back_charge_rows, retention_effects, retention_rows
from wellkept_liability.service.back_charge_rows import Step
from wellkept_liability.tables import LiabilityBackCharge
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx, DueTimer, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.errors import NotFound, ServiceInactive
from wellkept_sdk.hooks.tickets import ReactivatedTicket

_TICKET = (
    "SELECT liability_case.ticket_id AS record_id FROM liability_back_charge charge"
    " JOIN liability_case ON liability_case.id = charge.case_id WHERE charge.id = ?"
)
_AWAITED = (
    "SELECT charge.id, charge.answer_due_at FROM liability_back_charge charge"
    " JOIN liability_case ON liability_case.id = charge.case_id WHERE liability_case.ticket_id = ?"
    " AND charge.status = 'issued' AND charge.overdue_at IS NULL ORDER BY charge.id"
)
_PROJECT = "SELECT project_id AS record_id FROM liability_retention WHERE id = ?"


async def answer_due(ctx: Ctx, timer: DueTimer) -> None:
    """Answer a back-charge for a party that was silent, as the ticket's terms say, or announce that it is overdue."""
    served = await _serving(ctx, RecordName.TICKET, _TICKET, timer.record_id)
    if served is None:
        return
    async with served.db.transaction():
        before = await back_charge_rows.locked(served, timer.record_id)
        # Between the moment and the lock somebody may have answered, withdrawn or settled it.
        if before["status"] != BackChargeStatus.ISSUED or before["overdue_at"] is not None:
            return
        answer = answer_of_silence(served.terms(LiabilityTerms).back_charge.silence)
        if answer is None:
            await _announce(served, before)
        else:
            await _answer(served, before, answer)


async def step_due(ctx: Ctx, timer: DueTimer) -> None:
    """Let silence after the reminder count as agreement to the release, from the moment on at which it was due."""
    served = await _serving(ctx, RecordName.PROJECT, _PROJECT, timer.record_id)
    if served is None:
        return
    async with served.db.transaction():
        before = await retention_rows.locked_or_none(served, timer.record_id)
        if before is None or before["status"] != RetentionStatus.REMINDED or before["step_due_at"] > served.at:
            return
        await retention_effects.agree(served, before, [], at=before["step_due_at"], given_by=AnsweredBy.SILENCE)


async def reactivated(ctx: Ctx, event: ReactivatedTicket) -> None:
    """Await answers again where the plugin serves a ticket again: a timer that came due meanwhile was dropped."""
    if event.is_active and not event.was_active:
        found = await ctx.db.fetch(_AWAITED, event.ticket.id)
        await ctx.timers.set_many(back_charge_rows.ANSWER_TIMER, {row["id"]: row["answer_due_at"] for row in found})


async def _announce(ctx: Ctx, before: Row) -> None:
    row = await ctx.db.update(LiabilityBackCharge, before["id"], changes={"overdue_at": ctx.at})
    told = LiabilityBackChargeAnswerOverdue(**back_charge_rows.told(row), answer_due_at=row["answer_due_at"])
    await ctx.emit(told)


async def _answer(ctx: Ctx, before: Row, answer: ShareAnswer) -> None:
    accepted = answer is ShareAnswer.ACCEPTED
    silence = AnsweredBy.SILENCE
    step = Step(
        action=BackChargeAction.ACCEPT if accepted else BackChargeAction.DISPUTE,
        at=before["answer_due_at"],
        given_by=silence,
        changes={"answered_by": silence.value},
    )
    row = await back_charge_rows.take(ctx, before, step)
    kind = LiabilityBackChargeAccepted if accepted else LiabilityBackChargeDisputed
    await ctx.emit(kind(**back_charge_rows.told(row), given_by=silence.value))


async def _serving(ctx: Ctx, name: RecordName, sql: str, row_id: UUID) -> Ctx | None:
    """Return the context of a row's record for a timer; None where the plugin does not serve it any more."""
    found = await ctx.db.fetch_one(sql, row_id)
    if found is None or found["record_id"] is None:
        return None
    try:
        return await ctx.for_record(name, found["record_id"])
    except (NotFound, ServiceInactive):
        return None
