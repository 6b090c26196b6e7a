"""Published articles as lessons, some at a time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge.rules.kinds import LabelKind
from wellkept_knowledge.rules.training import Lesson
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Row, all_of

_LESSONS: Final = (
    "SELECT knowledge_article.id AS article_id, knowledge_article.number, knowledge_article.language, revision.*"
    " FROM knowledge_article JOIN knowledge_revision revision ON revision.article_id = knowledge_article.id"
    " AND revision.revision = knowledge_article.published_revision"
    " WHERE knowledge_article.status = 'published' AND knowledge_article.number > ? AND ({where})"
    " ORDER BY knowledge_article.number LIMIT ?"
)
_LABELLED: Final = (
    "EXISTS (SELECT 1 FROM knowledge_label label"
    " WHERE label.article_id = knowledge_article.id AND label.kind = ? AND label.value = ?)"
)
_LABELS: Final = (
    "SELECT label.article_id, label.kind, label.value FROM knowledge_label label WHERE {where}"
    " ORDER BY label.article_id, label.kind, label.value"
)


class ExportFilters(Struct, frozen=True, kw_only=True):
    """Which articles are exported: of one category, of one model."""

    category: str | None = None
    model: str | None = None

    def clause(self) -> Clause:
        """Return the condition that both make together."""
        return all_of(_labelled(LabelKind.CATEGORY, self.category), _labelled(LabelKind.MODEL, self.model))


async def lessons_after(ctx: Ctx, number: int, *, filters: ExportFilters, limit: int) -> list[Lesson]:
    """Return the lessons with higher numbers, in the order of their numbers, in two statements."""
    where = filters.clause()
    rows = await ctx.db.fetch(_LESSONS.format(where=where.sql), number, *where.args, limit)
    labels = await _labels(ctx, [row["article_id"] for row in rows])
    return [_lesson(row, labels[row["article_id"]]) for row in rows]


async def _labels(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, list[str]]]:
    where = ctx.db.any_of("label.article_id", ids)
    labels: defaultdict[UUID, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in await ctx.db.fetch(_LABELS.format(where=where.sql), *where.args):
        labels[row["article_id"]][row["kind"]].append(row["value"])
    return labels


def _lesson(row: Row, labels: Mapping[str, list[str]]) -> Lesson:
    return Lesson(
        number=row["number"],
        revision=row["revision"],
        language=row["language"],
        title=row["title"],
        symptom=row["symptom"],
        cause=row["cause"],
        remedy=row["remedy"],
        body=row["body"],
        models=labels[LabelKind.MODEL],
        fault_codes=labels[LabelKind.FAULT_CODE],
        categories=labels[LabelKind.CATEGORY],
        safety=row["safety"],
        tools=row["tools"],
        parts=row["parts"],
    )


def _labelled(kind: LabelKind, value: str | None) -> Clause:
    return TRUE if value is None else Clause(_LABELLED, (kind.value, value))
