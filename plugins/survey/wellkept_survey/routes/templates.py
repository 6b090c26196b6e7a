"""Routes of templates."""

from typing import Annotated
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    Response,
    documents,
    get,
    needs,
    patch,
    post,
    require_staff,
    tagged,
)
from wellkept_sdk.text import Code
from wellkept_survey import errors
from wellkept_survey.permissions import READ, WRITE
from wellkept_survey.queries import templates as queries
from wellkept_survey.queries.templates import TemplateFilters
from wellkept_survey.rules.kinds import SurveyTemplateStatus
from wellkept_survey.schemas.templates import (
    SurveyRevisionCreate,
    SurveyTemplateCreate,
    SurveyTemplatePatch,
    SurveyTemplateRead,
)
from wellkept_survey.service import templates as service

CREATED = 201
_QUESTIONS = [
    {
        "code": "speed",
        "kind": "rating",
        "scale": 5,
        "dimension": "response_speed",
        "title": {"zh-CN": "响应速度", "en": "Response speed"},
        "required": True,
    },
    {
        "code": "overall",
        "kind": "rating",
        "scale": 5,
        "dimension": "overall",
        "title": {"zh-CN": "总体", "en": "Overall"},
        "required": True,
    },
    {"code": "recommend", "kind": "nps", "title": {"zh-CN": "推荐", "en": "Recommend us?"}},
    {
        "code": "why",
        "kind": "choice",
        "title": {"zh-CN": "原因", "en": "Why?"},
        "options": [{"code": "slow", "title": {"zh-CN": "太慢", "en": "Slow"}}],
        "multiple": True,
        "show_if": {"question": "overall", "at_most": 2},
    },
]
_INTRO = {"zh-CN": "请评价本次服务", "en": "How did we do?"}
_CREATE = {"after_repair": {"code": "after_repair", "name": "维修回访", "intro": _INTRO, "questions": _QUESTIONS}}
_REVISE = {"shorter": {"intro": _INTRO, "questions": _QUESTIONS[:2]}}


def provide_template_filters(
    code: Annotated[Code | None, QueryParameter(description="Exactly this code.")] = None,
    status: FromQuery[SurveyTemplateStatus | None] = None,
) -> TemplateFilters:
    """Return which templates the caller asks for."""
    return TemplateFilters(code=code, status=status)


@get(
    "/templates",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_template_filters, sync_to_thread=False)},
)
async def list_templates(
    filters: NamedDependency[TemplateFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[SurveyTemplateRead]:
    """List templates with what they ask, by code."""
    require_staff(ctx.actor, READ.name)
    return await queries.template_page(ctx, page, filters=filters)


@post("/templates", opt=needs(WRITE.name) | documents(problems=[CodeTaken, errors.TemplateInvalid], examples=_CREATE))
async def create_template(
    data: JSONBody[SurveyTemplateCreate], ctx: NamedDependency[Ctx]
) -> Response[SurveyTemplateRead]:
    """Make a template; one of the code of a template that came with the plugin takes its place."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/survey/templates/{created.id}")


@get("/templates/{template_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.TemplateNotFound]))
async def get_template(template_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[SurveyTemplateRead]:
    """Return one template with what it asks at present."""
    require_staff(ctx.actor, READ.name)
    return tagged(await queries.template(ctx, template_id))


@patch("/templates/{template_id:uuid}", opt=needs(WRITE.name) | documents(problems=[errors.TemplateNotFound]))
async def update_template(
    template_id: FromPath[UUID],
    data: JSONBody[SurveyTemplatePatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[SurveyTemplateRead]:
    """Rename a template, retire it, or let it ask again, by JSON merge patch."""
    return tagged(await service.update(ctx, template_id, data, if_match=if_match))


@post(
    "/templates/{template_id:uuid}/revisions",
    opt=needs(WRITE.name) | documents(problems=[errors.TemplateNotFound, errors.TemplateInvalid], examples=_REVISE),
)
async def revise_template(
    template_id: FromPath[UUID],
    data: JSONBody[SurveyRevisionCreate],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[SurveyTemplateRead]:
    """Let a template ask something else from now on; invitations that were made keep what they asked."""
    revised = await service.revise(ctx, template_id, data, if_match=if_match)
    return tagged(revised, status_code=CREATED, location=f"/v1/survey/templates/{template_id}")


ROUTES = (list_templates, create_template, get_template, update_template, revise_template)
