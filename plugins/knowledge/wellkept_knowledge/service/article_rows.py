"""The rows of articles: their numbers, their locks, their labels, and what every change of them keeps."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from wellkept_knowledge.errors import ArticleNotAllowed, ArticleNotFound
from wellkept_knowledge.rules.kinds import FINDABLE, LabelKind
from wellkept_knowledge.schemas.articles import LABEL_FIELDS
from wellkept_knowledge.tables import KnowledgeArticle, KnowledgeRevision
from wellkept_sdk import Ctx
from wellkept_sdk.db import Numbering, Row, store
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.ids import uuid7

FIRST_REVISION = 1
_NUMBERS = Numbering("knowledge_article", column="number")


async def insert(
    ctx: Ctx, *, values: Mapping[str, Any], texts: Mapping[str, Any], labels: Mapping[str, Iterable[object]]
) -> Row:
    """
    Store a new draft with its first revision and its labels, and return it.

    Args:
        ctx: in whose transaction.
        values: columns of the article.
        texts: columns of the revision.
        labels: by field of the API.
    """
    row = await ctx.db.insert(
        KnowledgeArticle,
        id=uuid7(),
        number=await _NUMBERS.place(ctx.db),
        current_revision=FIRST_REVISION,
        created_at=ctx.at,
        updated_at=ctx.at,
        **values,
    )
    await ctx.db.insert(KnowledgeRevision, article_id=row["id"], revision=FIRST_REVISION, created_at=ctx.at, **texts)
    await store_labels(ctx, row["id"], labels)
    return row


async def locked(ctx: Ctx, article_id: UUID) -> Row:
    """
    Return an article that nobody else changes before the running transaction ends.

    Raises:
        ArticleNotFound: there is none.
    """
    row = await ctx.db.locked(KnowledgeArticle, article_id)
    if row is None:
        raise ArticleNotFound
    return row


async def store_labels(ctx: Ctx, article_id: UUID, labels: Mapping[str, Iterable[object]]) -> None:
    """Give an article these labels of these fields, and no others of them."""
    for field in labels:
        await ctx.db.execute(
            "DELETE FROM knowledge_label WHERE article_id = ? AND kind = ?", article_id, LABEL_FIELDS[field].value
        )
    rows = [
        (uuid7(), article_id, LABEL_FIELDS[field].value, value)
        for field, values in labels.items()
        for value in dict.fromkeys(map(str, values))
    ]
    await store(ctx.db, "knowledge_label", columns=("id", "article_id", "kind", "value"), rows=rows)


async def reference_mistakes(ctx: Ctx, given: Mapping[str, Any]) -> list[Invalid]:
    """Return which accounts, customers and projects of a body are not there, each at its place."""
    mistakes: list[Invalid] = []
    owner_id = given.get("owner_id")
    if owner_id is not None and not await _present(ctx, "user_account", [owner_id], condition=" AND active"):
        mistakes.append(unknown_reference("/owner_id", "account"))
    for field, table in (("customer_ids", LabelKind.CUSTOMER), ("project_ids", LabelKind.PROJECT)):
        wanted: list[UUID] = list(given.get(field, []))
        there = await _present(ctx, table.value, wanted) if wanted else frozenset[UUID]()
        mistakes += [
            unknown_reference(f"/{field}/{place}", table.value)
            for place, each in enumerate(wanted)
            if each not in there
        ]
    return mistakes


async def require_references(ctx: Ctx, given: Mapping[str, Any]) -> None:
    """
    Make sure that the accounts, customers and projects of a body are there.

    Raises:
        Invalid: some are not.
    """
    refuse(await reference_mistakes(ctx, given))


def not_allowed(row: Row, allowed: Iterable[str]) -> ArticleNotAllowed:
    """Return the failure that an article's status does not allow something, with what it allows."""
    return ArticleNotAllowed(article_status=row["status"], allowed=[str(each) for each in allowed])


def found_revision(row: Mapping[str, Any]) -> int | None:
    """Return the revision by which a search finds an article; None where it does not."""
    return row["published_revision"] if row["status"] in FINDABLE else None


def subject(article_id: UUID) -> str:
    """Return an article as the audit names it."""
    return f"knowledge/articles/{article_id}"


async def _present(ctx: Ctx, table: str, ids: Iterable[UUID], *, condition: str = "") -> frozenset[UUID]:
    where = ctx.db.any_of("id", list(ids))
    rows = await ctx.db.fetch(f"SELECT id FROM {table} WHERE {where.sql}{condition}", *where.args)
    return frozenset(row["id"] for row in rows)
