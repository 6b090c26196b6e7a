"""Facts, transitions and the actions that are possible now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept.tickets.schemas.actors import ActorRead, actor_of
from wellkept.tickets.schemas.tickets import TicketRead
from wellkept_sdk.actor import Actor
from wellkept_sdk.records.tickets import Action, FactKind, TicketStatus


class FactRead(Struct, frozen=True, kw_only=True):
    """One line of a ticket's history; `recorded_at` is the server's time, `occurred_at` the caller's."""

    id: UUID
    position: int
    kind: FactKind
    action: Action | None
    from_status: TicketStatus | None
    to_status: TicketStatus | None
    occurred_at: datetime
    recorded_at: datetime
    actor: ActorRead
    on_behalf_of: str | None
    note: str | None
    data: dict[str, Any]

    @classmethod
    def of(cls, row: Mapping[str, Any], *, actor: Actor) -> Self:
        """Return the stored fact; notes, metadata and what is said of an escalation stay in our own house."""
        hidden = {"note": None, "data": shown_outside(row)} if actor.is_outside else {}
        return msgspec.convert({**row, "actor": actor_of(row), **hidden}, cls)


class TransitionRead(Struct, frozen=True, kw_only=True):
    """A transition that was made, with the ticket as it stands after it."""

    id: UUID
    ticket_id: UUID
    action: Action
    from_status: TicketStatus
    to_status: TicketStatus
    occurred_at: datetime
    recorded_at: datetime
    actor: ActorRead
    on_behalf_of: str | None
    note: str | None
    data: dict[str, Any]
    ticket: TicketRead

    @property
    def version(self) -> int:
        """Return the ticket's version after the transition: the answer's ETag."""
        return self.ticket.version


class Reason(Struct, frozen=True, kw_only=True):
    """Why an action is not possible now; `plugin` is null where the core says so."""

    code: str
    message: str
    plugin: str | None


class ActionRead(Struct, frozen=True, kw_only=True):
    """
    One action: whether the caller may do it now, where it leads, what it needs.

    Args:
        input: JSON Schema of the body that does it.
    """

    action: Action
    allowed: bool
    to: TicketStatus
    required: list[str]
    optional: list[str]
    input: dict[str, Any]
    reasons: list[Reason]


class ActionsRead(Struct, frozen=True, kw_only=True):
    """Every action, allowed or not, with the reasons."""

    status: TicketStatus
    actions: list[ActionRead]


def shown_outside(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a fact's data as customers and partners may see it."""
    hidden = _INTERNAL_OF_ESCALATION if row["action"] == Action.ESCALATE else _INTERNAL
    return {name: value for name, value in row["data"].items() if name not in hidden}


_INTERNAL = frozenset({"metadata", "party_id", "extensions"})
_INTERNAL_OF_ESCALATION = _INTERNAL | {"reason", "to_user_id"}
