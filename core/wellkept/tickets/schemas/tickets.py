"""Tickets as they come in and go out."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept.tickets.rules.actions import Grade
from wellkept_sdk.actor import Actor
from wellkept_sdk.json import Metadata
from wellkept_sdk.moment import Moment
from wellkept_sdk.records.tickets import HoldReason, TicketRecord, TicketStatus, Urgency
from wellkept_sdk.text import Code, Email, LongText, Name, Phone, ShortText

DEDUP_KEY_LENGTH_MAX = 200

DedupKey = Annotated[str, Meta(min_length=1, max_length=DEDUP_KEY_LENGTH_MAX, examples=["PLC-7/E501"])]
Title = Annotated[str, Meta(min_length=1, max_length=200, examples=["Pump trips"])]


class Reporter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who reported the matter."""

    name: Name
    phone: Phone | None = None
    email: Email | None = None


class TicketExtensions(Struct, frozen=True, kw_only=True):
    """What plugins add to a ticket: one key for each plugin that is active for it and keeps something of it."""


class TicketExtensionsInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a new ticket gives to plugins, by plugin."""


class TicketExtensionsPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to what plugins add to a ticket: absent leaves a plugin's value, null clears it."""


NO_TICKET_EXTENSIONS = TicketExtensions()


class TicketCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report of one matter to be put right."""

    title: Title
    project_id: UUID
    channel: Code
    description: LongText = ""
    equipment_id: UUID | None = None
    grade: Grade = 3
    urgency: Urgency = Urgency.MINOR
    complexity: ShortText | None = None
    fault_code: Code | None = None
    operating_state: ShortText | None = None
    impact: LongText | None = None
    reporter: Reporter | None = None
    occurred_at: Moment | None = None
    reported_at: Moment | None = None
    dedup_key: DedupKey | None = None
    extensions: TicketExtensionsInput | UnsetType = UNSET
    metadata: Metadata = {}


class TicketPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corrections to a ticket: absent leaves a field, null clears it."""

    title: Title | UnsetType = UNSET
    description: LongText | UnsetType = UNSET
    equipment_id: UUID | UnsetType | None = UNSET
    grade: Grade | UnsetType = UNSET
    urgency: Urgency | UnsetType = UNSET
    complexity: ShortText | UnsetType | None = UNSET
    fault_code: Code | UnsetType | None = UNSET
    operating_state: ShortText | UnsetType | None = UNSET
    impact: LongText | UnsetType | None = UNSET
    reporter: Reporter | UnsetType | None = UNSET
    extensions: TicketExtensionsPatch | UnsetType = UNSET
    metadata: Metadata | UnsetType | None = UNSET


class Hold(Struct, frozen=True, kw_only=True):
    """Why a ticket waits, and until when."""

    reason: HoldReason
    until: datetime | None
    party_id: UUID | None


class Resolution(Struct, frozen=True, kw_only=True):
    """What was wrong and what was done about it."""

    cause_code: str | None
    cause: str
    measure: str
    test_result: str | None
    explanation: str | None


class ReporterRead(Struct, frozen=True, kw_only=True):
    """Who reported the matter."""

    name: str
    phone: str | None
    email: str | None


class TicketRead(Struct, frozen=True, kw_only=True):
    """One ticket."""

    id: UUID
    number: str
    title: str
    description: str
    status: TicketStatus
    customer_id: UUID
    project_id: UUID
    equipment_id: UUID | None
    channel: str
    grade: int
    urgency: Urgency
    complexity: str | None
    fault_code: str | None
    operating_state: str | None
    impact: str | None
    reporter: ReporterRead | None
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
    extensions: TicketExtensions
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, ticket: TicketRecord, *, actor: Actor, extensions: TicketExtensions = NO_TICKET_EXTENSIONS) -> Self:
        """Return the ticket as this caller may see it: metadata is for our own house only."""
        return cls.of_row(msgspec.structs.asdict(ticket), actor=actor, extensions=extensions)

    @classmethod
    def of_row(cls, row: dict[str, Any], *, actor: Actor, extensions: TicketExtensions = NO_TICKET_EXTENSIONS) -> Self:
        """Return a stored row the same way and use the row up: a page has many, and a copy of each would be felt."""
        row["hold"] = _hold(row)
        row["reporter"] = _reporter(row["reporter"])
        row["resolution"] = row["resolution"] or None
        row["extensions"] = NO_TICKET_EXTENSIONS
        if actor.is_outside:
            row["metadata"] = {}
        read = msgspec.convert(row, cls)
        if extensions is NO_TICKET_EXTENSIONS:
            return read
        # The struct that composition made is refused by the conversion, which asks for this very class.
        return msgspec.structs.replace(read, extensions=extensions)


def _hold(row: dict[str, Any]) -> dict[str, Any] | None:
    if row["hold_reason"] is None:
        return None
    return {"reason": row["hold_reason"], "until": row["hold_until"], "party_id": row["hold_party_id"]}


def _reporter(reporter: dict[str, Any] | None) -> ReporterRead | None:
    if reporter is None:
        return None
    return ReporterRead(name=reporter["name"], phone=reporter.get("phone"), email=reporter.get("email"))
