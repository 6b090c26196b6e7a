"""Drafts from resolved tickets, without what tells who and where it was."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge import events
from wellkept_knowledge.errors import DraftNoResolution
from wellkept_knowledge.queries import articles as queries
from wellkept_knowledge.queries import tickets
from wellkept_knowledge.rules.deidentifying import Removed, deidentify
from wellkept_knowledge.rules.drafting import is_wanted, symptom_of
from wellkept_knowledge.rules.kinds import KnowledgeAudience, KnowledgeStatus
from wellkept_knowledge.rules.languages import language_of
from wellkept_knowledge.schemas.articles import TITLE_LENGTH_MAX
from wellkept_knowledge.schemas.drafts import KnowledgeDraftCreate, KnowledgeDraftRead, KnowledgeRemoved
from wellkept_knowledge.service import article_rows as rows
from wellkept_knowledge.service.articles import add_revision, known_language
from wellkept_knowledge.tables import KnowledgeArticle
from wellkept_knowledge.terms import KnowledgeTerms
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import TicketRecord

_OF_TICKET: Final = "SELECT id, status, current_revision FROM knowledge_article WHERE origin_ticket_id = ?"
_TEXTS: Final[tuple[str, ...]] = ("title", "symptom", "cause", "remedy")


class Learnt(Struct, frozen=True, kw_only=True):
    """What a ticket says, without who and where, and what was taken out."""

    texts: dict[str, str]
    labels: dict[str, list[str]]
    removed: Sequence[Removed]


async def draft(ctx: Ctx, ticket_id: UUID, wish: KnowledgeDraftCreate) -> tuple[KnowledgeDraftRead, bool]:
    """
    Return the draft of a ticket, and True with it if it was made just now.

    Raises:
        Invalid: there is no such language.
        DraftNoResolution: the ticket has none.
    """
    language = known_language(wish.language)
    async with ctx.db.transaction():
        await tickets.hold_ticket(ctx, ticket_id)
        there = await _of_ticket(ctx, ticket_id)
        if there is not None:
            return KnowledgeDraftRead(article=await queries.article(ctx, there["id"]), removed=[]), False
        ticket = await ctx.tickets.get(TicketId(ticket_id))
        if not ticket.resolution:
            raise DraftNoResolution
        learnt = await _learnt(ctx, ticket)
        article = await _insert(ctx, ticket, learnt, language=language)
        removed = [KnowledgeRemoved(kind=each.kind, count=each.count) for each in learnt.removed]
        return KnowledgeDraftRead(article=await queries.article(ctx, article["id"]), removed=removed), True


async def learn(ctx: Ctx, ticket_id: UUID) -> None:
    """Make a draft of a resolved ticket if its terms want one; a draft that is there says it as the ticket does now."""
    async with ctx.db.transaction():
        await tickets.hold_ticket(ctx, ticket_id)
        ticket = await ctx.tickets.get(TicketId(ticket_id))
        if not ticket.resolution or not await _is_wanted(ctx, ticket):
            return
        there = await _of_ticket(ctx, ticket_id)
        if there is None:
            await _insert(ctx, ticket, await _learnt(ctx, ticket), language=None)
        elif there["status"] == KnowledgeStatus.DRAFT:
            await _say_again(ctx, there["id"], await _learnt(ctx, ticket))


async def _is_wanted(ctx: Ctx, ticket: TicketRecord) -> bool:
    return is_wanted(
        ctx.terms(KnowledgeTerms).draft_from,
        grade=ticket.grade,
        has_recurred=ticket.previous_ticket_id is not None,
        was_consulted=await tickets.was_consulted(ctx, ticket.id),
    )


async def _of_ticket(ctx: Ctx, ticket_id: UUID) -> Row | None:
    return await ctx.db.fetch_one(_OF_TICKET, ticket_id)


async def _learnt(ctx: Ctx, ticket: TicketRecord) -> Learnt:
    around = await tickets.surroundings(ctx, ticket)
    resolution: dict[str, Any] = ticket.resolution or {}
    symptom = symptom_of(description=ticket.description, impact=ticket.impact, operating_state=ticket.operating_state)
    cleaned = deidentify(
        [ticket.title, symptom, resolution.get("cause") or "", resolution.get("measure") or ""], around.secrets
    )
    texts: dict[str, str] = dict(zip(_TEXTS, cleaned.texts, strict=True))
    # Placeholders may be longer than what they stand for.
    texts["title"] = texts["title"][:TITLE_LENGTH_MAX]
    labels = {"models": _given(around.model), "fault_codes": _given(ticket.fault_code)}
    return Learnt(texts=texts, labels=labels, removed=cleaned.removed)


async def _insert(ctx: Ctx, ticket: TicketRecord, learnt: Learnt, *, language: str | None) -> Row:
    values: dict[str, Any] = {
        "audience": KnowledgeAudience.INTERNAL.value,
        "language": language or language_of(*learnt.texts.values()),
        "owner_id": ctx.actor.id or ticket.assignee_id,
        "origin_ticket_id": ticket.id,
    }
    texts = {**learnt.texts, "author_id": ctx.actor.id}
    row = await rows.insert(ctx, values=values, texts=texts, labels=learnt.labels)
    await ctx.audit(
        events.ArticleDrafted.type,
        subject=rows.subject(row["id"]),
        after={**values, "removed": {each.kind.value: each.count for each in learnt.removed}},
    )
    await ctx.emit(events.ArticleDrafted(article_id=row["id"], number=row["number"], ticket_id=ticket.id))
    return row


async def _say_again(ctx: Ctx, article_id: UUID, learnt: Learnt) -> None:
    """Give an open draft the texts of its ticket, if they have changed since."""
    article = await ctx.db.locked(KnowledgeArticle, article_id)
    assert article is not None, "an article is never deleted"
    current = await queries.revision(ctx, article_id, article["current_revision"])
    if article["status"] == KnowledgeStatus.DRAFT and any(current[name] != learnt.texts[name] for name in _TEXTS):
        await add_revision(ctx, article, learnt.texts, author_id=ctx.actor.id, note="The ticket was resolved again.")


def _given(value: str | None) -> list[str]:
    return [value] if value else []
