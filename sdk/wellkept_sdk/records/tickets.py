"""Tickets as plugins see them, and the words of a ticket's life."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import CustomerId, EquipmentId, ProjectId, TicketId, UserId


class TicketStatus(StrEnum):
    """Where a ticket stands in a life that people move."""

    NEW = "new"  #: Reported and recorded; nobody has judged it yet.
    TRIAGED = "triaged"  #: Judged: grade, urgency and fault are known.
    ASSIGNED = "assigned"  #: Somebody is to work on it.
    IN_PROGRESS = "in_progress"  #: Somebody works on it.
    ON_HOLD = "on_hold"  #: Waits, for a typed reason.
    RESOLVED = "resolved"  #: Put right in our view; the customer has not confirmed.
    CONFIRMED = "confirmed"  #: The customer agrees that it is put right.
    CLOSED = "closed"  #: Finished; only watched for recurrence.
    CANCELLED = "cancelled"  #: Withdrawn, or recorded by mistake.


OPEN_STATUSES = (
    TicketStatus.NEW,
    TicketStatus.TRIAGED,
    TicketStatus.ASSIGNED,
    TicketStatus.IN_PROGRESS,
    TicketStatus.ON_HOLD,
)
#: While a ticket stands here its `dedup_key` catches further reports of the same matter.
DEDUP_STATUSES = (*OPEN_STATUSES, TicketStatus.RESOLVED)


class Action(StrEnum):
    """What can be done to a ticket; each leaves a stored, attributed fact."""

    TRIAGE = "triage"  #: Judge the matter.
    ASSIGN = "assign"  #: Give it to somebody.
    RESPOND = "respond"  #: Answer the customer for the first time, or again.
    START = "start"  #: Begin the work.
    HOLD = "hold"  #: Let it wait, for a typed reason.
    RESUME = "resume"  #: Go on after waiting.
    RESOLVE = "resolve"  #: Say what was wrong and what was done.
    CONFIRM = "confirm"  #: The customer agrees.
    REJECT = "reject"  #: The customer does not agree.
    CLOSE = "close"  #: Finish it.
    REOPEN = "reopen"  #: Take up a finished matter again.
    CANCEL = "cancel"  #: Withdraw it.
    ESCALATE = "escalate"  #: Call for attention one level up.


class HoldReason(StrEnum):
    """Why a ticket waits."""

    CUSTOMER = "customer"  #: The customer has to answer or decide; the time is theirs.
    PARTS = "parts"  #: A part is missing; the time is ours.
    THIRD_PARTY = "third_party"  #: An outside organisation has to act.
    ACCESS = "access"  #: The site cannot be entered; the time is the customer's.
    WEATHER = "weather"  #: Weather forbids the work.
    SCHEDULED = "scheduled"  #: The customer wants the work at a later, agreed time.
    OTHER = "other"  #: Anything else; the note says what.


class Urgency(StrEnum):
    """How soon the matter presses."""

    EMERGENCY = "emergency"  #: People, the environment or the whole plant are in danger.
    MAJOR = "major"  #: Production or use is stopped or badly hurt.
    MINOR = "minor"  #: It can wait for its turn.


class FactKind(StrEnum):
    """What one line of a ticket's history records."""

    OPENED = "opened"  #: The ticket was made.
    TRANSITION = "transition"  #: An action was done.
    CHANGE = "change"  #: Fields were corrected.
    REPEAT = "repeat"  #: A report met this ticket through its `dedup_key`.
    ACTIVATION = "activation"  #: Another set of plugins and terms serves the ticket.
    HANDOVER = "handover"  #: The ticket went from one assignee to another.


class LogKind(StrEnum):
    """What one line of the service record says."""

    NOTE = "note"  #: Anything worth keeping.
    DIAGNOSIS = "diagnosis"  #: What seems to be wrong, and why.
    STEP = "step"  #: A step of the repair.
    PART = "part"  #: A part that was used or is needed.
    TEST = "test"  #: A test and its result.
    MESSAGE = "message"  #: Something said between the customer and us.
    CONSULTATION = "consultation"  #: Advice that was asked for or given.


class Visibility(StrEnum):
    """Who may read a line of the log, or an attachment."""

    INTERNAL = "internal"  #: Our own house only.
    PARTNER = "partner"  #: Our house and the parties involved.
    CUSTOMER = "customer"  #: Everybody involved, the customer included.


class EvidenceKind(StrEnum):
    """How the customer's agreement reached us."""

    SIGNATURE = "signature"  #: Signed on paper or glass.
    PHONE = "phone"  #: Said on the telephone.
    EMAIL = "email"  #: Written in a mail.
    MESSAGE = "message"  #: Written in a messenger.
    ATTACHMENT = "attachment"  #: A document attached to the ticket.
    OTHER = "other"  #: Anything else; the statement says what.


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
