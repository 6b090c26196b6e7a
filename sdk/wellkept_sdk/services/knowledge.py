"""What was learnt, as the plugin `knowledge` offers it to others."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.services import ServiceKey


class KnowledgeHit(Struct, frozen=True, kw_only=True):
    """An article that a search finds; `score` has six places, and a higher one is better."""

    article_id: UUID
    number: int
    revision: int
    title: str
    language: str
    score: Decimal


class KnowledgeService(Protocol):
    """Articles that the actor of the record's context may see."""

    async def search(
        self, text: str, *, model: str | None, fault_code: str | None, limit: int
    ) -> Sequence[KnowledgeHit]:
        """
        Return the articles that a text finds, the best first.

        Args:
            text: in Chinese or English; without any word nothing is found.
            model: only articles of this model, if it is named.
            fault_code: only articles of this fault code, if it is named.
            limit: 1 to 50.
        """
        ...


KNOWLEDGE: Final[ServiceKey[KnowledgeService]] = ServiceKey("knowledge.search", version=1)
