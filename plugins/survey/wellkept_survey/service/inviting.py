"""Inviting by hand, making links anew, and taking invitations back."""

from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_survey.errors import (
    InvitationExpired,
    InvitationNotFound,
    InvitationNotOpen,
    RespondentNoAddress,
    RespondentStaff,
    TemplateRetired,
)
from wellkept_survey.queries import invitations as queries
from wellkept_survey.queries import people
from wellkept_survey.queries.templates import by_code
from wellkept_survey.rules.invitations import MANUAL
from wellkept_survey.rules.kinds import SurveyStatus, SurveyTemplateStatus
from wellkept_survey.rules.respondents import SurveyRespondent, respondent_key
from wellkept_survey.schemas.invitations import (
    SurveyCancellation,
    SurveyInvitationCreate,
    SurveyInvitationLink,
    SurveyInvitationMade,
    SurveyInvitationRead,
)
from wellkept_survey.service import invitation_rows as rows
from wellkept_survey.service.invitation_rows import Draft
from wellkept_survey.service.links import Link, new_link
from wellkept_survey.tables import SurveyInvitation

_RESPONDENT: Final = "/respondent"
_OPEN: Final = frozenset({SurveyStatus.SCHEDULED, SurveyStatus.SENT})


class Invited(Struct, frozen=True, kw_only=True):
    """An invitation that was asked for, and whether it is a new one."""

    invitation: SurveyInvitationMade
    is_new: bool


async def invite(ctx: Ctx, ticket_id: UUID, draft: SurveyInvitationCreate, *, origin: str) -> Invited:
    """
    Ask somebody about a ticket; whoever was invited in this wave by this template is not asked again.

    Args:
        ctx: of the ticket.
        ticket_id: of which ticket.
        draft: who is asked what.
        origin: of the request, for the link.

    Raises:
        Invalid: there is no such template or account.
        RespondentNoAddress: nobody knows how to reach him.
        RespondentStaff: he is one of our own people.
        TemplateRetired: the template asks nobody any more.
    """
    async with ctx.db.transaction():
        template = await by_code(ctx, draft.template_code)
        await _require_valid(ctx, draft.respondent, template)
        assert template is not None, "an unknown template is a mistake"
        if template["status"] != SurveyTemplateStatus.ACTIVE:
            raise TemplateRetired
        await queries.lock_ticket(ctx, ticket_id)
        ticket = await ctx.as_system().tickets.get(TicketId(ticket_id))
        wave, key = ticket.reopen_count + 1, respondent_key(draft.respondent)
        link = new_link(ctx, origin=origin) if draft.send else None
        made = Draft(
            id=uuid7(),
            record_id=ticket_id,
            ticket_id=ticket_id,
            project_id=ticket.project_id,
            customer_id=ticket.customer_id,
            station_id=await rows.station_of(ctx, ticket_id),
            trigger=MANUAL,
            wave=wave,
            respondent_key=key,
            respondent=msgspec.to_builtins(draft.respondent),
            channel=draft.channel,
            status=SurveyStatus.SENT if link else SurveyStatus.SCHEDULED,
            token_sha256=link and link.token_sha256,
            send_at=ctx.at if link else None,
            sent_at=ctx.at if link else None,
            expires_at=rows.expires_at(ctx) if link else None,
            invited_by=ctx.actor.id,
            created_at=ctx.at,
            updated_at=ctx.at,
        )
        is_new = await rows.write(ctx, made, template=draft.template_code)
        row = await queries.by_key(ctx, template_id=template["id"], record_id=ticket_id, wave=wave, respondent_key=key)
        if row is None:
            raise TemplateRetired
        if is_new:
            await _announce(ctx, made, row, link)
        shown = {"token": link and link.token, "url": link and link.url} if is_new else {"token": None, "url": None}
        return Invited(invitation=SurveyInvitationMade.of(row, **shown), is_new=is_new)


async def renew_link(ctx: Ctx, row: Row, *, origin: str) -> SurveyInvitationLink:
    """
    Make a new link of an invitation that waits for an answer; every earlier one dies. One that waits is sent by it.

    Raises:
        InvitationExpired: the time for an answer is over, or it was cancelled.
        InvitationNotOpen: it was answered, or never sent for a reason.
    """
    async with ctx.db.transaction():
        row = await _locked(ctx, row)
        _require_open(ctx, row)
        link = new_link(ctx, origin=origin)
        changes: dict[str, object] = {"token_sha256": link.token_sha256}
        is_first = row["status"] == SurveyStatus.SCHEDULED
        if is_first:
            moments = {"send_at": row["send_at"] or ctx.at, "sent_at": ctx.at, "expires_at": rows.expires_at(ctx)}
            changes |= {"status": SurveyStatus.SENT, **moments}
        row = {**row, **await ctx.db.update(SurveyInvitation, row["id"], changes=changes)}
        if is_first:
            await rows.announce_sent(ctx, row, link)
        await ctx.audit("survey.invitation.link_made", subject=_subject(row["id"]))
        return SurveyInvitationLink(token=link.token, url=link.url, expires_at=row["expires_at"])


async def cancel(ctx: Ctx, row: Row, draft: SurveyCancellation) -> SurveyInvitationRead:
    """
    Take back an invitation that waits for an answer; its link dies.

    Raises:
        InvitationExpired: the time for an answer is over, or it was cancelled.
        InvitationNotOpen: it was answered, or never sent for a reason.
    """
    async with ctx.db.transaction():
        row = await _locked(ctx, row)
        _require_open(ctx, row)
        await rows.cancel(ctx, row, reason=draft.reason)
        await ctx.audit("survey.invitation.cancelled", subject=_subject(row["id"]), after={"reason": draft.reason})
        cancelled = await queries.stored(ctx, row["id"])
        assert cancelled is not None, "it is locked"
        return SurveyInvitationRead.of(cancelled)


async def _announce(ctx: Ctx, made: Draft, row: Row, link: Link | None) -> None:
    await ctx.audit("survey.invitation.created", subject=_subject(made.id), after={"ticket_id": made.ticket_id})
    if link is None:
        await rows.announce(ctx, made, template=row["template"])
    else:
        await rows.announce_sent(ctx, row, link)


async def _require_valid(ctx: Ctx, respondent: SurveyRespondent, template: Row | None) -> None:
    mistakes: list[Invalid] = []
    if template is None:
        mistakes.append(unknown_reference("/template_code", "template"))
    if not respondent.has_address:
        mistakes.append(RespondentNoAddress.at(_RESPONDENT))
    known = await people.known(ctx, user_id=respondent.user_id, email=respondent.email)
    if respondent.user_id is not None and not known.has_account:
        mistakes.append(unknown_reference(f"{_RESPONDENT}/user_id", "account"))
    if known.is_staff:
        mistakes.append(RespondentStaff.at(_RESPONDENT))
    refuse(mistakes)


async def _locked(ctx: Ctx, row: Row) -> Row:
    """Return an invitation that nobody else can change, its ticket before it."""
    await queries.lock_ticket(ctx, row["ticket_id"])
    locked = await ctx.db.locked(SurveyInvitation, row["id"])
    if locked is None:
        raise InvitationNotFound
    return {**row, **locked}


def _require_open(ctx: Ctx, row: Row) -> None:
    over = row["expires_at"] is not None and ctx.at >= row["expires_at"]
    if row["status"] in {SurveyStatus.EXPIRED, SurveyStatus.CANCELLED} or (over and row["status"] in _OPEN):
        raise InvitationExpired
    if row["status"] not in _OPEN:
        raise InvitationNotOpen


def _subject(invitation_id: UUID) -> str:
    return f"survey/invitations/{invitation_id}"
