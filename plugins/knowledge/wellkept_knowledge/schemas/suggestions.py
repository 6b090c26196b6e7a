"""Articles that are offered for a ticket."""

from typing import Literal

from msgspec import Struct

from wellkept_knowledge.schemas.search import KnowledgeHitRead

Because = Literal["model", "fault_code", "text"]


class KnowledgeSuggestionRead(KnowledgeHitRead, frozen=True, kw_only=True):
    """An article that could help with a ticket, and by what it was found."""

    because: list[Because]


class KnowledgeSuggestions(Struct, frozen=True, kw_only=True):
    """The articles that are offered for a ticket, the best first."""

    items: list[KnowledgeSuggestionRead]
