"""Making, revising, renaming and retiring templates."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET
from msgspec.structs import asdict

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import CodeTaken, FieldError
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import uuid7
from wellkept_survey.errors import TemplateInvalid, TemplateNotFound
from wellkept_survey.queries import templates as queries
from wellkept_survey.rules.kinds import SurveyTemplateStatus
from wellkept_survey.rules.questions import SurveyQuestion, template_mistakes, title_mistakes
from wellkept_survey.schemas.templates import (
    SurveyRevisionCreate,
    SurveyTemplateCreate,
    SurveyTemplatePatch,
    SurveyTemplateRead,
)
from wellkept_survey.settings import SurveySettings
from wellkept_survey.tables import SurveyTemplate, SurveyTemplateRevision

_FIRST: Final = 1


async def create(ctx: Ctx, draft: SurveyTemplateCreate) -> SurveyTemplateRead:
    """
    Make a template, or take over one that came with the plugin and that nobody has made his own yet.

    Raises:
        TemplateInvalid: the questions cannot be asked like this.
        CodeTaken: another template has this code.
    """
    async with ctx.db.transaction():
        _require_valid(ctx, draft.questions, intro=draft.intro, thanks=draft.thanks)
        values = {"name": draft.name, "anonymous": draft.anonymous, "status": SurveyTemplateStatus.ACTIVE}
        taken = await _taken(ctx, draft.code)
        if taken is not None and await queries.is_used(ctx, taken["id"]):
            template_id, revision = taken["id"], taken["revision"] + 1
            changes = {**values, "revision": revision, "preset": False}
            await ctx.db.update(SurveyTemplate, template_id, changes=changes)
        else:
            if taken is not None:
                await ctx.db.delete(SurveyTemplate, taken["id"])
            template_id, revision = uuid7(), _FIRST
            await ctx.db.insert(SurveyTemplate, id=template_id, code=draft.code, revision=revision, **values)
        await _store(ctx, template_id, revision, draft)
        await ctx.audit("survey.template.created", subject=_subject(template_id), after={"code": draft.code, **values})
        return await queries.template(ctx, template_id)


async def revise(ctx: Ctx, template_id: UUID, draft: SurveyRevisionCreate, *, if_match: IfMatch) -> SurveyTemplateRead:
    """
    Let a template ask something else from now on; whoever was invited before is asked what was asked then.

    Raises:
        TemplateNotFound: there is no such template.
        PreconditionFailed: it has changed since the version that the caller has seen.
        TemplateInvalid: the questions cannot be asked like this.
    """
    async with ctx.db.transaction():
        before = await _locked(ctx, template_id, if_match=if_match)
        _require_valid(ctx, draft.questions, intro=draft.intro, thanks=draft.thanks)
        revision = before["revision"] + 1
        await ctx.db.update(SurveyTemplate, template_id, changes={"revision": revision, "preset": False})
        await _store(ctx, template_id, revision, draft)
        await ctx.audit("survey.template.revised", subject=_subject(template_id), after={"revision": revision})
        return await queries.template(ctx, template_id)


async def update(ctx: Ctx, template_id: UUID, patch: SurveyTemplatePatch, *, if_match: IfMatch) -> SurveyTemplateRead:
    """
    Rename a template, retire it or let it ask again; what stays as it was is not written.

    Raises:
        TemplateNotFound: there is no such template.
        PreconditionFailed: it has changed since the version that the caller has seen.
    """
    async with ctx.db.transaction():
        before = await _locked(ctx, template_id, if_match=if_match)
        given = {name: value for name, value in asdict(patch).items() if value is not UNSET}
        changes = {name: value for name, value in given.items() if value != before[name]}
        if changes:
            await ctx.db.update(SurveyTemplate, template_id, changes=changes)
            old = {name: before[name] for name in changes}
            await ctx.audit("survey.template.updated", subject=_subject(template_id), before=old, after=changes)
        return await queries.template(ctx, template_id)


async def _taken(ctx: Ctx, code: str) -> Row | None:
    """Return the preset of a code, locked; None where the code is free."""
    known = await queries.by_code(ctx, code)
    if known is None:
        return None
    row = await ctx.db.locked(SurveyTemplate, known["id"])
    if row is None or not row["preset"]:
        raise CodeTaken.at("/code")
    return row


async def _locked(ctx: Ctx, template_id: UUID, *, if_match: IfMatch) -> Row:
    before = await ctx.db.locked(SurveyTemplate, template_id)
    if before is None:
        raise TemplateNotFound
    if_match.require(before["version"])
    return before


async def _store(
    ctx: Ctx, template_id: UUID, revision: int, draft: SurveyTemplateCreate | SurveyRevisionCreate
) -> None:
    await ctx.db.insert(
        SurveyTemplateRevision,
        template_id=template_id,
        revision=revision,
        questions=_documents(draft.questions),
        intro=draft.intro,
        thanks=draft.thanks,
        created_by=ctx.actor.id,
    )


def _documents(questions: tuple[SurveyQuestion, ...]) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(question) for question in questions]


def _require_valid(
    ctx: Ctx, questions: tuple[SurveyQuestion, ...], *, intro: Mapping[str, str], thanks: Mapping[str, str]
) -> None:
    locale = ctx.settings(SurveySettings).locale
    mistakes: list[FieldError] = [
        *template_mistakes(questions, locale=locale),
        # A template need not say these words; but where it does, everybody can read them.
        *(title_mistakes(intro, "/intro", locale=locale) if intro else ()),
        *(title_mistakes(thanks, "/thanks", locale=locale) if thanks else ()),
    ]
    if mistakes:
        raise TemplateInvalid(errors=mistakes)


def _subject(template_id: UUID) -> str:
    return f"survey/templates/{template_id}"
