"""Questions about answers, and what a link leads to."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import NotFound
from wellkept_survey.rules.kinds import SurveyStatus
from wellkept_survey.rules.questions import SurveyQuestion
from wellkept_survey.schemas.answers import SurveyAnswerRead

_ASKED: Final = (
    "SELECT invitation.id, invitation.ticket_id, invitation.project_id, invitation.customer_id, invitation.status,"
    " invitation.expires_at, invitation.revision, template.code AS template, template.anonymous, asked.questions,"
    " asked.intro, asked.thanks, customer.locale, ticket.number, ticket.title, given.edited_until, given.recorded_by"
    " FROM survey_invitation invitation JOIN survey_template template ON template.id = invitation.template_id"
    " JOIN survey_template_revision asked ON asked.template_id = template.id AND asked.revision = invitation.revision"
    " JOIN customer ON customer.id = invitation.customer_id LEFT JOIN ticket ON ticket.id = invitation.ticket_id"
    " LEFT JOIN survey_answer given ON given.invitation_id = invitation.id WHERE"
)
_GIVEN: Final = "SELECT edited_until, recorded_by FROM survey_answer WHERE invitation_id = ?"
_VALUES: Final = "SELECT * FROM survey_answer_value WHERE invitation_id = ? ORDER BY id"


class Asking(Struct, frozen=True, kw_only=True):
    """An invitation with all that it asks, and how far its answer has come."""

    id: UUID
    ticket_id: UUID | None
    project_id: UUID
    customer_id: UUID
    status: SurveyStatus
    expires_at: datetime | None
    revision: int
    template: str
    anonymous: bool
    questions: tuple[SurveyQuestion, ...]
    intro: dict[str, str]
    thanks: dict[str, str]
    locale: str
    number: str | None
    title: str | None
    edited_until: datetime | None
    recorded_by: UUID | None


async def by_token(ctx: Ctx, token_sha256: str) -> Asking:
    """
    Return what a link leads to; one statement.

    Raises:
        NotFound: it leads nowhere.
    """
    row = await ctx.db.fetch_one(f"{_ASKED} invitation.token_sha256 = ?", token_sha256)
    if row is None:
        raise NotFound
    return msgspec.convert(row, Asking)


async def asking(ctx: Ctx, invitation_id: UUID) -> Asking:
    """
    Return an invitation with all that it asks; one statement.

    Raises:
        NotFound: there is none.
    """
    row = await ctx.db.fetch_one(f"{_ASKED} invitation.id = ?", invitation_id)
    if row is None:
        raise NotFound
    return msgspec.convert(row, Asking)


async def at_present(ctx: Ctx, asking: Asking, row: Row) -> Asking:
    """
    Return an invitation as it stands now that its row is locked: another answer, or its end, may have come first.

    Args:
        ctx: of the transaction.
        asking: as it was read before.
        row: of the invitation, locked.
    """
    status = SurveyStatus(row["status"])
    given = None
    if status is SurveyStatus.ANSWERED:
        given = await ctx.db.fetch_one(_GIVEN, asking.id)
    return replace(
        asking,
        status=status,
        expires_at=row["expires_at"],
        edited_until=given and given["edited_until"],
        recorded_by=given and given["recorded_by"],
    )


async def answer_of(ctx: Ctx, invitation_id: UUID) -> SurveyAnswerRead | None:
    """Return the answer to an invitation; None where there is none yet."""
    row = await ctx.db.fetch_one("SELECT * FROM survey_answer WHERE invitation_id = ?", invitation_id)
    if row is None:
        return None
    return SurveyAnswerRead.of(row, await ctx.db.fetch(_VALUES, invitation_id))
