"""Answers that nobody has given in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from wellkept_liability.events.cases import LiabilityCaseAnswerOverdue
from wellkept_liability.queries import cases as queries
from wellkept_liability.rules.answering import AnsweredBy, answer_of_silence, needs_answer
from wellkept_liability.rules.case_states import CaseStatus, CaseStep
from wellkept_liability.service import case_rows as rows
from wellkept_liability.service.answers import Word, borne_share, tell, write
from wellkept_liability.service.case_rows import ANSWERS_TIMER, Step
from wellkept_liability.terms import LiabilityTerms, Silence
from wellkept_sdk import Ctx, DueTimer
from wellkept_sdk.db import Row
from wellkept_sdk.hooks.tickets import ReactivatedTicket

_AWAITING: Final = (CaseStatus.PROPOSED, CaseStatus.DISPUTED)
_AWAITED: Final = (
    "SELECT answer_due_at FROM liability_case WHERE ticket_id = ? AND status IN ('proposed', 'disputed')"
    " AND overdue_at IS NULL AND answer_due_at IS NOT NULL"
)


async def lapse(ctx: Ctx, timer: DueTimer) -> None:
    """Tell that answers are overdue, and answer for the silent where the terms say so; once for each version."""
    async with ctx.db.transaction():
        case = await queries.locked(ctx, timer.record_id)
        if not _is_overdue(ctx, case):
            return
        shares = await queries.shares_of(ctx, case["id"])
        missing = [share for share in shares if needs_answer(borne_share(share)) and share["said_answer"] is None]
        if missing:
            await _lapse(ctx, case, shares, missing)


async def reactivated(ctx: Ctx, event: ReactivatedTicket) -> None:
    """Await answers again where the plugin serves a ticket again: its timer was dropped meanwhile."""
    if not event.is_active or event.was_active:
        return
    row = await ctx.db.fetch_one(_AWAITED, event.ticket.id)
    if row is not None:
        await ctx.timers.set(ANSWERS_TIMER, event.ticket.id, due_at=row["answer_due_at"])


async def _lapse(ctx: Ctx, case: Row, shares: Sequence[Row], missing: Sequence[Row]) -> None:
    silence = ctx.terms(LiabilityTerms).silence
    said = answer_of_silence(silence)
    status = CaseStatus(case["status"])
    if said is not None:
        word = Word(answer=said, by=AnsweredBy.SILENCE, at=case["answer_due_at"])
        status = await write(ctx, case, shares, missing, word)
    row = await rows.take(ctx, case, _step(case, status, silence, missing, at=ctx.at))
    overdue = LiabilityCaseAnswerOverdue(**rows.told(row), silence=silence.value, missing=len(missing))
    await ctx.emit(overdue)
    if said is not None:
        await tell(ctx, case, row, [share["party_id"] for share in missing], said)


def _is_overdue(ctx: Ctx, case: Row) -> bool:
    """Return whether answers are awaited no longer, and nobody has said so yet; the timer may be an old one."""
    due_at = case["answer_due_at"]
    return case["status"] in _AWAITING and case["overdue_at"] is None and due_at is not None and due_at <= ctx.at


def _step(case: Row, status: CaseStatus, silence: Silence, missing: Sequence[Row], *, at: datetime) -> Step:
    return Step(
        kind=CaseStep.LAPSE,
        to=status,
        at=case["answer_due_at"],
        given_by=AnsweredBy.SILENCE,
        changes={"overdue_at": at},
        data={"silence": silence.value, "share_ids": [str(share["share_id"]) for share in missing]},
    )
