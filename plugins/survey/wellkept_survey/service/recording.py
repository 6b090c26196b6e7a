"""Writing down for the customer what was said on the telephone, on site, in a letter or in a conversation."""

from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.stations import STATIONS
from wellkept_survey.errors import ConflictOfInterest, InvitationAnswered, InvitationExpired, InvitationNotOpen
from wellkept_survey.queries import answers as queries
from wellkept_survey.queries.answers import Asking, answer_of
from wellkept_survey.queries.invitations import lock_ticket
from wellkept_survey.rules.invitations import WORKING_LINES, workers_of
from wellkept_survey.rules.kinds import SurveyStatus
from wellkept_survey.schemas.answers import SurveyAnswerRead, SurveyAnswerRecord
from wellkept_survey.service import answer_rows
from wellkept_survey.service.answer_rows import Answer
from wellkept_survey.service.answering import valid
from wellkept_survey.settings import SurveySettings
from wellkept_survey.tables import SurveyInvitation

_WAITING = frozenset({SurveyStatus.SCHEDULED, SurveyStatus.SENT})


async def record(ctx: Ctx, row: Row, draft: SurveyAnswerRecord) -> SurveyAnswerRead:
    """
    Write down an answer for the customer; whoever did so may correct it as long as the customer could.

    Args:
        ctx: of what the invitation is about.
        row: of an invitation that the caller may see.
        draft: what was said, and how it reached us.

    Raises:
        ConflictOfInterest: the caller has worked on the ticket.
        InvitationExpired: the time for an answer is over, or the invitation was cancelled.
        Invalid: names everything that is wrong with the answer.
        InvitationAnswered: there is an answer that the caller may not change.
        InvitationNotOpen: nobody was asked.
    """
    if row["ticket_id"] is not None:
        await require_impartial(ctx, TicketId(row["ticket_id"]))
    asking = await queries.asking(ctx, row["id"])
    _require_time(ctx, asking)
    given = valid(asking, draft.answers)
    written = Answer(
        given=given,
        comment=draft.comment,
        language=draft.language or ctx.settings(SurveySettings).locale,
        recorded_by=ctx.actor.id,
        evidence=draft.evidence,
    )
    async with ctx.db.transaction():
        await lock_ticket(ctx, row["ticket_id"])
        locked = await ctx.db.locked(SurveyInvitation, row["id"])
        assert locked is not None, "invitations are never deleted but with their ticket"
        present = await queries.at_present(ctx, asking, locked)
        _require_time(ctx, present)
        _require_open(ctx, present)
        await answer_rows.keep(ctx, locked, present, written)
        await ctx.audit("survey.answer.recorded", subject=f"survey/invitations/{row['id']}")
        kept = await answer_of(ctx, row["id"])
    assert kept is not None, "it was stored"
    return kept


async def require_impartial(ctx: Ctx, ticket_id: TicketId) -> None:
    """
    Refuse who has worked on a ticket: nobody rates himself.

    Raises:
        ConflictOfInterest: the caller had it, answered the customer, did the work or wrote what was done.
    """
    if ctx.actor.id in await _workers(ctx.as_system(), ticket_id):
        raise ConflictOfInterest


async def _workers(ctx: Ctx, ticket_id: TicketId) -> set[UUID]:
    ticket = await ctx.tickets.get(ticket_id)
    facts = (await ctx.tickets.facts([ticket_id]))[ticket_id]
    found = workers_of(facts, [ticket.first_owner_id, ticket.assignee_id])
    lines = (await ctx.tickets.log_entries([ticket_id]))[ticket_id]
    found |= {line.actor.id for line in lines if line.kind in WORKING_LINES and line.actor.id is not None}
    stations = ctx.service_or_none(STATIONS)
    return found if stations is None else found | await stations.worked_on(ticket_id)


def _require_time(ctx: Ctx, asking: Asking) -> None:
    is_over = asking.expires_at is not None and ctx.at >= asking.expires_at
    is_ended = asking.status in {SurveyStatus.EXPIRED, SurveyStatus.CANCELLED}
    if is_ended or (is_over and asking.status is SurveyStatus.SENT):
        raise InvitationExpired


def _require_open(ctx: Ctx, asking: Asking) -> None:
    if asking.status in _WAITING:
        return
    if asking.status is not SurveyStatus.ANSWERED:
        raise InvitationNotOpen
    is_own = asking.recorded_by is not None and asking.recorded_by == ctx.actor.id
    if not is_own or asking.edited_until is None or ctx.at >= asking.edited_until:
        raise InvitationAnswered
