"""Offering articles for a ticket, while it is being opened and while it is worked on."""

import asyncio
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from msgspec.structs import asdict

from wellkept_knowledge.queries import suggesting as queries
from wellkept_knowledge.queries.search import Favour, Found, Question, find
from wellkept_knowledge.queries.suggesting import Matter
from wellkept_knowledge.queries.tickets import model_of
from wellkept_knowledge.rules.highlights import highlights
from wellkept_knowledge.rules.queries import Query, parsed
from wellkept_knowledge.schemas.suggestions import Because, KnowledgeSuggestionRead, KnowledgeSuggestions
from wellkept_knowledge.service.article_rows import subject
from wellkept_knowledge.service.searching import hit_of
from wellkept_knowledge.terms import KnowledgeTerms
from wellkept_sdk import Ctx
from wellkept_sdk.hooks.ticket_questions import Suggestion, Suggestions, SuggestionsQuestion

#: Whoever opens a ticket does not wait longer.
ANSWER_SECONDS_MAX: Final = 0.3


async def suggestions(ctx: Ctx, ticket_id: UUID, *, limit: int | None) -> KnowledgeSuggestions:
    """Return the articles that are offered for a ticket, the best first; as many as its terms say unless told."""
    matter = await queries.matter_of(ctx, ticket_id)
    found = await _found(ctx, matter, ticket_id=ticket_id, limit=limit)
    text = frozenset(parsed(matter.text).tokens)
    return KnowledgeSuggestions(items=[_suggestion(each, text) for each in found])


async def answered(ctx: Ctx, question: SuggestionsQuestion) -> Suggestions | None:
    """Return what could help with a matter that is still being written; None where that takes too long."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS_MAX):
            model = None if question.equipment_id is None else await model_of(ctx, question.equipment_id)
            matter = Matter(text=question.text, model=model, fault_code=question.fault_code)
            found = await _found(ctx, matter, ticket_id=None, limit=None)
    except TimeoutError:
        return None
    items = [Suggestion(title=each.title, subject=subject(each.article_id), score=float(each.score)) for each in found]
    return Suggestions(items=items) if items else None


async def _found(ctx: Ctx, matter: Matter, *, ticket_id: UUID | None, limit: int | None) -> list[Found]:
    terms = ctx.terms(KnowledgeTerms)
    wanted = terms.suggest if limit is None else limit
    query = _query(matter)
    if wanted == 0 or not query.tokens:
        return []
    question = Question(
        query=query,
        favour=Favour(model=matter.model, fault_code=matter.fault_code),
        where=queries.offered(ctx, ticket_id=ticket_id, categories=terms.categories),
        limit=wanted,
    )
    return (await find(ctx, question)).items


def _query(matter: Matter) -> Query:
    """Return the words of a matter with its model and its fault code; quotation marks ask for nothing here."""
    words = "\n".join(part for part in (matter.text, matter.fault_code, matter.model) if part)
    return Query(tokens=parsed(words).tokens)


def _suggestion(found: Found, text: frozenset[str]) -> KnowledgeSuggestionRead:
    hit = hit_of(found)
    return KnowledgeSuggestionRead(**asdict(hit), because=list(_because(found, text)))


def _because(found: Found, text: frozenset[str]) -> Iterator[Because]:
    if found.has_model:
        yield "model"
    if found.has_fault_code:
        yield "fault_code"
    # Where every word of the text is too common to count, the common ones tell.
    telling = found.tokens & text or text
    if highlights(list(found.fields.items()), telling) or not (found.has_model or found.has_fault_code):
        yield "text"
