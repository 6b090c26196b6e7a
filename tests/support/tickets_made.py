"""Tickets and actors with literal values, for the tests of the rules."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.ids import CustomerId, ProjectId, TicketId, UserId
from wellkept_sdk.records.tickets import HoldReason, TicketRecord, TicketStatus, Urgency

REPORTED_AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
LI = UserId(UUID("01900000-0000-7000-8000-000000000001"))
WANG = UserId(UUID("01900000-0000-7000-8000-000000000002"))

_VALUES: dict[str, Any] = {
    **dict.fromkeys(TicketRecord.__struct_fields__),
    "id": TicketId(UUID("01900000-0000-7000-8000-00000000000a")),
    "version": 1,
    "created_at": REPORTED_AT,
    "updated_at": REPORTED_AT,
    "number": "T-00000042",
    "title": "Pump trips",
    "description": "",
    "customer_id": CustomerId(UUID("01900000-0000-7000-8000-00000000000b")),
    "project_id": ProjectId(UUID("01900000-0000-7000-8000-00000000000c")),
    "channel": "phone",
    "grade": 3,
    "urgency": Urgency.MINOR,
    "reported_at": REPORTED_AT,
    "received_at": REPORTED_AT,
    "status": TicketStatus.NEW,
    "reopen_count": 0,
    "repeat_count": 0,
    "handover_count": 0,
    "escalation_level": 0,
    "metadata": {},
    "moved_at": REPORTED_AT,
    "fact_count": 1,
}
_NEW_TICKET = TicketRecord(**_VALUES)


def ticket(**values: Any) -> TicketRecord:
    """Return a new ticket with some fields of another value."""
    if values.get("status") is TicketStatus.ON_HOLD:
        values = {"held_from": TicketStatus.IN_PROGRESS, "hold_reason": HoldReason.PARTS, **values}
    return replace(_NEW_TICKET, **values)


def actor(role: Role, *permissions: str, user_id: UserId = LI) -> Actor:
    """Return a person with a role and permissions."""
    return Actor(kind=ActorKind.USER, id=user_id, name="Li Na", role=role, permissions=frozenset(permissions))
