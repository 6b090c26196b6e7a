"""The thirteen actions with their fields: the body of a transition, parsed once at the edge."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_sdk.moment import Moment
from wellkept_sdk.records.tickets import Action, EvidenceKind, HoldReason, Urgency
from wellkept_sdk.text import Code, LongText, Name, RequiredText, ShortText

GRADE_MIN, GRADE_MAX = 1, 3

Grade = Annotated[
    int, Meta(ge=GRADE_MIN, le=GRADE_MAX, description="Severity of the fault: 1 stops production, 3 is the mildest.")
]


class ActionCommand(Struct, frozen=True, kw_only=True, tag_field="action", forbid_unknown_fields=True):
    """What every action may carry: when it happened (default: now) and a note."""

    occurred_at: Moment | None = None
    note: LongText | None = None

    @property
    def action(self) -> Action:
        """Return which action this is."""
        return Action(str(self.__struct_config__.tag))


class TriageAction(ActionCommand, frozen=True, kw_only=True, tag="triage"):
    """Judge the matter: fields that are absent stay as they are."""

    grade: Grade | UnsetType = UNSET
    urgency: Urgency | UnsetType = UNSET
    complexity: ShortText | UnsetType | None = UNSET
    fault_code: Code | UnsetType | None = UNSET
    operating_state: ShortText | UnsetType | None = UNSET
    impact: LongText | UnsetType | None = UNSET
    equipment_id: UUID | UnsetType | None = UNSET


class AssignAction(ActionCommand, frozen=True, kw_only=True, tag="assign"):
    """Give the ticket to an active admin, dispatcher or engineer."""

    assignee_id: UUID


class RespondAction(ActionCommand, frozen=True, kw_only=True, tag="respond"):
    """Answer the customer; a message becomes a log entry that the customer sees."""

    channel: Code | None = None
    message: RequiredText | None = None


class StartAction(ActionCommand, frozen=True, kw_only=True, tag="start"):
    """Begin the work; without an assignee the caller becomes it."""


class HoldAction(ActionCommand, frozen=True, kw_only=True, tag="hold"):
    """Let the ticket wait; at `until` it resumes by itself."""

    reason: HoldReason
    until: Moment | None = None
    party_id: UUID | None = None


class ResumeAction(ActionCommand, frozen=True, kw_only=True, tag="resume"):
    """Go on where the ticket stood before it was put on hold."""


class ResolveAction(ActionCommand, frozen=True, kw_only=True, tag="resolve"):
    """Say what was wrong and what was done about it."""

    cause: RequiredText
    measure: RequiredText
    cause_code: Code | None = None
    test_result: LongText | None = None
    explanation: LongText | None = None


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the customer's agreement reached us, when somebody else records it."""

    kind: EvidenceKind
    contact_name: Name
    statement: LongText | None = None
    attachment_id: UUID | None = None


class ConfirmAction(ActionCommand, frozen=True, kw_only=True, tag="confirm"):
    """The customer agrees that the matter is put right; anybody else needs evidence of it."""

    evidence: Evidence | None = None


class RejectAction(ActionCommand, frozen=True, kw_only=True, tag="reject"):
    """The customer does not agree; the work goes on."""

    reason: RequiredText


class CloseAction(ActionCommand, frozen=True, kw_only=True, tag="close"):
    """Finish the ticket and begin the watch for recurrence."""


class ReopenAction(ActionCommand, frozen=True, kw_only=True, tag="reopen"):
    """Take up a finished ticket again."""

    reason: RequiredText


class CancelAction(ActionCommand, frozen=True, kw_only=True, tag="cancel"):
    """Withdraw the ticket; it may name the ticket that it duplicates."""

    reason: RequiredText
    duplicate_of_id: UUID | None = None


class EscalateAction(ActionCommand, frozen=True, kw_only=True, tag="escalate"):
    """Call for attention one level up; an escalated ticket is never closed by the clock."""

    reason: RequiredText
    to_user_id: UUID | None = None


TicketAction = (
    TriageAction
    | AssignAction
    | RespondAction
    | StartAction
    | HoldAction
    | ResumeAction
    | ResolveAction
    | ConfirmAction
    | RejectAction
    | CloseAction
    | ReopenAction
    | CancelAction
    | EscalateAction
)

ACTION_COMMANDS: tuple[type[ActionCommand], ...] = TicketAction.__args__  # pyright: ignore[reportAttributeAccessIssue]
