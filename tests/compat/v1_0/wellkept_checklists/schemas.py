"""What goes over the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct, convert


class ChecklistsItemCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One more thing to do."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]


class ChecklistsItemRead(Struct, frozen=True, kw_only=True):
    """One thing to do; `done_at` is null while it is open."""

    id: UUID
    ticket_id: UUID
    text: str
    done_at: datetime | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ChecklistsItemRead":
        """Return an item as callers see it."""
        return convert(row, cls)


class ChecklistsTicket(Struct, frozen=True, kw_only=True):
    """What a ticket shows: how many items it has, and how many of them are open."""

    item_count: int
    open_count: int
