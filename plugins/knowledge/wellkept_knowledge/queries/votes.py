"""What was said of articles on tickets."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge.queries.visibility import seen
from wellkept_knowledge.rules.votes import Tally
from wellkept_knowledge.schemas.votes import KnowledgeVoteRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.http import Page, PageRequest

_votes: Final = ListDeclaration(
    select="SELECT vote.* FROM knowledge_vote vote",
    sorts={"created_at": Sort("vote.created_at", datetime)},
    sort_default="created_at",
    id_column="vote.id",
)
_TALLIES: Final = (
    "SELECT article_id, SUM(CASE WHEN kind = 'used' THEN 1 ELSE 0 END) AS used,"
    " SUM(CASE WHEN kind = 'solved' THEN 1 ELSE 0 END) AS solved,"
    " SUM(CASE WHEN kind = 'misleading' THEN 1 ELSE 0 END) AS misleading,"
    " SUM(CASE WHEN kind = 'misleading' AND created_at >= ? AND (reviewed_at IS NULL OR created_at >= reviewed_at)"
    " THEN 1 ELSE 0 END) AS misleading_lately,"
    " COUNT(DISTINCT CASE WHEN kind <> 'misleading' AND (reviewed_at IS NULL OR reopened_at >= reviewed_at)"
    " AND reopened_at IS NOT NULL THEN ticket_id END) AS reopened"
    " FROM (SELECT vote.*, knowledge_article.reviewed_at FROM knowledge_vote vote"
    " JOIN knowledge_article ON knowledge_article.id = vote.article_id WHERE {where}) voted GROUP BY article_id"
)


class Standing(Struct, frozen=True, kw_only=True):
    """
    What the votes for an article come to.

    Args:
        tally: all of them.
        misleading: those that still count against it.
        reopened: how many tickets came back on which it was said to have helped, since its last review.
    """

    tally: Tally
    misleading: int
    reopened: int


async def vote_page(ctx: Ctx, ticket_id: UUID, page: PageRequest) -> Page[KnowledgeVoteRead]:
    """Return what was said on a ticket, the oldest first; callers from outside see what they said themselves."""
    own = Clause("vote.actor_id = ?", (ctx.actor.id,)) if ctx.actor.is_outside else TRUE
    where = all_of(Clause("vote.ticket_id = ?", (ticket_id,)), own)
    found = await ctx.db.page(_votes, page, where=where)
    return Page(items=[KnowledgeVoteRead.of(row) for row in found.items], next_cursor=found.next_cursor)


async def is_findable(ctx: Ctx, article_id: UUID) -> bool:
    """Return whether there is an article that the caller may see and that is published or stale."""
    found = Clause("knowledge_article.id = ? AND knowledge_article.status IN ('published', 'stale')", (article_id,))
    where = all_of(found, await seen(ctx))
    row = await ctx.db.fetch_one(f"SELECT 1 AS one FROM knowledge_article WHERE {where.sql}", *where.args)
    return row is not None


async def standings(ctx: Ctx, article_ids: Collection[UUID], *, since: datetime) -> Mapping[UUID, Standing]:
    """
    Return what the votes for articles come to; one statement. Articles without votes are absent.

    Args:
        ctx: whose transaction has locked them.
        article_ids: which.
        since: misleading votes from before do not count against an article.
    """
    where = ctx.db.any_of("vote.article_id", article_ids)
    rows = await ctx.db.fetch(_TALLIES.format(where=where.sql), since, *where.args)
    return {row["article_id"]: _standing(row) for row in rows}


def _standing(row: Row) -> Standing:
    return Standing(
        tally=Tally(used=row["used"], solved=row["solved"], misleading=row["misleading"]),
        misleading=row["misleading_lately"],
        reopened=row["reopened"],
    )
