"""An event as it is stored and handed to those who react to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.actor import ActorKind


class Envelope(Struct, frozen=True, kw_only=True):
    """
    One stored event.

    `seq` is the order in which events were written: of two events of one record the later has the greater. `data`
    holds the event's fields as JSON values.
    """

    id: UUID
    seq: int
    type: str
    subject: str
    data: dict[str, Any]
    actor_kind: ActorKind
    actor_id: UUID | None
    occurred_at: datetime
    recorded_at: datetime
    request_id: str | None
