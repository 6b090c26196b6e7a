"""Answering searches."""

from wellkept_knowledge.queries.search import Found, Question, find
from wellkept_knowledge.rules.highlights import highlights
from wellkept_knowledge.schemas.search import KnowledgeHighlight, KnowledgeHitRead
from wellkept_sdk import Ctx
from wellkept_sdk.http import Page


async def search(ctx: Ctx, question: Question) -> Page[KnowledgeHitRead]:
    """
    Return a page of hits with their highlights, the best first.

    Raises:
        Invalid: the cursor is not one of this question.
    """
    found = await find(ctx, question)
    return Page(items=[hit_of(each) for each in found.items], next_cursor=found.next_cursor)


def hit_of(found: Found) -> KnowledgeHitRead:
    """Return a hit as it is shown."""
    return KnowledgeHitRead(
        article_id=found.article_id,
        number=found.number,
        revision=found.revision,
        title=found.title,
        status=found.status,
        audience=found.audience,
        language=found.language,
        score=found.score,
        highlights=[
            KnowledgeHighlight(field=each.field, text=each.text, ranges=each.ranges)
            for each in highlights(list(found.fields.items()), found.tokens)
        ],
    )
