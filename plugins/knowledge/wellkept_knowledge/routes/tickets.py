"""Routes below tickets: drafts made from them, articles offered for them, and what those were worth."""

from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta

from wellkept_knowledge import errors
from wellkept_knowledge.permissions import READ, VOTE, WRITE
from wellkept_knowledge.queries import votes as queries
from wellkept_knowledge.schemas.drafts import KnowledgeDraftCreate, KnowledgeDraftRead
from wellkept_knowledge.schemas.suggestions import KnowledgeSuggestions
from wellkept_knowledge.schemas.votes import KnowledgeVoteCreate, KnowledgeVoteRead
from wellkept_knowledge.service import drafts, suggesting, voting
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    QueryParameter,
    Response,
    ResponseSpec,
    documents,
    get,
    needs,
    post,
)

CREATED: Final = 201
OK: Final = 200
_ID = "01990000-0000-7000-8000-000000000001"
_DRAFT = {"chinese": {"language": "zh-CN"}}
_VOTE = {"solved": {"article_id": _ID, "kind": "solved", "note": "The filter it was."}}
_Limit = Annotated[int, Meta(ge=1, le=50)]


@post(
    "/draft",
    opt=needs(WRITE.name) | documents(problems=[errors.DraftNoResolution], examples=_DRAFT),
    responses={OK: ResponseSpec(KnowledgeDraftRead, description="The draft was there already.")},
)
async def create_draft(
    ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx], data: JSONBody[KnowledgeDraftCreate | None] = None
) -> Response[KnowledgeDraftRead]:
    """Make a draft of a resolved ticket without who and where it was, or return the one that is there."""
    draft, is_new = await drafts.draft(ctx, ticket_id, data or KnowledgeDraftCreate())
    headers = {"Location": f"/v1/knowledge/articles/{draft.article.id}"} if is_new else {}
    return Response(content=draft, status_code=CREATED if is_new else OK, headers=headers)


@get("/suggestions", opt=needs(READ.name))
async def list_suggestions(
    ticket_id: FromPath[UUID],
    ctx: NamedDependency[Ctx],
    limit: Annotated[
        _Limit | None, QueryParameter(description="Most articles; without it, as many as the contract says.")
    ] = None,
) -> KnowledgeSuggestions:
    """Return articles that could help with a ticket, the best first, and by what each was found."""
    return await suggesting.suggestions(ctx, ticket_id, limit=limit)


@get("/votes", opt=needs(READ.name))
async def list_votes(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[KnowledgeVoteRead]:
    """List what was said of articles on a ticket, the oldest first; callers from outside see what they said."""
    return await queries.vote_page(ctx, ticket_id, page)


@post(
    "/votes",
    opt=needs(VOTE.name) | documents(examples=_VOTE),
    responses={OK: ResponseSpec(KnowledgeVoteRead, description="It replaces what the caller said before.")},
)
async def give_vote(
    ticket_id: FromPath[UUID], data: JSONBody[KnowledgeVoteCreate], ctx: NamedDependency[Ctx]
) -> Response[KnowledgeVoteRead]:
    """Say what an article was worth on a ticket; an earlier vote of the caller there is replaced."""
    vote, is_new = await voting.vote(ctx, ticket_id, data)
    return Response(content=vote, status_code=CREATED if is_new else OK)


ROUTES = (create_draft, list_suggestions, list_votes, give_vote)
