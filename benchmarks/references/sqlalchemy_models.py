"""The tables that the FastAPI endpoints read and write, mapped by SQLAlchemy."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Sequence
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from wellkept_sdk.ids import uuid7

TICKET_NUMBERS = Sequence("ticket_number_seq")
EVENT_NUMBERS = Sequence("event_seq")


class Base(DeclarativeBase):
    """How Python's types are stored."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's way
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB(none_as_null=True),
    }


class Project(Base):
    """What was delivered."""

    __tablename__ = "project"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]


class Equipment(Base):
    """An installed item."""

    __tablename__ = "equipment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID]


class Ticket(Base):
    """One ticket."""

    __tablename__ = "ticket"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    number_seq: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    customer_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    equipment_id: Mapped[UUID | None] = mapped_column(ForeignKey("equipment.id"))
    channel: Mapped[str]
    grade: Mapped[int]
    urgency: Mapped[str]
    complexity: Mapped[str | None]
    fault_code: Mapped[str | None]
    operating_state: Mapped[str | None]
    impact: Mapped[str | None]
    reporter: Mapped[dict[str, Any] | None]
    occurred_at: Mapped[datetime | None]
    reported_at: Mapped[datetime]
    received_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="new")
    hold_reason: Mapped[str | None]
    hold_until: Mapped[datetime | None]
    hold_party_id: Mapped[UUID | None]
    assignee_id: Mapped[UUID | None]
    first_owner_id: Mapped[UUID | None]
    contract_id: Mapped[UUID | None]
    activation_id: Mapped[UUID | None]
    first_responded_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    resolution: Mapped[dict[str, Any] | None]
    reopen_count: Mapped[int] = mapped_column(default=0)
    repeat_count: Mapped[int] = mapped_column(default=0)
    handover_count: Mapped[int] = mapped_column(default=0)
    escalation_level: Mapped[int] = mapped_column(default=0)
    previous_ticket_id: Mapped[UUID | None]
    recurrence_watch_until: Mapped[datetime | None]
    dedup_key: Mapped[str | None]
    metadata_: Mapped[dict[str, Any]] = mapped_column("metadata", default=dict[str, Any])
    moved_at: Mapped[datetime]
    fact_count: Mapped[int] = mapped_column(default=1)

    @property
    def hold(self) -> dict[str, Any] | None:
        """Why the ticket waits."""
        if self.hold_reason is None:
            return None
        return {"reason": self.hold_reason, "until": self.hold_until, "party_id": self.hold_party_id}

    @property
    def extensions(self) -> dict[str, Any]:
        """What plugins add: nothing here."""
        return {}


class TicketFact(Base):
    """One line of a ticket's history."""

    __tablename__ = "ticket_fact"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    position: Mapped[int]
    kind: Mapped[str]
    action: Mapped[str | None]
    from_status: Mapped[str | None]
    to_status: Mapped[str | None]
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(default="user")
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    on_behalf_of: Mapped[str | None]
    note: Mapped[str | None]
    data: Mapped[dict[str, Any]]


class StoredEvent(Base):
    """One event."""

    __tablename__ = "event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    seq: Mapped[int] = mapped_column(BigInteger, EVENT_NUMBERS, server_default=EVENT_NUMBERS.next_value())
    type: Mapped[str]
    subject: Mapped[str]
    data: Mapped[dict[str, Any]]
    actor_kind: Mapped[str] = mapped_column(default="user")
    actor_id: Mapped[UUID | None]
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    request_id: Mapped[str | None]
