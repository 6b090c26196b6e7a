"""Drafts that are made from tickets."""

from msgspec import Struct

from wellkept_knowledge.rules.deidentifying import RemovedKind
from wellkept_knowledge.schemas.articles import KnowledgeArticleRead, Language


class KnowledgeDraftCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wish for a draft; without a language, that of its text: Chinese or English."""

    language: Language | None = None


class KnowledgeRemoved(Struct, frozen=True, kw_only=True):
    """How often something of a kind was taken out of the texts of the ticket."""

    kind: RemovedKind
    count: int


class KnowledgeDraftRead(Struct, frozen=True, kw_only=True):
    """The draft of a ticket, and what was taken out of its texts just now."""

    article: KnowledgeArticleRead
    removed: list[KnowledgeRemoved]
