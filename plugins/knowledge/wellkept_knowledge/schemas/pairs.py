"""Words of the trade in both languages."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_knowledge.schemas.articles import NO_SPACE_AT_ENDS, Note

Word = Annotated[
    str, Meta(min_length=1, max_length=200, pattern=NO_SPACE_AT_ENDS, description="Without space at its ends.")
]


class KnowledgePairCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word in Chinese and in English; each of them stands in one pair only."""

    zh_cn: Word
    en: Word
    note: Note | None = None


class KnowledgePairRead(Struct, frozen=True, kw_only=True):
    """A word in Chinese and in English."""

    id: UUID
    zh_cn: str
    en: str
    note: str | None
    created_at: datetime
