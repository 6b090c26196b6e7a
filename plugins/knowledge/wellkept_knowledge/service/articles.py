"""Writing articles, and changing what they belong to."""

from typing import Any, Final
from uuid import UUID

from msgspec import UNSET
from msgspec.structs import asdict

from wellkept_knowledge import events
from wellkept_knowledge.errors import ArticleNotAllowed
from wellkept_knowledge.queries import articles as queries
from wellkept_knowledge.rules.articles import KnowledgeAction
from wellkept_knowledge.rules.kinds import KnowledgeStatus
from wellkept_knowledge.rules.languages import canonical_tag, language_of
from wellkept_knowledge.schemas.articles import (
    LABEL_FIELDS,
    TEXTS,
    KnowledgeArticleCreate,
    KnowledgeArticlePatch,
    KnowledgeArticleRead,
    KnowledgeRevisionCreate,
    KnowledgeRevisionRead,
)
from wellkept_knowledge.service import article_rows as rows
from wellkept_knowledge.service import indexing
from wellkept_knowledge.tables import KnowledgeArticle, KnowledgeRevision
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import invalid
from wellkept_sdk.http import IfMatch

_LINES: Final = ("safety", "tools", "parts")


async def create(ctx: Ctx, draft: KnowledgeArticleCreate) -> KnowledgeArticleRead:
    """
    Write an article, which is a draft until it is published; its author is its owner.

    Raises:
        Invalid: the body has mistakes.
    """
    given = asdict(draft)
    language = known_language(draft.language) or language_of(draft.title, draft.symptom, draft.remedy, draft.body)
    async with ctx.db.transaction():
        await rows.require_references(ctx, given)
        values = {"audience": draft.audience.value, "language": language, "review_on": draft.review_on}
        row = await rows.insert(
            ctx,
            values={**values, "owner_id": ctx.actor.id},
            texts={**texts_of(given), "author_id": ctx.actor.id, "note": draft.note},
            labels={field: given[field] for field in LABEL_FIELDS},
        )
        labels = {field: given[field] for field in LABEL_FIELDS if given[field]}
        await ctx.audit(events.ArticleDrafted.type, subject=rows.subject(row["id"]), after={**values, **labels})
        await ctx.emit(events.ArticleDrafted(article_id=row["id"], number=row["number"]))
        return await queries.article(ctx, row["id"])


async def update(
    ctx: Ctx, article_id: UUID, patch: KnowledgeArticlePatch, *, if_match: IfMatch
) -> KnowledgeArticleRead:
    """
    Change whom an article is for, who looks after it and what it belongs to; what stays as it was is not written.

    Raises:
        ArticleNotFound: there is no such article.
        PreconditionFailed: it has changed since the version that the caller has seen.
        Invalid: the body has mistakes.
    """
    given: dict[str, Any] = {name: value for name, value in asdict(patch).items() if value is not UNSET}
    async with ctx.db.transaction():
        before = await rows.locked(ctx, article_id)
        if_match.require(before["version"])
        await rows.require_references(ctx, given)
        changes = {name: value for name, value in given.items() if name not in LABEL_FIELDS and before[name] != value}
        labels = await _changed_labels(ctx, article_id, given)
        if changes or labels:
            await ctx.db.update(KnowledgeArticle, article_id, changes={"status": before["status"], **changes})
            await rows.store_labels(ctx, article_id, labels)
            if rows.found_revision(before) is not None:
                await indexing.index(ctx, article_id)
            await ctx.audit(
                "knowledge.article.updated",
                subject=rows.subject(article_id),
                before={name: before[name] for name in changes},
                after={**changes, **labels},
            )
        return await queries.article(ctx, article_id)


async def revise(
    ctx: Ctx, article_id: UUID, draft: KnowledgeRevisionCreate, *, if_match: IfMatch
) -> KnowledgeRevisionRead:
    """
    Say an article anew; one that is published is found as it was until the revision is published.

    Raises:
        ArticleNotFound: there is no such article.
        PreconditionFailed: it has changed since the version that the caller has seen.
        ArticleNotAllowed: it is retired.
    """
    given = {name: value for name, value in asdict(draft).items() if value is not UNSET}
    async with ctx.db.transaction():
        before = await rows.locked(ctx, article_id)
        if_match.require(before["version"])
        if before["status"] == KnowledgeStatus.RETIRED:
            raise ArticleNotAllowed(article_status=before["status"], allowed=[KnowledgeAction.RESTORE])
        row = await add_revision(ctx, before, texts_of(given), author_id=ctx.actor.id, note=draft.note)
        return KnowledgeRevisionRead.of(row, is_outside=False)


async def add_revision(
    ctx: Ctx, article: Row, texts: dict[str, Any], *, author_id: UUID | None, note: str | None
) -> Row:
    """Give a locked article a new current revision, in which texts that are not given stay as they were."""
    current = await queries.revision(ctx, article["id"], article["current_revision"])
    number = article["current_revision"] + 1
    row = await ctx.db.insert(
        KnowledgeRevision,
        article_id=article["id"],
        revision=number,
        **{name: texts.get(name, current[name]) for name in TEXTS},
        author_id=author_id,
        note=note,
        created_at=ctx.at,
    )
    await ctx.db.update(KnowledgeArticle, article["id"], changes={"current_revision": number})
    changed = sorted(name for name, value in texts.items() if value != current[name])
    await ctx.audit(
        "knowledge.article.revised",
        subject=rows.subject(article["id"]),
        after={"revision": number, "changed_fields": changed, "note": note},
    )
    return row


def texts_of(given: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a revision that a body gives; one text alone is a list of one."""
    texts = {name: given[name] for name in TEXTS if name in given}
    for name in _LINES:
        if isinstance(texts.get(name), str):
            texts[name] = [texts[name]] if texts[name].strip() else []
    return texts


def known_language(tag: str | None) -> str | None:
    """
    Return a language tag of a body as it is stored.

    Raises:
        Invalid: there is no such language.
    """
    if tag is None:
        return None
    canonical = canonical_tag(tag)
    if canonical is None:
        raise invalid("/language", "not_a_choice", "This is no tag of a known language, such as zh-CN or en.")
    return canonical


async def _changed_labels(ctx: Ctx, article_id: UUID, given: dict[str, Any]) -> dict[str, list[str]]:
    """Return the labels that a patch changes, by field."""
    present = (await queries.labels_of(ctx, [article_id])).get(article_id, [])
    changed: dict[str, list[str]] = {}
    for field, kind in LABEL_FIELDS.items():
        if field in given:
            wanted = [*map(str, given[field])]
            if set(wanted) != {label["value"] for label in present if label["kind"] == kind}:
                changed[field] = wanted
    return changed
