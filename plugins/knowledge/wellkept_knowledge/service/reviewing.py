"""The daily look for articles whose day of review has passed."""

from typing import Final

from wellkept_knowledge.rules.kinds import StaleReason
from wellkept_knowledge.service.voting import mark_stale
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect

BATCH: Final = 500

_DUE: Final = "SELECT * FROM knowledge_article WHERE status = 'published' AND review_on < ? ORDER BY review_on, id"


async def mark_due(ctx: Ctx) -> None:
    """Mark as stale every published article whose day of review has passed, in batches of 500."""
    while await _batch(ctx) == BATCH:
        continue


async def _batch(ctx: Ctx) -> int:
    """Mark the next articles; return how many there were. What somebody holds is left for the next day."""
    async with ctx.db.transaction():
        suffix = " FOR UPDATE SKIP LOCKED" if ctx.db.dialect is Dialect.POSTGRES else ""
        articles = await ctx.db.fetch(f"{_DUE} LIMIT {BATCH}{suffix}", ctx.at.date())
        for article in articles:
            await mark_stale(ctx, article, because=StaleReason.REVIEW_DATE)
    return len(articles)
