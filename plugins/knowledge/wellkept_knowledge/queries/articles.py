"""Articles with their labels, as callers see them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_knowledge.errors import ArticleNotFound
from wellkept_knowledge.queries.visibility import own_ids, seen
from wellkept_knowledge.rules.kinds import KnowledgeStatus, LabelKind
from wellkept_knowledge.schemas.articles import (
    KnowledgeArticleItem,
    KnowledgeArticleRead,
    KnowledgeRevisionRead,
    Outsider,
    article_item,
    article_read,
)
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Dialect, ListDeclaration, Row, Sort, all_of, equal, given
from wellkept_sdk.http import Page, PageRequest

#: The current revision for our own house, the published one for all others.
_REVISION: Final = (
    "JOIN knowledge_revision revision ON revision.article_id = knowledge_article.id AND revision.revision ="
)
_JOINS: Final = {
    False: f"FROM knowledge_article {_REVISION} knowledge_article.current_revision",
    True: f"FROM knowledge_article {_REVISION} knowledge_article.published_revision",
}
_TEXTS: Final = (
    "revision.revision, revision.symptom, revision.cause, revision.remedy, revision.body, revision.safety,"
    " revision.tools, revision.parts, revision.author_id, revision.reviewer_id"
)
_SORTS: Final = {
    "number": Sort("knowledge_article.number", int),
    "updated_at": Sort("knowledge_article.updated_at", datetime),
}
_lists: Final = {
    is_outside: ListDeclaration(
        select=f"SELECT knowledge_article.*, revision.title {joins}",
        sorts=_SORTS,
        sort_default="number",
        id_column="knowledge_article.id",
    )
    for is_outside, joins in _JOINS.items()
}
_LABELLED: Final = (
    "knowledge_article.id IN (SELECT label.article_id FROM knowledge_label label"
    " WHERE label.kind = '{kind}' AND label.value = ?)"
)
_revisions: Final = ListDeclaration(
    select="SELECT revision.* FROM knowledge_revision revision JOIN knowledge_article"
    " ON knowledge_article.id = revision.article_id",
    sorts={"revision": Sort("revision.revision", int)},
    sort_default="revision",
    id_column="revision.id",
)


class ArticleFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which articles a list shows; `review_before` is a day, and theirs comes earlier."""

    status: KnowledgeStatus | None = None
    model: str | None = None
    fault_code: str | None = None
    category: str | None = None
    owner_id: UUID | None = None
    language: str | None = None
    review_before: date | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(
            equal("knowledge_article.status", self.status),
            equal("knowledge_article.owner_id", self.owner_id),
            equal("knowledge_article.language", self.language),
            given("knowledge_article.review_on < ?", self.review_before),
            labelled(LabelKind.MODEL, self.model),
            labelled(LabelKind.FAULT_CODE, self.fault_code),
            labelled(LabelKind.CATEGORY, self.category),
        )


def labelled(kind: LabelKind, value: str | None) -> Clause:
    """Return the condition that an article has a label; TRUE without a value."""
    return given(_LABELLED.format(kind=kind), value)


async def article_page(
    ctx: Ctx, page: PageRequest, *, filters: ArticleFilters, sort: str | None
) -> Page[KnowledgeArticleItem]:
    """Return one page of the articles that the caller may see, without their texts."""
    where = all_of(await seen(ctx), _not_ours(ctx, filters), filters.clause())
    listing = _lists[ctx.actor.is_outside]
    found = await ctx.db.page(listing, page, where=where, sort=sort, filters=msgspec.to_builtins(filters))
    labels = await labels_of(ctx, [row["id"] for row in found.items])
    outsider = await _outsider(ctx)
    items = [article_item(row, labels.get(row["id"], []), outsider) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def article(ctx: Ctx, article_id: UUID) -> KnowledgeArticleRead:
    """
    Return one article that the caller may see.

    Raises:
        ArticleNotFound: there is none.
    """
    where = all_of(Clause("knowledge_article.id = ?", (article_id,)), await seen(ctx))
    row = await ctx.db.fetch_one(
        f"SELECT knowledge_article.*, revision.title, {_TEXTS} {_JOINS[ctx.actor.is_outside]} WHERE {where.sql}",
        *where.args,
    )
    if row is None:
        raise ArticleNotFound
    labels = await labels_of(ctx, [article_id])
    return article_read(row, labels.get(article_id, []), await _outsider(ctx))


async def revision_page(ctx: Ctx, article_id: UUID, page: PageRequest) -> Page[KnowledgeRevisionRead]:
    """
    Return the revisions of an article, the oldest first; callers from outside see the published one alone.

    Raises:
        ArticleNotFound: there is no such article that the caller may see.
    """
    await require_seen(ctx, article_id)
    is_outside = ctx.actor.is_outside
    shown = Clause("revision.revision = knowledge_article.published_revision") if is_outside else TRUE
    where = all_of(Clause("revision.article_id = ?", (article_id,)), shown)
    found = await ctx.db.page(_revisions, page, where=where)
    items = [KnowledgeRevisionRead.of(row, is_outside=is_outside) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def revision(ctx: Ctx, article_id: UUID, number: int) -> Row:
    """Return a revision as it is stored."""
    row = await ctx.db.fetch_one(
        "SELECT * FROM knowledge_revision WHERE article_id = ? AND revision = ?", article_id, number
    )
    assert row is not None, "an article has every revision up to its current one"
    return row


async def titled(ctx: Ctx, title: str) -> UUID:
    """Return the first article whose first revision has a title that is known to exist."""
    row = await ctx.db.fetch_one(
        "SELECT article_id FROM knowledge_revision WHERE revision = 1 AND title = ? ORDER BY article_id", title
    )
    assert row is not None, "the title is known"
    return row["article_id"]


async def require_seen(ctx: Ctx, article_id: UUID) -> None:
    """
    Make sure that there is an article, and that the caller may see it.

    Raises:
        ArticleNotFound: there is none.
    """
    where = all_of(Clause("knowledge_article.id = ?", (article_id,)), await seen(ctx))
    if await ctx.db.fetch_one(f"SELECT 1 AS one FROM knowledge_article WHERE {where.sql}", *where.args) is None:
        raise ArticleNotFound


async def labels_of(ctx: Ctx, article_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Row]]:
    """Return the labels of articles in the order of their values; one statement."""
    if not article_ids:
        return {}
    where = ctx.db.any_of("article_id", article_ids)
    rows = await ctx.db.fetch(
        f"SELECT article_id, kind, value FROM knowledge_label WHERE {where.sql} ORDER BY value{bytewise(ctx)}",
        *where.args,
    )
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["article_id"]].append(row)
    return found


def bytewise(ctx: Ctx) -> str:
    """Return what makes an order of texts the same on both databases."""
    return ' COLLATE "C"' if ctx.db.dialect is Dialect.POSTGRES else ""


def _not_ours(ctx: Ctx, filters: ArticleFilters) -> Clause:
    """Return the condition that keeps callers from outside from choosing by what they are not shown."""
    asks = filters.owner_id is not None or filters.review_before is not None
    return Clause("FALSE") if ctx.actor.is_outside and asks else TRUE


async def _outsider(ctx: Ctx) -> Outsider | None:
    return Outsider(ids=await own_ids(ctx)) if ctx.actor.is_outside else None
