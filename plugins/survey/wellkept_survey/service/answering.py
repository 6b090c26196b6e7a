"""Answering by a link, without a login: what it shows, and what it takes."""

from collections.abc import Sequence

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, NotFound
from wellkept_survey.errors import InvitationAnswered, InvitationExpired
from wellkept_survey.queries import answers as queries
from wellkept_survey.queries.answers import Asking
from wellkept_survey.queries.invitations import lock_ticket
from wellkept_survey.rules.answers import Given, SurveyAnswerEntry, check
from wellkept_survey.rules.invitations import Access, access
from wellkept_survey.rules.kinds import SurveyStatus
from wellkept_survey.rules.languages import best_language, words_in
from wellkept_survey.schemas.answers import (
    SurveyPublicAnswer,
    SurveyPublicPage,
    SurveyPublicQuestion,
    SurveyPublicTicket,
    SurveyThanks,
)
from wellkept_survey.service import answer_rows
from wellkept_survey.service.answer_rows import Answer
from wellkept_survey.service.invitation_rows import context_of
from wellkept_survey.service.links import digest_of
from wellkept_survey.settings import SurveySettings
from wellkept_survey.tables import SurveyInvitation


async def page(ctx: Ctx, token: str, *, wanted: Sequence[str]) -> SurveyPublicPage:
    """
    Return what a link shows.

    Args:
        ctx: of nobody.
        token: the secret of the link.
        wanted: languages that the reader understands, the best first.

    Raises:
        NotFound: the link leads nowhere, or its ticket is not asked about any more.
        InvitationExpired: the time for an answer is over, or the invitation was cancelled.
    """
    asking, own = await _found(ctx, token)
    if _access(own, asking) is Access.NOTHING or asking.expires_at is None:
        raise InvitationExpired
    default = ctx.settings(SurveySettings).locale
    language = _language(asking, wanted, default=default)
    return SurveyPublicPage(
        template=asking.template,
        revision=asking.revision,
        language=language,
        intro=words_in(asking.intro, language, default=default),
        questions=[SurveyPublicQuestion.of(each, language=language, default=default) for each in asking.questions],
        ticket=_ticket(asking),
        expires_at=asking.expires_at,
        answered=asking.status is SurveyStatus.ANSWERED,
    )


async def answer(ctx: Ctx, token: str, draft: SurveyPublicAnswer, *, wanted: Sequence[str]) -> SurveyThanks:
    """
    Answer, or replace the answer as long as that is possible.

    Raises:
        NotFound: the link leads nowhere, or its ticket is not asked about any more.
        InvitationExpired: the time for an answer is over, or the invitation was cancelled.
        Invalid: names everything that is wrong with the answer.
        InvitationAnswered: the answer stands.
    """
    asking, own = await _found(ctx, token)
    if _access(own, asking) is Access.NOTHING:
        raise InvitationExpired
    given = valid(asking, draft.answers)
    default = ctx.settings(SurveySettings).locale
    language = _language(asking, [draft.language, *wanted] if draft.language else wanted, default=default)
    async with own.db.transaction():
        await lock_ticket(own, asking.ticket_id)
        row = await own.db.locked(SurveyInvitation, asking.id)
        if row is None or row["token_sha256"] != digest_of(token):
            raise NotFound
        present = await queries.at_present(own, asking, row)
        _require_open(own, present)
        written = Answer(given=given, comment=draft.comment, language=language)
        edit_until = await answer_rows.keep(own, row, present, written)
    return SurveyThanks(thanks=words_in(asking.thanks, language, default=default), edit_until=edit_until)


def valid(asking: Asking, entries: Sequence[SurveyAnswerEntry]) -> Sequence[Given]:
    """
    Return a valid answer.

    Raises:
        Invalid: names everything that is wrong with it.
    """
    checked = check(asking.questions, entries)
    if checked.mistakes:
        raise Invalid(errors=checked.mistakes)
    return checked.given


async def _found(ctx: Ctx, token: str) -> tuple[Asking, Ctx]:
    """Return what a link leads to, and the context of what that is about."""
    asking = await queries.by_token(ctx, digest_of(token))
    own = await context_of(ctx, {"ticket_id": asking.ticket_id, "project_id": asking.project_id})
    if own is None:
        raise NotFound
    return asking, own


def _access(ctx: Ctx, asking: Asking) -> Access:
    return access(asking.status, expires_at=asking.expires_at, edited_until=asking.edited_until, at=ctx.at)


def _require_open(ctx: Ctx, asking: Asking) -> None:
    match _access(ctx, asking):
        case Access.NOTHING:
            raise InvitationExpired
        case Access.LOOK:
            raise InvitationAnswered
        case Access.ANSWER | Access.EDIT:
            pass


def _language(asking: Asking, wanted: Sequence[str], *, default: str) -> str:
    known = {default, *(language for question in asking.questions for language in question.title)}
    return best_language([*wanted, asking.locale], known, default=default)


def _ticket(asking: Asking) -> SurveyPublicTicket | None:
    if asking.number is None or asking.title is None:
        return None
    return SurveyPublicTicket(number=asking.number, title=asking.title)
