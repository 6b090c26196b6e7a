"""Who did something to a ticket."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from msgspec import Struct


class ActorRead(Struct, frozen=True, kw_only=True):
    """Who did something."""

    kind: str
    id: UUID | None
    name: str


def actor_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return who did it, as three columns of the row tell."""
    return {"kind": row["actor_kind"], "id": row["actor_id"], "name": row["actor_name"]}
