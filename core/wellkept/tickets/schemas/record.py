"""The service record: log entries and attachments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept.tickets.schemas.actors import ActorRead, actor_of
from wellkept_sdk.moment import Moment
from wellkept_sdk.records.tickets import LogKind, Visibility
from wellkept_sdk.text import RequiredText

LOG_ATTACHMENTS_MAX = 50


class LogEntryCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line for the service record; a correction names the line that it corrects."""

    kind: LogKind
    text: RequiredText
    visibility: Visibility | UnsetType = UNSET
    occurred_at: Moment | None = None
    corrects_id: UUID | None = None
    attachment_ids: Annotated[list[UUID], Meta(max_length=LOG_ATTACHMENTS_MAX)] = []


class LogEntryRead(Struct, frozen=True, kw_only=True):
    """One line of the service record; lines are never changed, only corrected by later ones."""

    id: UUID
    ticket_id: UUID
    kind: LogKind
    text: str
    visibility: Visibility
    occurred_at: datetime
    recorded_at: datetime
    actor: ActorRead
    corrects_id: UUID | None
    attachment_ids: list[UUID]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return the stored line."""
        return msgspec.convert({**row, "actor": actor_of(row), "recorded_at": row["created_at"]}, cls)


class AttachmentRead(Struct, frozen=True, kw_only=True):
    """One file of a ticket; its bytes are at `…/content`."""

    id: UUID
    ticket_id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    visibility: Visibility
    taken_at: datetime | None
    uploaded_by: ActorRead
    created_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return what is stored about the file."""
        return msgspec.convert({**row, "uploaded_by": actor_of(row)}, cls)
