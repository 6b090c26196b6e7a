"""Routes of the list of words in both languages."""

from typing import Annotated, Literal

from wellkept_knowledge.permissions import READ, WRITE
from wellkept_knowledge.queries import pairs as queries
from wellkept_knowledge.queries.pairs import PairFilters
from wellkept_knowledge.schemas.pairs import KnowledgePairCreate, KnowledgePairRead
from wellkept_knowledge.service import pairs as service
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken
from wellkept_sdk.http import (
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    QueryParameter,
    documents,
    get,
    needs,
    post,
    require_staff,
)
from wellkept_sdk.text import Name

_CREATE = {"valve": {"zh_cn": "溢流阀", "en": "relief valve", "note": "Not: overflow valve."}}


@get("/terms", opt=needs(READ.name))
async def list_terms(
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    q: Annotated[Name | None, QueryParameter(description="Contained in one of the two words.")] = None,
    sort: Annotated[
        Literal["en", "-en", "zh_cn", "-zh_cn"] | None, QueryParameter(description="The order, by default `en`.")
    ] = None,
) -> Page[KnowledgePairRead]:
    """List the words of the trade in both languages."""
    require_staff(ctx.actor, READ.name)
    return await queries.pair_page(ctx, page, filters=PairFilters(q=q), sort=sort)


@post("/terms", opt=needs(WRITE.name) | documents(problems=[CodeTaken], examples=_CREATE))
async def create_term(data: JSONBody[KnowledgePairCreate], ctx: NamedDependency[Ctx]) -> KnowledgePairRead:
    """Add a word of the trade in both languages."""
    return await service.create(ctx, data)


ROUTES = (list_terms, create_term)
