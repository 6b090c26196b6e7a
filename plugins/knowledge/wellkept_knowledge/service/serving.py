"""What the plugin offers to others."""

from collections.abc import Sequence

from wellkept_knowledge.queries.search import Question, find
from wellkept_knowledge.rules.queries import parsed
from wellkept_sdk import Ctx, provide
from wellkept_sdk.services.knowledge import KNOWLEDGE, KnowledgeHit


class Knowledge:
    """What was learnt, for one context."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer in the caller's transaction."""
        self._ctx = ctx

    async def search(
        self, text: str, *, model: str | None, fault_code: str | None, limit: int
    ) -> Sequence[KnowledgeHit]:
        """Return the articles that a text finds and the actor may see, the best first, in two to four statements."""
        found = await find(self._ctx, Question(query=parsed(text), model=model, fault_code=fault_code, limit=limit))
        return [
            KnowledgeHit(
                article_id=each.article_id,
                number=each.number,
                revision=each.revision,
                title=each.title,
                language=each.language,
                score=each.score,
            )
            for each in found.items
        ]


SERVICES = (provide(KNOWLEDGE, Knowledge),)
