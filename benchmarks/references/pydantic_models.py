"""What the FastAPI endpoints take and give, as pydantic models."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Reporter(BaseModel):
    """Who reported the matter."""

    name: str
    phone: str | None = None
    email: str | None = None


class TicketCreate(BaseModel):
    """A report."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=200)]
    project_id: UUID
    channel: str
    description: str = ""
    equipment_id: UUID | None = None
    grade: Literal[1, 2, 3] = 3
    urgency: Literal["emergency", "major", "minor"] = "minor"
    reporter: Reporter | None = None
    reported_at: datetime | None = None


class Start(BaseModel):
    """The one action that is measured."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["start"]
    note: str | None = None


class Hold(BaseModel):
    """Why a ticket waits."""

    reason: str
    until: datetime | None
    party_id: UUID | None


class Resolution(BaseModel):
    """What was done."""

    cause_code: str | None
    cause: str
    measure: str
    test_result: str | None
    explanation: str | None


class TicketRead(BaseModel):
    """One ticket."""

    model_config = ConfigDict(from_attributes=True)

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
    reporter: Reporter | None
    occurred_at: datetime | None
    reported_at: datetime
    received_at: datetime
    hold: Hold | None
    assignee_id: UUID | None
    first_owner_id: UUID | None
    contract_id: UUID | None
    activation_id: UUID | None
    first_responded_at: datetime | None
    resolved_at: datetime | None
    confirmed_at: datetime | None
    closed_at: datetime | None
    resolution: Resolution | None
    reopen_count: int
    repeat_count: int
    handover_count: int
    escalation_level: int
    previous_ticket_id: UUID | None
    recurrence_watch_until: datetime | None
    dedup_key: str | None
    extensions: dict[str, Any]
    metadata: Annotated[dict[str, Any], Field(validation_alias="metadata_")]
    created_at: datetime
    updated_at: datetime
    version: int


class Page(BaseModel):
    """A part of the list."""

    model_config = ConfigDict(from_attributes=True)

    items: list[TicketRead]
    next_cursor: str | None


class Actor(BaseModel):
    """Who did something."""

    kind: str
    id: UUID | None
    name: str


class Transition(BaseModel):
    """A transition that was made."""

    id: UUID
    ticket_id: UUID
    action: str
    from_status: str
    to_status: str
    occurred_at: datetime
    recorded_at: datetime
    actor: Actor
    on_behalf_of: str | None
    note: str | None
    data: dict[str, Any]
    ticket: TicketRead
