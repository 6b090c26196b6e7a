"""Routes of articles, their revisions and what is done to them."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from wellkept_knowledge import errors
from wellkept_knowledge.permissions import APPROVE, READ, WRITE
from wellkept_knowledge.queries import articles as queries
from wellkept_knowledge.queries.articles import ArticleFilters
from wellkept_knowledge.rules.kinds import KnowledgeStatus
from wellkept_knowledge.rules.languages import canonical_tag
from wellkept_knowledge.schemas.articles import (
    KnowledgeArticleCreate,
    KnowledgeArticleItem,
    KnowledgeArticlePatch,
    KnowledgeArticleRead,
    KnowledgeRevisionCreate,
    KnowledgeRevisionRead,
    Language,
)
from wellkept_knowledge.schemas.transitions import KnowledgeActions, KnowledgeTransition
from wellkept_knowledge.service import articles as service
from wellkept_knowledge.service import transitions
from wellkept_sdk import Ctx
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
    tagged,
)
from wellkept_sdk.text import Code, Name

CREATED = 201
_CREATE = {
    "pump": {
        "title": "液压泵 E-501 压力不足",
        "symptom": "泵启动后压力低于 8 MPa",
        "cause": "进油滤芯堵塞",
        "remedy": "更换滤芯并排气",
        "language": "zh-CN",
        "audience": "internal",
        "models": ["HP-200"],
        "fault_codes": ["E-501"],
        "categories": ["hydraulics"],
        "review_on": "2027-05-01",
    }
}
_PATCH = {"customers": {"audience": "customer", "models": ["HP-200", "HP-300"]}}
_REVISE = {"remedy": {"remedy": "更换滤芯并排气后再测压力", "note": "The test was missing."}}
_TRANSITION = {"submit": {"action": "submit"}, "return": {"action": "return", "reason": "Which filter?"}}


def provide_article_filters(  # noqa: PLR0913, PLR0917 - one argument for each parameter of the query
    status: FromQuery[KnowledgeStatus | None] = None,
    model: Annotated[Name | None, QueryParameter(description="With the label of this model.")] = None,
    fault_code: Annotated[Code | None, QueryParameter(description="With the label of this fault code.")] = None,
    category: Annotated[Code | None, QueryParameter(description="With the label of this category.")] = None,
    owner_id: Annotated[UUID | None, QueryParameter(description="Looked after by this account.")] = None,
    language: Annotated[Language | None, QueryParameter(description="In exactly this language.")] = None,
    review_before: Annotated[date | None, QueryParameter(description="To be reviewed before this day.")] = None,
) -> ArticleFilters:
    """Return which articles the caller asks for."""
    return ArticleFilters(
        status=status,
        model=model,
        fault_code=fault_code,
        category=category,
        owner_id=owner_id,
        language=None if language is None else canonical_tag(language) or language,
        review_before=review_before,
    )


@get(
    "/articles",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_article_filters, sync_to_thread=False)},
)
async def list_articles(
    filters: NamedDependency[ArticleFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        Literal["number", "-number", "updated_at", "-updated_at"] | None,
        QueryParameter(description="The order, by default `number`."),
    ] = None,
) -> Page[KnowledgeArticleItem]:
    """List the articles that the caller may see, without their texts."""
    return await queries.article_page(ctx, page, filters=filters, sort=sort)


@post("/articles", opt=needs(WRITE.name) | documents(examples=_CREATE))
async def create_article(
    data: JSONBody[KnowledgeArticleCreate], ctx: NamedDependency[Ctx]
) -> Response[KnowledgeArticleRead]:
    """Write an article, which is a draft until somebody publishes it."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/knowledge/articles/{created.id}")


@get("/articles/{article_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.ArticleNotFound]))
async def get_article(article_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[KnowledgeArticleRead]:
    """Return one article: as it is being written, or for callers from outside as it is published."""
    return tagged(await queries.article(ctx, article_id))


@patch(
    "/articles/{article_id:uuid}",
    opt=needs(WRITE.name) | documents(problems=[errors.ArticleNotFound], examples=_PATCH),
)
async def update_article(
    article_id: FromPath[UUID],
    data: JSONBody[KnowledgeArticlePatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[KnowledgeArticleRead]:
    """Change whom an article is for, who looks after it and what it belongs to, by JSON merge patch."""
    return tagged(await service.update(ctx, article_id, data, if_match=if_match))


@get("/articles/{article_id:uuid}/revisions", opt=needs(READ.name) | documents(problems=[errors.ArticleNotFound]))
async def list_revisions(
    article_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[KnowledgeRevisionRead]:
    """List the revisions of an article, the oldest first; callers from outside see the published one."""
    return await queries.revision_page(ctx, article_id, page)


@post(
    "/articles/{article_id:uuid}/revisions",
    opt=needs(WRITE.name) | documents(problems=[errors.ArticleNotAllowed, errors.ArticleNotFound], examples=_REVISE),
)
async def create_revision(
    article_id: FromPath[UUID],
    data: JSONBody[KnowledgeRevisionCreate],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> KnowledgeRevisionRead:
    """Say an article anew; one that is published is found as it was until the revision is published."""
    return await service.revise(ctx, article_id, data, if_match=if_match)


@get("/articles/{article_id:uuid}/transitions", opt=needs(READ.name) | documents(problems=[errors.ArticleNotFound]))
async def list_article_actions(article_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> KnowledgeActions:
    """Return every action, and whether the article's status allows it and the caller may do it."""
    return await transitions.actions(ctx, article_id)


@post(
    "/articles/{article_id:uuid}/transitions",
    opt=needs(WRITE.name, APPROVE.name)
    | documents(
        problems=[
            errors.ArticleFourEyes,
            errors.ArticleIncomplete,
            errors.ArticleNotAllowed,
            errors.ArticleNotFound,
        ],
        examples=_TRANSITION,
    ),
)
async def make_article_transition(
    article_id: FromPath[UUID],
    data: JSONBody[KnowledgeTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[KnowledgeArticleRead]:
    """Submit, publish, return, mark as stale, retire or restore an article."""
    return tagged(await transitions.transition(ctx, article_id, data, if_match=if_match), status_code=CREATED)


ROUTES = (
    list_articles,
    create_article,
    get_article,
    update_article,
    list_revisions,
    create_revision,
    list_article_actions,
    make_article_transition,
)
