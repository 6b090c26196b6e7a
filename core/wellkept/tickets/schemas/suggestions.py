"""What could help with a matter that is still being written."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_sdk.text import LONG_TEXT_LENGTH_MAX, Code


class SuggestionsAsk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A matter as far as it is written.

    Args:
        text: title and description, as they stand.
    """

    project_id: UUID
    text: Annotated[str, Meta(min_length=1, max_length=LONG_TEXT_LENGTH_MAX)]
    equipment_id: UUID | None = None
    fault_code: Code | None = None


class SuggestionRead(Struct, frozen=True, kw_only=True):
    """
    Something that could help.

    Args:
        plugin: which suggests it.
        subject: where to read it, below `/v1/`.
        score: of the same plugin's suggestions the better has the greater.
    """

    plugin: str
    title: str
    subject: str
    score: float


class SuggestionsRead(Struct, frozen=True, kw_only=True):
    """What the plugins suggest that would serve the ticket, those of one plugin in its order."""

    items: list[SuggestionRead]
