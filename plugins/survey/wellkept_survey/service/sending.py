"""Sending what is due: unless the respondent is one of ours, or was asked too lately."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_survey.events import InvitationSuppressed
from wellkept_survey.queries import invitations as queries
from wellkept_survey.queries import people
from wellkept_survey.rules.invitations import is_capped
from wellkept_survey.rules.kinds import SurveyStatus, SurveySuppression
from wellkept_survey.service import invitation_rows as rows
from wellkept_survey.service.links import new_link
from wellkept_survey.tables import SurveyInvitation
from wellkept_survey.terms import SurveyTerms

#: Sent in one go; each is a transaction of its own.
TOGETHER_MAX: Final = 200
_INACTIVE: Final = "inactive"
_BEGINNING: Final = (datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))


async def send_due(ctx: Ctx) -> None:
    """
    Send every invitation whose moment has come, whatever becomes of the others.

    Raises:
        ExceptionGroup: what went wrong, after all had their turn, so that the job counts as failed and comes again.
    """
    failures: list[Exception] = []
    after = _BEGINNING
    while due := await queries.due(ctx, after=after, limit=TOGETHER_MAX):
        for found in due:
            try:
                await send(ctx, found)
            except Exception as failure:  # noqa: BLE001 - one invitation's trouble must not hold up the others
                failures.append(failure)
        after = (due[-1]["send_at"], due[-1]["id"])
    if failures:
        raise ExceptionGroup("Some invitations could not be sent.", failures)


async def send(ctx: Ctx, found: Row) -> None:
    """Send one invitation whose moment has come, or say why it is not sent."""
    own = await rows.context_of(ctx, found)
    async with ctx.db.transaction():
        await queries.lock_ticket(ctx, found["ticket_id"])
        waiting = await queries.stored(ctx, found["id"])
        if waiting is None:
            return
        await queries.lock_respondent(ctx, waiting["respondent_key"])
        locked = await ctx.db.locked(SurveyInvitation, found["id"])
        if locked is None or locked["status"] != SurveyStatus.SCHEDULED or locked["send_at"] is None:
            return
        row = {**waiting, **locked}
        if own is None:
            await rows.cancel(ctx, row, reason=_INACTIVE)
        else:
            await _send(own, row)


async def _send(ctx: Ctx, row: Row) -> None:
    because = await _suppression(ctx, row)
    if because is not None:
        changes: dict[str, object] = {"status": SurveyStatus.SUPPRESSED, "suppressed_because": because}
        await ctx.db.update(SurveyInvitation, row["id"], changes=changes)
        await ctx.emit(InvitationSuppressed(**rows.told(row), because=because))
        return
    link = new_link(ctx)
    changes = {
        "status": SurveyStatus.SENT,
        "token_sha256": link.token_sha256,
        "sent_at": ctx.at,
        "expires_at": rows.expires_at(ctx),
        "station_id": await rows.station_of(ctx, row["ticket_id"]),
    }
    await ctx.db.update(SurveyInvitation, row["id"], changes=changes)
    await rows.announce_sent(ctx, {**row, **changes}, link)


async def _suppression(ctx: Ctx, row: Row) -> SurveySuppression | None:
    email: str | None = row["respondent"].get("email")
    # Who has an account was checked when he was invited by it.
    if (await people.known(ctx, user_id=None, email=email)).is_staff:
        return SurveySuppression.STAFF
    cap = ctx.terms(SurveyTerms).cap_in_force
    if cap is None:
        return None
    since = row["send_at"] - timedelta(days=cap.per_days)
    reopened = row["ticket_id"] is not None and row["wave"] > 1
    asked = await queries.asked_since(ctx, row, since)
    if is_capped(trigger=row["trigger"], reopened=reopened, asked=asked, cap=cap):
        return SurveySuppression.CAPPED
    return None
