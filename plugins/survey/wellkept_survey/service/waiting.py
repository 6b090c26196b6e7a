"""While an answer is waited for: reminders, and the end of the time for it."""

from wellkept_sdk import Ctx, DueTimer
from wellkept_sdk.db import Row
from wellkept_survey.events import InvitationExpired, InvitationReminded
from wellkept_survey.queries import invitations as queries
from wellkept_survey.rules.invitations import reminders_due
from wellkept_survey.rules.kinds import SurveyStatus
from wellkept_survey.service import invitation_rows as rows
from wellkept_survey.tables import SurveyInvitation
from wellkept_survey.terms import SurveyTerms


async def remind(ctx: Ctx, timer: DueTimer) -> None:
    """Remind who has not answered, once however many reminders have come due meanwhile."""
    async with ctx.db.transaction():
        row = await _waiting(ctx, timer)
        own = None if row is None else await rows.context_of(ctx, row)
        if row is None or own is None or own.at >= row["expires_at"]:
            return
        due = reminders_due(own.terms(SurveyTerms).reminders_after_days, sent_at=row["sent_at"], at=own.at)
        if due > row["reminders_sent"]:
            await own.db.update(SurveyInvitation, row["id"], changes={"reminders_sent": due})
            reminded = InvitationReminded(
                **rows.told(row), reminder=due, respondent=row["respondent"], expires_at=row["expires_at"]
            )
            await own.emit(reminded)
        await rows.remind_later(own, {**row, "reminders_sent": due})


async def expire(ctx: Ctx, timer: DueTimer) -> None:
    """End the time for an answer, however often and late this is called."""
    async with ctx.db.transaction():
        row = await _waiting(ctx, timer)
        if row is None or ctx.at < row["expires_at"]:
            return
        await ctx.db.update(SurveyInvitation, row["id"], changes={"status": SurveyStatus.EXPIRED})
        own = await rows.context_of(ctx, row)
        if own is not None:
            await own.emit(InvitationExpired(**rows.told(row)))


async def _waiting(ctx: Ctx, timer: DueTimer) -> Row | None:
    """Return an invitation that waits for an answer, locked; None where it does not any more."""
    found = await queries.stored(ctx, timer.record_id)
    if found is None:
        return None
    await queries.lock_ticket(ctx, found["ticket_id"])
    locked = await ctx.db.locked(SurveyInvitation, timer.record_id)
    return {**found, **locked} if locked is not None and locked["status"] == SurveyStatus.SENT else None
