"""A ticket as the rules see it: every column of its row as a plain value."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept.tickets.rules.words import OPEN_STATUSES, Action, FactKind, HoldReason, TicketStatus, Urgency
from wellkept_sdk.ids import CustomerId, EquipmentId, ProjectId, TicketId, UserId


class TicketRecord(Struct, frozen=True, kw_only=True):
    """One stored ticket."""

    id: TicketId
    version: int
    created_at: datetime
    updated_at: datetime
    number: str
    title: str
    description: str
    customer_id: CustomerId
    project_id: ProjectId
    equipment_id: EquipmentId | None
    channel: str
    grade: int
    urgency: Urgency
    complexity: str | None
    fault_code: str | None
    operating_state: str | None
    impact: str | None
    reporter: dict[str, Any] | None
    occurred_at: datetime | None
    reported_at: datetime
    received_at: datetime
    status: TicketStatus
    held_from: TicketStatus | None
    hold_reason: HoldReason | None
    hold_until: datetime | None
    hold_party_id: UUID | None
    assignee_id: UserId | None
    first_owner_id: UserId | None
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
    previous_ticket_id: TicketId | None
    recurrence_watch_until: datetime | None
    dedup_key: str | None
    metadata: dict[str, Any]
    moved_at: datetime
    fact_count: int

    @property
    def is_open(self) -> bool:
        """True until the ticket is resolved or cancelled."""
        return self.status in OPEN_STATUSES


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
