"""What is done to articles: reviewed by somebody else, published, marked stale, retired."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from wellkept_knowledge import events
from wellkept_knowledge.errors import ArticleFourEyes, ArticleIncomplete
from wellkept_knowledge.permissions import APPROVE, WRITE
from wellkept_knowledge.queries import articles as queries
from wellkept_knowledge.rules.articles import (
    DESTINATION,
    KnowledgeAction,
    allowed_actions,
    is_complete,
    needs_other_eyes,
    next_review,
)
from wellkept_knowledge.rules.kinds import KnowledgeStatus
from wellkept_knowledge.schemas.articles import KnowledgeArticleRead
from wellkept_knowledge.schemas.transitions import (
    KnowledgeActionRead,
    KnowledgeActions,
    KnowledgeMarkStale,
    KnowledgePublish,
    KnowledgeRestore,
    KnowledgeRetire,
    KnowledgeReturn,
    KnowledgeSubmit,
    KnowledgeTransition,
)
from wellkept_knowledge.service import article_rows as rows
from wellkept_knowledge.service import indexing
from wellkept_knowledge.settings import KnowledgeSettings
from wellkept_knowledge.tables import KnowledgeArticle
from wellkept_knowledge.terms import KnowledgeTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.errors import PermissionDenied
from wellkept_sdk.http import IfMatch

_ACTION: Final[Mapping[type[KnowledgeTransition], KnowledgeAction]] = {
    KnowledgeSubmit: KnowledgeAction.SUBMIT,
    KnowledgePublish: KnowledgeAction.PUBLISH,
    KnowledgeReturn: KnowledgeAction.RETURN,
    KnowledgeMarkStale: KnowledgeAction.MARK_STALE,
    KnowledgeRetire: KnowledgeAction.RETIRE,
    KnowledgeRestore: KnowledgeAction.RESTORE,
}
_BY_WRITERS: Final = (KnowledgeAction.SUBMIT, KnowledgeAction.MARK_STALE)
_EVENT: Final[Mapping[KnowledgeAction, type[events.ArticleEvent]]] = {
    KnowledgeAction.SUBMIT: events.ArticleSubmitted,
    KnowledgeAction.RETURN: events.ArticleReturned,
    KnowledgeAction.RETIRE: events.ArticleRetired,
    KnowledgeAction.RESTORE: events.ArticleRestored,
}


async def actions(ctx: Ctx, article_id: UUID) -> KnowledgeActions:
    """
    Return every action, and whether the article's status allows it and the caller may do it.

    Raises:
        ArticleNotFound: there is no such article that the caller may see.
    """
    article = await queries.article(ctx, article_id)
    has_newer = article.published_revision is not None and article.published_revision < article.current_revision
    allowed = allowed_actions(article.status, has_newer=has_newer)
    return KnowledgeActions(
        status=article.status,
        actions=[
            KnowledgeActionRead(
                action=action, allowed=action in allowed and ctx.actor.may(_permission(action)), to=DESTINATION[action]
            )
            for action in KnowledgeAction
        ],
    )


async def transition(
    ctx: Ctx, article_id: UUID, data: KnowledgeTransition, *, if_match: IfMatch
) -> KnowledgeArticleRead:
    """
    Do an action to an article.

    Raises:
        PermissionDenied: the action is for others.
        ArticleNotFound: there is no such article.
        PreconditionFailed: it has changed since the version that the caller has seen.
        ArticleNotAllowed: its status does not allow it.
        ArticleFourEyes: it would be published by the author of the revision.
        ArticleIncomplete: it would be published with neither remedy nor body.
    """
    action = _ACTION[type(data)]
    if not ctx.actor.may(_permission(action)):
        raise PermissionDenied(permissions=[_permission(action)])
    reason: str | None = getattr(data, "reason", None)
    async with ctx.db.transaction():
        before = await rows.locked(ctx, article_id)
        if_match.require(before["version"])
        require_allowed(before, action)
        changes = await _changes(ctx, before, action, reason)
        await move(ctx, before, action, changes, said={"reason": reason, "note": data.note})
        return await queries.article(ctx, article_id)


async def move(
    ctx: Ctx, before: Row, action: KnowledgeAction, changes: Mapping[str, Any], *, said: Mapping[str, object]
) -> None:
    """Store an action to a locked article with what it changes, in the index, the audit and the announcements."""
    after = {**before, **changes, "status": DESTINATION[action].value}
    await ctx.db.update(KnowledgeArticle, before["id"], changes={**changes, "status": after["status"]})
    if rows.found_revision(before) != rows.found_revision(after):
        await indexing.index(ctx, before["id"])
    told = _told(action, after)
    await ctx.audit(
        told.type, subject=rows.subject(before["id"]), before={"status": before["status"]}, after={**changes, **said}
    )
    await ctx.emit(told)


def require_allowed(row: Row, action: KnowledgeAction) -> None:
    """
    Make sure that the status of an article allows an action.

    Raises:
        ArticleNotAllowed: it does not; the problem names the actions that it allows.
    """
    published = row["published_revision"]
    has_newer = published is not None and published < row["current_revision"]
    allowed = allowed_actions(KnowledgeStatus(row["status"]), has_newer=has_newer)
    if action not in allowed:
        raise rows.not_allowed(row, allowed)


async def _changes(ctx: Ctx, row: Row, action: KnowledgeAction, reason: str | None) -> dict[str, Any]:
    if action is KnowledgeAction.PUBLISH:
        return await _published(ctx, row)
    if action is KnowledgeAction.MARK_STALE:
        return {"stale_because": reason}
    if action is KnowledgeAction.RESTORE:
        return {"published_revision": None}
    return {"stale_because": None}


async def _published(ctx: Ctx, row: Row) -> dict[str, Any]:
    revision = await queries.revision(ctx, row["id"], row["current_revision"])
    four_eyes = ctx.settings(KnowledgeSettings).four_eyes
    if four_eyes and needs_other_eyes(author_id=revision["author_id"], actor_id=ctx.actor.id):
        raise ArticleFourEyes
    if not is_complete(remedy=revision["remedy"], body=revision["body"]):
        raise ArticleIncomplete
    await ctx.db.execute("UPDATE knowledge_revision SET reviewer_id = ? WHERE id = ?", ctx.actor.id, revision["id"])
    months = (await _terms(ctx, row)).review_after_months
    return {
        "published_revision": row["current_revision"],
        "stale_because": None,
        "reviewed_at": ctx.at,
        "review_on": next_review(row["review_on"], today=ctx.at.date(), after_months=months),
    }


async def _terms(ctx: Ctx, row: Row) -> KnowledgeTerms:
    """Return the terms of the ticket that an article comes from; the default ones if it comes from none."""
    origin: UUID | None = row["origin_ticket_id"]
    if origin is None:
        return ctx.terms(KnowledgeTerms)
    found = await ctx.terms_among(KnowledgeTerms, RecordName.TICKET, [origin])
    return found.get(origin, ctx.terms(KnowledgeTerms))


def _permission(action: KnowledgeAction) -> str:
    return (WRITE if action in _BY_WRITERS else APPROVE).name


def _told(action: KnowledgeAction, row: Mapping[str, Any]) -> events.ArticleEvent:
    article_id, number = row["id"], row["number"]
    if action is KnowledgeAction.PUBLISH:
        return events.ArticlePublished(article_id=article_id, number=number, revision=row["published_revision"])
    if action is KnowledgeAction.MARK_STALE:
        return events.ArticleMarkedStale(article_id=article_id, number=number, because=row["stale_because"])
    return _EVENT[action](article_id=article_id, number=number)
