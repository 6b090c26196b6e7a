"""What a search answers."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge.rules.kinds import KnowledgeAudience, KnowledgeStatus


class KnowledgeHighlight(Struct, frozen=True, kw_only=True):
    """
    Where words of the query stand in a field: `ranges` are half-open, in code points of `text`, and never markup.

    Args:
        field: `title`, `symptom`, `cause`, `remedy` or `body`.
        text: a part of the field as it was written, 160 code points at most.
    """

    field: str
    text: str
    ranges: Sequence[tuple[int, int]]


class KnowledgeHitRead(Struct, frozen=True, kw_only=True):
    """
    An article that was found; the higher `score`, the better it answers.

    Args:
        revision: the one that was searched: what is published.
        score: with six places.
        highlights: of three fields at most.
    """

    article_id: UUID
    number: int
    revision: int
    title: str
    status: KnowledgeStatus
    audience: KnowledgeAudience
    language: str
    score: Decimal
    highlights: Sequence[KnowledgeHighlight]
