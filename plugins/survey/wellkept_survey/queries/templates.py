"""Questions about templates."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_survey.errors import TemplateNotFound
from wellkept_survey.rules.kinds import SurveyTemplateStatus
from wellkept_survey.rules.questions import SurveyQuestion
from wellkept_survey.schemas.templates import SurveyTemplateRead

_SELECT: Final = (
    "SELECT template.*, asked.questions, asked.intro, asked.thanks FROM survey_template template"
    " JOIN survey_template_revision asked ON asked.template_id = template.id AND asked.revision = template.revision"
)
_templates = ListDeclaration(
    select=_SELECT, sorts={"code": Sort("template.code", str)}, sort_default="code", id_column="template.id"
)


class TemplateFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which templates a list shows."""

    code: str | None = None
    status: SurveyTemplateStatus | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(equal("template.code", self.code), equal("template.status", self.status))


class Asked(Struct, frozen=True, kw_only=True):
    """What a revision asks."""

    questions: tuple[SurveyQuestion, ...]
    intro: dict[str, str]
    thanks: dict[str, str]


async def template_page(ctx: Ctx, page: PageRequest, *, filters: TemplateFilters) -> Page[SurveyTemplateRead]:
    """Return one page of templates by code; one statement."""
    found = await ctx.db.page(_templates, page, where=filters.clause(), filters=msgspec.to_builtins(filters))
    return Page(items=[SurveyTemplateRead.of(row) for row in found.items], next_cursor=found.next_cursor)


async def template(ctx: Ctx, template_id: UUID) -> SurveyTemplateRead:
    """
    Return one template with what it asks at present.

    Raises:
        TemplateNotFound: there is none.
    """
    row = await ctx.db.fetch_one(f"{_SELECT} WHERE template.id = ?", template_id)
    if row is None:
        raise TemplateNotFound
    return SurveyTemplateRead.of(row)


async def by_code(ctx: Ctx, code: str) -> Row | None:
    """Return the template of a code as it is stored; None where there is none."""
    return await ctx.db.fetch_one("SELECT * FROM survey_template WHERE code = ?", code)


async def asked(ctx: Ctx, template_id: UUID, revision: int) -> Asked:
    """Return what a revision asks."""
    row = await ctx.db.fetch_one(
        "SELECT questions, intro, thanks FROM survey_template_revision WHERE template_id = ? AND revision = ?",
        *(template_id, revision),
    )
    return msgspec.convert(row, Asked)


async def known_codes(ctx: Ctx, codes: Collection[str]) -> set[str]:
    """Return those of the codes that are templates'; one statement."""
    if not codes:
        return set()
    where = ctx.db.any_of("code", codes)
    return {
        row["code"] for row in await ctx.db.fetch(f"SELECT code FROM survey_template WHERE {where.sql}", *where.args)
    }


async def is_used(ctx: Ctx, template_id: UUID) -> bool:
    """Return whether anybody was invited by a template."""
    found = await ctx.db.fetch_one("SELECT 1 AS one FROM survey_invitation WHERE template_id = ? LIMIT 1", template_id)
    return found is not None
