"""Writing invitations, and telling of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import NotFound, ServiceInactive
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordName
from wellkept_sdk.services.stations import STATIONS
from wellkept_survey.errors import InvitationNotFound
from wellkept_survey.events import InvitationCancelled, InvitationScheduled, InvitationSent, InvitationSuppressed
from wellkept_survey.rules.invitations import next_reminder
from wellkept_survey.rules.kinds import SurveyChannel, SurveyStatus, SurveySuppression
from wellkept_survey.service.links import Link
from wellkept_survey.tables import SurveyInvitation
from wellkept_survey.terms import SurveyTerms

EXPIRY: Final = "expiry"
REMINDER: Final = "reminder"


class Draft(Struct, frozen=True, kw_only=True):
    """A new invitation; its fields are columns."""

    id: UUID
    record_id: UUID
    ticket_id: UUID | None
    project_id: UUID
    customer_id: UUID
    visit_id: UUID | None = None
    station_id: UUID | None = None
    trigger: str
    wave: int
    respondent_key: str
    respondent: dict[str, Any]
    channel: SurveyChannel = SurveyChannel.LINK
    status: SurveyStatus
    suppressed_because: SurveySuppression | None = None
    token_sha256: str | None = None
    send_at: datetime | None = None
    sent_at: datetime | None = None
    expires_at: datetime | None = None
    reminders_sent: int = 0
    invited_by: UUID | None = None
    created_at: datetime
    updated_at: datetime
    version: int = 1


_COLUMNS: Final = ", ".join(Draft.__struct_fields__)
_MARKS: Final = ", ".join("?" * len(Draft.__struct_fields__))
# What is asked is looked up in the same statement, so that a transition of a ticket costs no more than it must.
_INSERT: Final = (
    f"INSERT INTO survey_invitation (template_id, revision, {_COLUMNS})"
    f" SELECT template.id, template.revision, {_MARKS} FROM survey_template template"
    " WHERE template.code = ? AND template.status = 'active'"
    " ON CONFLICT (template_id, record_id, wave, respondent_key) DO NOTHING RETURNING id"
)


async def write(ctx: Ctx, draft: Draft, *, template: str) -> bool:
    """Store an invitation; return False where the respondent has one of this wave, or nobody is asked any more."""
    return bool(await ctx.db.fetch(_INSERT, *asdict(draft).values(), template))


async def announce(ctx: Ctx, draft: Draft, *, template: str) -> None:
    """Tell that somebody will be asked, or will not."""
    fields = told(asdict(draft) | {"template": template})
    if draft.suppressed_because is None:
        await ctx.emit(InvitationScheduled(**fields, send_at=draft.send_at))
    else:
        await ctx.emit(InvitationSuppressed(**fields, because=draft.suppressed_because))


async def announce_sent(ctx: Ctx, row: Mapping[str, Any], link: Link) -> None:
    """Tell that somebody is asked, and set what comes due for it."""
    sent = InvitationSent(
        **told(row),
        url=link.url,
        channel=row["channel"],
        respondent=row["respondent"],
        expires_at=row["expires_at"],
    )
    await ctx.emit(sent)
    await ctx.timers.set(EXPIRY, row["id"], due_at=row["expires_at"])
    await remind_later(ctx, row)
    await shown_otherwise(ctx, row)


async def remind_later(ctx: Ctx, row: Mapping[str, Any]) -> None:
    """Set when a respondent who has been asked is reminded next, if he is."""
    due_at = next_reminder(
        ctx.terms(SurveyTerms).reminders_after_days,
        sent=row["reminders_sent"],
        sent_at=row["sent_at"],
        expires_at=row["expires_at"],
    )
    if due_at is not None:
        await ctx.timers.set(REMINDER, row["id"], due_at=due_at)


async def cancel(ctx: Ctx, row: Mapping[str, Any], *, reason: str) -> None:
    """Take back an invitation that the caller has locked."""
    changes = {"status": SurveyStatus.CANCELLED, "cancel_reason": reason}
    await ctx.db.update(SurveyInvitation, row["id"], changes=changes)
    if row["sent_at"] is not None:
        await ctx.timers.cancel(EXPIRY, row["id"])
        await ctx.timers.cancel(REMINDER, row["id"])
        await shown_otherwise(ctx, row)
    await ctx.emit(InvitationCancelled(**told(row), reason=reason))


async def shown_otherwise(ctx: Ctx, row: Mapping[str, Any]) -> None:
    """Note that the ticket shows something else of its invitations than before."""
    if row["ticket_id"] is not None:
        await ctx.raise_version(RecordName.TICKET, row["ticket_id"])


async def context_of(ctx: Ctx, row: Mapping[str, Any]) -> Ctx | None:
    """Return the context of what an invitation is about; None where it is gone or the plugin does not serve it."""
    try:
        if row["ticket_id"] is not None:
            return await ctx.for_record(RecordName.TICKET, row["ticket_id"])
        return await ctx.for_record(RecordName.PROJECT, row["project_id"])
    except (NotFound, ServiceInactive):
        return None


async def require_context(ctx: Ctx, row: Mapping[str, Any]) -> Ctx:
    """
    Return the context of what an invitation is about.

    Raises:
        InvitationNotFound: it is gone, or the plugin does not serve it.
    """
    own = await context_of(ctx, row)
    if own is None:
        raise InvitationNotFound
    return own


async def station_of(ctx: Ctx, ticket_id: UUID | None) -> UUID | None:
    """Return the station of a ticket, where there are stations."""
    stations = ctx.service_or_none(STATIONS)
    if stations is None or ticket_id is None:
        return None
    return await stations.station_of(TicketId(ticket_id))


def expires_at(ctx: Ctx) -> datetime:
    """Return until when what is sent now can be answered."""
    return ctx.at + timedelta(days=ctx.terms(SurveyTerms).expires_after_days)


def told(row: Mapping[str, Any] | Row) -> dict[str, Any]:
    """Return what every event of an invitation tells."""
    return {
        "invitation_id": row["id"],
        "template": row["template"],
        "trigger": row["trigger"],
        "wave": row["wave"],
        "ticket_id": row["ticket_id"],
        "project_id": row["project_id"],
        "customer_id": row["customer_id"],
    }
