"""Votes: given on tickets, counted, taken back in part when a ticket comes back; too many bad ones make stale."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from wellkept_knowledge import events
from wellkept_knowledge.queries import votes as queries
from wellkept_knowledge.queries.votes import Standing
from wellkept_knowledge.rules.articles import KnowledgeAction
from wellkept_knowledge.rules.kinds import KnowledgeStatus
from wellkept_knowledge.rules.votes import Tally, boost_milli, stale_because
from wellkept_knowledge.schemas.votes import KnowledgeVoteCreate, KnowledgeVoteRead
from wellkept_knowledge.service import article_rows as rows
from wellkept_knowledge.service.transitions import move
from wellkept_knowledge.terms import KnowledgeTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.errors import PermissionDenied, unknown_reference
from wellkept_sdk.hooks.tickets import TransitionedTicket
from wellkept_sdk.ids import uuid7
from wellkept_sdk.records.tickets import Action

_NOTHING: Final = Standing(tally=Tally(), misleading=0, reopened=0)
_STORE: Final = (
    "INSERT INTO knowledge_vote (id, article_id, ticket_id, actor_id, kind, note, created_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article_id, ticket_id, actor_id)"
    " DO UPDATE SET kind = excluded.kind, note = excluded.note, created_at = excluded.created_at RETURNING *"
)
_COUNT: Final = (
    "UPDATE knowledge_article SET used = ?, solved = ?, misleading = ?, boost_milli = ?, updated_at = ?,"
    " version = version + 1 WHERE id = ?"
)
_TAKE_BACK: Final = (
    "UPDATE knowledge_vote SET reopened_at = ?, kind = 'used' WHERE ticket_id = ? AND kind IN ('used', 'solved')"
)
_VOTED: Final = (
    "SELECT knowledge_article.* FROM knowledge_article WHERE knowledge_article.id IN"
    " (SELECT vote.article_id FROM knowledge_vote vote WHERE vote.ticket_id = ? AND vote.kind IN ('used', 'solved'))"
    " ORDER BY knowledge_article.id"
)


async def vote(ctx: Ctx, ticket_id: UUID, given: KnowledgeVoteCreate) -> tuple[KnowledgeVoteRead, bool]:
    """
    Keep what the caller says of an article on a ticket, and return it; True with it if it is the first time.

    Raises:
        Invalid: there is no such article that the caller may see and that is published or stale.
        PermissionDenied: the caller has no account.
    """
    if ctx.actor.id is None:
        raise PermissionDenied
    async with ctx.db.transaction():
        if not await queries.is_findable(ctx, given.article_id):
            raise unknown_reference("/article_id", "article")
        # The ticket first, as whoever reopens it does.
        await ctx.raise_version(RecordName.TICKET, ticket_id)
        article = await rows.locked(ctx, given.article_id)
        vote_id = uuid7()
        row = await ctx.db.fetch_one(
            _STORE,
            *(vote_id, given.article_id, ticket_id, ctx.actor.id, given.kind.value, given.note, ctx.at),
        )
        assert row is not None, "a vote is stored or replaces one"
        await _follow(ctx, [article])
        await ctx.emit(events.VoteGiven(article_id=given.article_id, ticket_id=ticket_id, kind=given.kind))
        return KnowledgeVoteRead.of(row), row["id"] == vote_id


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Hold a ticket that comes back against the articles that were said to have helped: what solved it was of use."""
    if event.action not in {Action.REOPEN, Action.REJECT}:
        return
    suffix = " FOR UPDATE" if ctx.db.dialect is Dialect.POSTGRES else ""
    articles = await ctx.db.fetch(f"{_VOTED}{suffix}", event.ticket.id)
    if articles:
        await ctx.db.execute(_TAKE_BACK, ctx.at, event.ticket.id)
        await _follow(ctx, articles)


async def _follow(ctx: Ctx, articles: Sequence[Row]) -> None:
    """Count the votes for locked articles again, and mark as stale those that have too many bad ones."""
    rule = ctx.terms(KnowledgeTerms).stale_after
    ids = [article["id"] for article in articles]
    standings = await queries.standings(ctx, ids, since=ctx.at - timedelta(days=rule.per_days))
    await ctx.db.execute_many(_COUNT, [_counted(ctx, each, standings.get(each, _NOTHING).tally) for each in ids])
    for article in articles:
        standing = standings.get(article["id"], _NOTHING)
        because = stale_because(rule, misleading=standing.misleading, reopened=standing.reopened)
        if because is not None:
            await mark_stale(ctx, article, because=because)


async def mark_stale(ctx: Ctx, article: Row, *, because: str) -> None:
    """Mark a locked article as stale, unless it is so already or not published."""
    if article["status"] == KnowledgeStatus.PUBLISHED:
        await move(ctx, article, KnowledgeAction.MARK_STALE, {"stale_because": str(because)}, said={})


def _counted(ctx: Ctx, article_id: UUID, tally: Tally) -> Sequence[object]:
    return (tally.used, tally.solved, tally.misleading, boost_milli(tally), ctx.at, article_id)
