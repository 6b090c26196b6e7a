"""What is said of articles on tickets."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge.rules.kinds import KnowledgeVoteKind
from wellkept_knowledge.schemas.articles import Note
from wellkept_sdk.db import Row


class KnowledgeVoteCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an article was worth on a ticket; it replaces what the caller said of it there before."""

    article_id: UUID
    kind: KnowledgeVoteKind
    note: Note | None = None


class KnowledgeVoteRead(Struct, frozen=True, kw_only=True):
    """What somebody said of an article on a ticket."""

    article_id: UUID
    ticket_id: UUID
    actor_id: UUID
    kind: KnowledgeVoteKind
    note: str | None
    created_at: datetime

    @classmethod
    def of(cls, row: Row) -> "KnowledgeVoteRead":
        """Return a stored vote as it is shown."""
        return cls(
            article_id=row["article_id"],
            ticket_id=row["ticket_id"],
            actor_id=row["actor_id"],
            kind=KnowledgeVoteKind(row["kind"]),
            note=row["note"],
            created_at=row["created_at"],
        )
