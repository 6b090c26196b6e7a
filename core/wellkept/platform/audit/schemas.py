"""What the audit route gives."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept.platform.storage.rows import decode
from wellkept_sdk.actor import ActorKind
from wellkept_sdk.ids import UserId


class AuditActor(Struct, frozen=True, kw_only=True):
    """Who did it, by the name of that time."""

    kind: ActorKind
    id: UserId | None
    name: str


class AuditChange(Struct, frozen=True, kw_only=True):
    """One value that changed."""

    before: Any
    after: Any


class AuditEntryRead(Struct, frozen=True, kw_only=True):
    """One change that somebody made."""

    id: UUID
    occurred_at: datetime
    actor: AuditActor
    action: str
    subject: str
    changes: dict[str, AuditChange]
    request_id: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "AuditEntryRead":
        """Return the stored row as the API shows it."""
        actor = {"kind": row["actor_kind"], "id": row["actor_id"], "name": row["actor_name"]}
        return decode({**row, "actor": actor}, cls)
