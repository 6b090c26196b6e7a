"""A ticket as the rules see it: every column of its row as a plain value."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from wellkept_sdk.records.tickets import Action, FactKind, TicketStatus


class FactDraft(Struct, frozen=True, kw_only=True):
    """One line of history about to be written."""

    kind: FactKind
    occurred_at: datetime
    action: Action | None = None
    from_status: TicketStatus | None = None
    to_status: TicketStatus | None = None
    on_behalf_of: str | None = None
    note: str | None = None
    data: dict[str, Any]


class Effect(Struct, frozen=True, kw_only=True):
    """What an action does: new values of columns, and the lines of history that tell of it."""

    changes: dict[str, Any]
    facts: tuple[FactDraft, ...]
