"""Questions about invitations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Dialect, ListDeclaration, Row, Sort, all_of, equal, given, since
from wellkept_sdk.http import Page, PageRequest
from wellkept_survey.errors import InvitationNotFound
from wellkept_survey.queries.answers import answer_of
from wellkept_survey.rules.kinds import SurveyStatus
from wellkept_survey.schemas.invitations import SurveyInvitationDetail, SurveyInvitationRead
from wellkept_survey.tables import SCHEDULED, SurveyInvitation

_SELECT: Final = (
    "SELECT invitation.*, template.code AS template, template.anonymous FROM survey_invitation invitation"
    " JOIN survey_template template ON template.id = invitation.template_id"
)
_invitations = ListDeclaration(
    select=_SELECT,
    sorts={"created_at": Sort("invitation.created_at", datetime)},
    sort_default="-created_at",
    id_column="invitation.id",
)
_of_ticket = ListDeclaration(
    select=_SELECT, sorts={"id": Sort("invitation.id", UUID)}, sort_default="id", id_column="invitation.id"
)
_DUE: Final = (
    "SELECT id, ticket_id, project_id, send_at FROM survey_invitation"
    f" WHERE {SCHEDULED} AND send_at <= ? AND (send_at > ? OR (send_at = ? AND id > ?)) ORDER BY send_at, id LIMIT ?"
)
# Every row of a key stands behind the first one, which stays.
_FIRST: Final = "SELECT id FROM survey_invitation WHERE respondent_key = ? ORDER BY id LIMIT 1"
_ASKED: Final = (
    "SELECT COUNT(*) AS asked FROM survey_invitation"
    " WHERE respondent_key = ? AND customer_id = ? AND sent_at > ? AND id <> ?"
)
_KEY: Final = "template_id = ? AND record_id = ? AND wave = ? AND respondent_key = ?"


class InvitationFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which invitations a list shows; `starts_at` and `ends_at` are when they were made, half-open."""

    customer_id: UUID | None = None
    project_id: UUID | None = None
    ticket_id: UUID | None = None
    status: SurveyStatus | None = None
    template: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(
            equal("invitation.customer_id", self.customer_id),
            equal("invitation.project_id", self.project_id),
            equal("invitation.ticket_id", self.ticket_id),
            equal("invitation.status", self.status),
            given("invitation.template_id = (SELECT id FROM survey_template WHERE code = ?)", self.template),
            since("invitation.created_at", self.starts_at),
            given("invitation.created_at < ?", self.ends_at),
        )


async def page_of_all(ctx: Ctx, page: PageRequest, *, filters: InvitationFilters) -> Page[SurveyInvitationRead]:
    """Return one page of the invitations that the caller may see, the latest first; one statement."""
    where = all_of(filters.clause(), seen(ctx), _active(ctx))
    found = await ctx.db.page(_invitations, page, where=where, filters=msgspec.to_builtins(filters))
    return _shown(found)


async def page_of_ticket(ctx: Ctx, ticket_id: UUID, page: PageRequest) -> Page[SurveyInvitationRead]:
    """Return one page of a ticket's invitations that the caller may see, oldest first; one statement."""
    where = all_of(Clause("invitation.ticket_id = ?", (ticket_id,)), seen(ctx))
    found = await ctx.db.page(_of_ticket, page, where=where, filters={"ticket_id": str(ticket_id)})
    return _shown(found)


async def visible(ctx: Ctx, invitation_id: UUID, *, ticket_id: UUID | None = None) -> Row:
    """
    Return the row of an invitation that the caller may see, joined with its template.

    Args:
        ctx: of the caller.
        invitation_id: of which invitation.
        ticket_id: it is about this ticket, if one is named.

    Raises:
        InvitationNotFound: there is none.
    """
    of_ticket = equal("invitation.ticket_id", ticket_id)
    where = all_of(Clause("invitation.id = ?", (invitation_id,)), of_ticket, seen(ctx), _active(ctx))
    row = await ctx.db.fetch_one(f"{_SELECT} WHERE {where.sql}", *where.args)
    if row is None:
        raise InvitationNotFound
    return row


async def stored(ctx: Ctx, invitation_id: UUID) -> Row | None:
    """Return the row of an invitation, joined with its template, whoever asks; None where there is none."""
    return await ctx.db.fetch_one(f"{_SELECT} WHERE invitation.id = ?", invitation_id)


async def detail(ctx: Ctx, row: Row) -> SurveyInvitationDetail:
    """Return an invitation with its answer, which an anonymous template keeps to itself."""
    answer = None if row["anonymous"] else await answer_of(ctx, row["id"])
    return SurveyInvitationDetail.of(row, answer=msgspec.to_builtins(answer))


async def by_key(ctx: Ctx, *, template_id: UUID, record_id: UUID, wave: int, respondent_key: str) -> Row | None:
    """Return the one invitation of a respondent in a wave, joined with its template."""
    return await ctx.db.fetch_one(
        f"{_SELECT} WHERE {_KEY.replace('template_id', 'invitation.template_id', 1)}",
        *(template_id, record_id, wave, respondent_key),
    )


async def due(ctx: Ctx, *, after: tuple[datetime, UUID], limit: int) -> Sequence[Row]:
    """Return invitations that are to be sent by now, in the order of their moments, behind the one that is named."""
    send_at, invitation_id = after
    return await ctx.db.fetch(_DUE, ctx.at, send_at, send_at, invitation_id, limit)


async def scheduled_of(ctx: Ctx, ticket_id: UUID) -> Sequence[Row]:
    """Return the invitations of a ticket that wait to be sent, joined with their templates, oldest first."""
    return await ctx.db.fetch(
        f"{_SELECT} WHERE invitation.ticket_id = ? AND invitation.status = 'scheduled' ORDER BY invitation.id",
        ticket_id,
    )


async def lock_ticket(ctx: Ctx, ticket_id: UUID | None) -> None:
    """
    Let nobody else change a ticket before the transaction ends.

    Whoever moves a ticket has its row before those of its invitations; so everybody else takes them in that order.
    """
    if ticket_id is not None and ctx.db.dialect is Dialect.POSTGRES:
        await ctx.db.fetch_one("SELECT id FROM ticket WHERE id = ? FOR NO KEY UPDATE", ticket_id)


async def lock_respondent(ctx: Ctx, respondent_key: str) -> None:
    """Let nobody else send to a respondent before the transaction ends."""
    if ctx.db.dialect is Dialect.POSTGRES:
        first = await ctx.db.fetch_one(_FIRST, respondent_key)
        if first is not None:
            await ctx.db.locked(SurveyInvitation, first["id"])


async def asked_since(ctx: Ctx, row: Row, moment: datetime) -> int:
    """Return how many other invitations the respondent was sent after a moment, of all templates and tickets."""
    found = await ctx.db.fetch_one(_ASKED, row["respondent_key"], row["customer_id"], moment, row["id"])
    assert found is not None, "a count has a value"
    return found["asked"]


def seen(ctx: Ctx) -> Clause:
    """Return the condition that the caller may see an invitation: customers see those of their own."""
    return ctx.db.any_of("invitation.customer_id", ctx.actor.customer_ids) if ctx.actor.is_outside else TRUE


def _active(ctx: Ctx) -> Clause:
    active = ctx.active_tickets("invitation.ticket_id")
    return TRUE if active == TRUE else Clause("invitation.ticket_id IS NULL") | active


def _shown(found: Page[Row]) -> Page[SurveyInvitationRead]:
    return Page(items=[SurveyInvitationRead.of(row) for row in found.items], next_cursor=found.next_cursor)
