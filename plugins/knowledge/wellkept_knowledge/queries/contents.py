"""What findable articles say: the content of their published revisions, with their labels as keys."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge.rules.documents import Content
from wellkept_knowledge.rules.kinds import KnowledgeAudience, LabelKind
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, Row

#: Which labels are searched as words; customers and projects only decide who may see the article.
_KEYS: Final = (LabelKind.MODEL, LabelKind.FAULT_CODE, LabelKind.CATEGORY)
_CONTENTS: Final = (
    "SELECT article.id AS article_id, article.number, article.audience, article.language,"
    " revision.title, revision.symptom, revision.cause, revision.remedy, revision.body, revision.safety, revision.tools"
    " FROM knowledge_article article JOIN knowledge_revision revision"
    " ON revision.article_id = article.id AND revision.revision = article.published_revision"
    " WHERE article.status IN ('published', 'stale') AND ({where}) ORDER BY article.number LIMIT {limit}"
)
_LABELS: Final = (
    "SELECT label.article_id, label.kind, label.value FROM knowledge_label label WHERE {where}"
    " ORDER BY label.article_id, label.kind, label.value"
)


class Findable(Struct, frozen=True, kw_only=True):
    """An article that searches find, as it has to be indexed."""

    article_id: UUID
    number: int
    audience_rank: int
    language: str
    content: Content


async def of_article(ctx: Ctx, article_id: UUID) -> Findable | None:
    """Return what an article says to those who search; None if it is not to be found."""
    found = await _contents(ctx, Clause("article.id = ?", (article_id,)), limit=1)
    return found[0] if found else None


async def after(ctx: Ctx, number: int, *, limit: int) -> list[Findable]:
    """Return what the findable articles with higher numbers say, in the order of their numbers."""
    return await _contents(ctx, Clause("article.number > ?", (number,)), limit=limit)


async def _contents(ctx: Ctx, where: Clause, *, limit: int) -> list[Findable]:
    rows = await ctx.db.fetch(_CONTENTS.format(where=where.sql, limit=limit), *where.args)
    keys = await _keys(ctx, [row["article_id"] for row in rows])
    return [_findable(row, keys[row["article_id"]]) for row in rows]


async def _keys(ctx: Ctx, ids: Sequence[UUID]) -> defaultdict[UUID, list[str]]:
    where = ctx.db.any_of("label.article_id", ids)
    keys: defaultdict[UUID, list[str]] = defaultdict(list)
    for row in await ctx.db.fetch(_LABELS.format(where=where.sql), *where.args):
        if row["kind"] in _KEYS:
            keys[row["article_id"]].append(row["value"])
    return keys


def _findable(row: Row, keys: Sequence[str]) -> Findable:
    return Findable(
        article_id=row["article_id"],
        number=row["number"],
        audience_rank=KnowledgeAudience(row["audience"]).rank,
        language=row["language"],
        content=Content(
            title=row["title"],
            keys=keys,
            symptom=row["symptom"],
            cause=row["cause"],
            remedy=row["remedy"],
            body=row["body"],
            safety=row["safety"],
            tools=row["tools"],
        ),
    )
