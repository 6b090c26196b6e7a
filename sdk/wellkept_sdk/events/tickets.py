"""What tickets announce: ids, number and what changed, never whole rows."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.records.tickets import Action, TicketStatus


class TicketEvent(Event, frozen=True, kw_only=True):
    """What every event of a ticket tells."""

    ticket_id: UUID
    number: str
    customer_id: UUID
    project_id: UUID
    equipment_id: UUID | None
    occurred_at: datetime

    @property
    def subject(self) -> str:
        """Return the ticket that this is about."""
        return f"tickets/{self.ticket_id}"


class TicketOpened(TicketEvent, frozen=True, kw_only=True):
    """A matter was reported."""

    type: ClassVar[str] = "tickets.ticket.opened"
    to_status: TicketStatus


class TicketUpdated(TicketEvent, frozen=True, kw_only=True):
    """Fields were corrected."""

    type: ClassVar[str] = "tickets.ticket.updated"
    changed_fields: list[str]


class TicketRepeated(TicketEvent, frozen=True, kw_only=True):
    """A report met the open ticket of its `dedup_key`."""

    type: ClassVar[str] = "tickets.ticket.repeated"
    repeat_count: int


class TicketRecurred(TicketEvent, frozen=True, kw_only=True):
    """The same fault came back on the same equipment within the watch."""

    type: ClassVar[str] = "tickets.ticket.recurred"
    previous_ticket_id: UUID


class TicketReactivated(TicketEvent, frozen=True, kw_only=True):
    """Another set of plugins and terms serves the ticket; `changed_plugins` come, go or get other terms."""

    type: ClassVar[str] = "tickets.ticket.reactivated"
    from_activation_id: UUID | None
    to_activation_id: UUID | None
    changed_plugins: list[str]


class TicketLogged(TicketEvent, frozen=True, kw_only=True):
    """A line was added to the service record."""

    type: ClassVar[str] = "tickets.ticket.logged"
    log_entry_id: UUID
    visibility: str


class TicketAttached(TicketEvent, frozen=True, kw_only=True):
    """A file was attached."""

    type: ClassVar[str] = "tickets.ticket.attached"
    attachment_id: UUID
    visibility: str


class TicketImported(TicketEvent, frozen=True, kw_only=True):
    """A ticket was taken over from another system, with its history."""

    type: ClassVar[str] = "tickets.ticket.imported"
    to_status: TicketStatus
    source: str
    source_id: str


class ConfirmationReminded(TicketEvent, frozen=True, kw_only=True):
    """The customer has not answered a resolved ticket; it will be closed unless they do."""

    type: ClassVar[str] = "tickets.ticket.confirmation_reminded"


class TicketTransitioned(TicketEvent, frozen=True, kw_only=True):
    """An action was done; each action has its own event type."""

    from_status: TicketStatus
    to_status: TicketStatus
    transition_id: UUID
    changed_fields: list[str]


class TicketTriaged(TicketTransitioned, frozen=True, kw_only=True):
    """The matter was judged."""

    type: ClassVar[str] = "tickets.ticket.triaged"


class TicketAssigned(TicketTransitioned, frozen=True, kw_only=True):
    """The ticket was given to somebody."""

    type: ClassVar[str] = "tickets.ticket.assigned"


class TicketResponded(TicketTransitioned, frozen=True, kw_only=True):
    """The customer was answered."""

    type: ClassVar[str] = "tickets.ticket.responded"


class TicketStarted(TicketTransitioned, frozen=True, kw_only=True):
    """The work began."""

    type: ClassVar[str] = "tickets.ticket.started"


class TicketHeld(TicketTransitioned, frozen=True, kw_only=True):
    """The ticket waits."""

    type: ClassVar[str] = "tickets.ticket.held"


class TicketResumed(TicketTransitioned, frozen=True, kw_only=True):
    """The waiting is over."""

    type: ClassVar[str] = "tickets.ticket.resumed"


class TicketResolved(TicketTransitioned, frozen=True, kw_only=True):
    """The matter is put right in our view."""

    type: ClassVar[str] = "tickets.ticket.resolved"


class TicketConfirmed(TicketTransitioned, frozen=True, kw_only=True):
    """The customer agreed."""

    type: ClassVar[str] = "tickets.ticket.confirmed"


class TicketRejected(TicketTransitioned, frozen=True, kw_only=True):
    """The customer did not agree."""

    type: ClassVar[str] = "tickets.ticket.rejected"


class TicketClosed(TicketTransitioned, frozen=True, kw_only=True):
    """The ticket is finished."""

    type: ClassVar[str] = "tickets.ticket.closed"


class TicketReopened(TicketTransitioned, frozen=True, kw_only=True):
    """A finished ticket was taken up again."""

    type: ClassVar[str] = "tickets.ticket.reopened"


class TicketCancelled(TicketTransitioned, frozen=True, kw_only=True):
    """The ticket was withdrawn."""

    type: ClassVar[str] = "tickets.ticket.cancelled"


class TicketEscalated(TicketTransitioned, frozen=True, kw_only=True):
    """Somebody called for attention one level up."""

    type: ClassVar[str] = "tickets.ticket.escalated"


EVENT_OF_ACTION: dict[Action, type[TicketTransitioned]] = {
    Action.TRIAGE: TicketTriaged,
    Action.ASSIGN: TicketAssigned,
    Action.RESPOND: TicketResponded,
    Action.START: TicketStarted,
    Action.HOLD: TicketHeld,
    Action.RESUME: TicketResumed,
    Action.RESOLVE: TicketResolved,
    Action.CONFIRM: TicketConfirmed,
    Action.REJECT: TicketRejected,
    Action.CLOSE: TicketClosed,
    Action.REOPEN: TicketReopened,
    Action.CANCEL: TicketCancelled,
    Action.ESCALATE: TicketEscalated,
}
