"""What the hand-written endpoints take and give."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct


class Reporter(Struct):
    """Who reported the matter."""

    name: str
    phone: str | None = None
    email: str | None = None


class TicketCreate(Struct, forbid_unknown_fields=True):
    """A report."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    project_id: UUID
    channel: str
    description: str = ""
    equipment_id: UUID | None = None
    grade: Literal[1, 2, 3] = 3
    urgency: Literal["emergency", "major", "minor"] = "minor"
    reporter: Reporter | None = None
    reported_at: datetime | None = None


class Start(Struct, forbid_unknown_fields=True):
    """The one action that is measured."""

    action: Literal["start"]
    note: str | None = None


class Hold(Struct):
    """Why a ticket waits."""

    reason: str
    until: datetime | None
    party_id: UUID | None


class Ticket(Struct):
    """One ticket; the fields before `hold` are columns, in the order in which they are selected."""

    id: UUID
    number: str
    title: str
    description: str
    status: str
    customer_id: UUID
    project_id: UUID
    equipment_id: UUID | None
    channel: str
    grade: int
    urgency: str
    complexity: str | None
    fault_code: str | None
    operating_state: str | None
    impact: str | None
    reporter: dict[str, Any] | None
    occurred_at: datetime | None
    reported_at: datetime
    received_at: datetime
    assignee_id: UUID | None
    first_owner_id: UUID | None
    contract_id: UUID | None
    activation_id: UUID | None
    first_responded_at: datetime | None
    resolved_at: datetime | None
    confirmed_at: datetime | None
    closed_at: datetime | None
    resolution: dict[str, Any] | None
    reopen_count: int
    repeat_count: int
    handover_count: int
    escalation_level: int
    previous_ticket_id: UUID | None
    recurrence_watch_until: datetime | None
    dedup_key: str | None
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int
    hold: Hold | None
    extensions: dict[str, Any]


class Page(Struct):
    """A part of the list."""

    items: list[Ticket]
    next_cursor: str | None


class Transition(Struct):
    """A transition that was made."""

    id: UUID
    ticket_id: UUID
    action: str
    from_status: str
    to_status: str
    occurred_at: datetime
    recorded_at: datetime
    actor: dict[str, Any]
    on_behalf_of: None
    note: str | None
    data: dict[str, Any]
    ticket: Ticket
