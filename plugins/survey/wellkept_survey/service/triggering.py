"""What the life of a ticket brings about: somebody will be asked, or is not asked any more."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.events.stations import VisitCheckedOut
from wellkept_sdk.hooks.tickets import ReactivatedTicket, TransitionedTicket
from wellkept_sdk.ids import CustomerId, TicketId, uuid7
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_survey.queries import people
from wellkept_survey.rules.invitations import MOMENTS, UNDOING, in_turn
from wellkept_survey.rules.kinds import SurveyStatus, SurveySuppression
from wellkept_survey.rules.respondents import (
    SurveyRespondent,
    asked,
    contacts_of,
    in_sample,
    invitation_key,
    reporter_of,
)
from wellkept_survey.service import invitation_rows as rows
from wellkept_survey.service.invitation_rows import Draft
from wellkept_survey.terms import SurveyMoment, SurveyRespondents, SurveyTerms, SurveyTrigger

_WAITING: Final = (
    "SELECT invitation.*, template.code AS template FROM survey_invitation invitation"
    " JOIN survey_template template ON template.id = invitation.template_id"
    " WHERE invitation.ticket_id = ? AND invitation.status = 'scheduled' ORDER BY invitation.id"
)
_SWITCHED_OFF: Final = "inactive"


class Matter(Struct, frozen=True, kw_only=True):
    """What somebody is asked about, and since when he may be."""

    record_id: UUID
    ticket_id: UUID | None
    project_id: UUID
    customer_id: UUID
    visit_id: UUID | None = None
    wave: int
    occurred_at: datetime
    reporter: SurveyRespondent | None = None


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Ask whom the terms name when a ticket has come so far, and take back what waits when it is taken up again."""
    if event.action in UNDOING:
        await _cancel_waiting(ctx, event.ticket.id, reason=event.action)
        return
    moment = MOMENTS.get(event.action)
    if moment is not None:
        await _ask(ctx, moment, _matter(event.ticket, occurred_at=event.occurred_at))


async def reactivated(ctx: Ctx, event: ReactivatedTicket) -> None:
    """Take back what waits of a ticket that is not asked about any more."""
    if event.was_active and not event.is_active:
        await _cancel_waiting(ctx, event.ticket.id, reason=_SWITCHED_OFF)


async def visited(ctx: Ctx, event: VisitCheckedOut) -> None:
    """Ask whom the terms name when a visit is over; a second delivery asks nobody again."""
    ticket = await ctx.tickets.get(TicketId(event.ticket_id))
    matter = _matter(ticket, occurred_at=event.occurred_at)
    of_visit = msgspec.structs.replace(matter, record_id=event.visit_id, visit_id=event.visit_id)
    await _ask(ctx, SurveyMoment.VISIT_COMPLETED, of_visit)


async def ask(ctx: Ctx, name: str, trigger: SurveyTrigger, matter: Matter) -> None:
    """Write down who will be asked by a trigger, and who will not; what is written already stays."""
    contacts: list[SurveyRespondent] = []
    if SurveyRespondents.CONTACTS in trigger.respondents:
        contacts = contacts_of(await people.contacts(ctx, CustomerId(matter.customer_id)))
    found = asked(trigger.respondents, reporter=matter.reporter, contacts=contacts)
    for key, respondent in found.items():
        draft = _draft(ctx, name, trigger, matter, key=key, respondent=respondent)
        if await rows.write(ctx, draft, template=trigger.template):
            await rows.announce(ctx, draft, template=trigger.template)


async def _ask(ctx: Ctx, moment: SurveyMoment, matter: Matter) -> None:
    for name, trigger in in_turn(ctx.terms(SurveyTerms).triggers):
        if trigger.on is moment:
            await ask(ctx, name, trigger, matter)


def _matter(ticket: TicketRecord, *, occurred_at: datetime) -> Matter:
    return Matter(
        record_id=ticket.id,
        ticket_id=ticket.id,
        project_id=ticket.project_id,
        customer_id=ticket.customer_id,
        wave=ticket.reopen_count + 1,
        occurred_at=occurred_at,
        reporter=reporter_of(ticket.reporter),
    )


def _draft(
    ctx: Ctx, name: str, trigger: SurveyTrigger, matter: Matter, *, key: str, respondent: SurveyRespondent
) -> Draft:
    because = _suppression(trigger, matter, key=key, respondent=respondent)
    return Draft(
        id=uuid7(),
        record_id=matter.record_id,
        ticket_id=matter.ticket_id,
        project_id=matter.project_id,
        customer_id=matter.customer_id,
        visit_id=matter.visit_id,
        trigger=name,
        wave=matter.wave,
        respondent_key=key,
        respondent=msgspec.to_builtins(respondent),
        status=SurveyStatus.SCHEDULED if because is None else SurveyStatus.SUPPRESSED,
        suppressed_because=because,
        send_at=matter.occurred_at + timedelta(minutes=trigger.delay_minutes),
        created_at=ctx.at,
        updated_at=ctx.at,
    )


def _suppression(
    trigger: SurveyTrigger, matter: Matter, *, key: str, respondent: SurveyRespondent
) -> SurveySuppression | None:
    """Return why somebody is not asked, as far as nothing needs to be looked up for it."""
    if not respondent.has_address:
        return SurveySuppression.NO_ADDRESS
    sampled = invitation_key(trigger.template, record_id=matter.record_id, wave=matter.wave, respondent=key)
    return None if in_sample(sampled, percent=trigger.sample_percent) else SurveySuppression.SAMPLED_OUT


async def _cancel_waiting(ctx: Ctx, ticket_id: UUID, *, reason: str) -> None:
    for row in await _locked_waiting(ctx, ticket_id):
        await rows.cancel(ctx, row, reason=reason)


async def _locked_waiting(ctx: Ctx, ticket_id: UUID) -> list[Row]:
    # Core has locked the ticket, and whoever sends or answers does so first: nothing changes meanwhile.
    lock = " FOR UPDATE OF invitation" if ctx.db.dialect is Dialect.POSTGRES else ""
    return await ctx.db.fetch(_WAITING + lock, ticket_id)
