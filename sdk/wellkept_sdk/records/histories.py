"""What has happened to a ticket, as it is stored: its history, and what was said about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.actor import ActorKind, Side
from wellkept_sdk.ids import AttachmentId, LogEntryId, TicketId, UserId
from wellkept_sdk.records.tickets import Action, FactKind, HoldReason, LogKind, TicketStatus, Visibility


class RecordedActor(Struct, frozen=True, kw_only=True):
    """
    Who did something, as it was recorded.

    Args:
        kind: what kind of caller it was; facts of an import are of the system, under the name of who did it there.
        id: the account, if it was one.
        name: as it was then.
        side: on which side the account stands, by the role that it has now.
    """

    kind: ActorKind
    id: UserId | None
    name: str
    side: Side


class FieldChange(Struct, frozen=True, kw_only=True):
    """The value of a field before and after a change, as JSON values."""

    before: Any
    after: Any


class TicketFactRecord(Struct, frozen=True, kw_only=True):
    """
    One line of a ticket's history; never changed.

    Args:
        id: of a transition, what `TransitionedTicket` calls its `transition_id`.
        ticket_id: whose history it is.
        position: in the order of recording, from 1, without gaps.
        kind: what it records.
        action: of a transition.
        from_status: of a transition.
        to_status: of a transition and of the opening.
        occurred_at: when it happened; a fact may be recorded later than one that happened after it.
        recorded_at: when it was stored.
        actor: who did it.
        on_behalf_of: for whom a confirmation was recorded.
        note: internal.
        data: JSON values: of a transition the action's own fields, as the body of the API has them; of changes,
            handovers and activations `{field: {before, after}}`; facts of an import have `imported: true` too.
    """

    id: UUID
    ticket_id: TicketId
    position: int
    kind: FactKind
    action: Action | None
    from_status: TicketStatus | None
    to_status: TicketStatus | None
    occurred_at: datetime
    recorded_at: datetime
    actor: RecordedActor
    on_behalf_of: str | None
    note: str | None
    data: dict[str, Any]

    @property
    def hold_reason(self) -> HoldReason | None:
        """Return why the ticket waits from here on; None for everything but a hold."""
        return HoldReason(self.data["reason"]) if self.action is Action.HOLD else None

    @property
    def hold_party_id(self) -> UUID | None:
        """Return the party for which the ticket waits from here on, if this is a hold that names one."""
        named: str | None = self.data.get("party_id") if self.action is Action.HOLD else None
        return None if named is None else UUID(named)

    def change_of(self, field: str) -> FieldChange | None:
        """Return what this line changed of a field of the ticket, such as `grade`; None if it left it alone."""
        told = self.data.get(field) if self.action is None else None
        return FieldChange(before=told["before"], after=told["after"]) if isinstance(told, dict) else None


class LoggedMessage(Struct, frozen=True, kw_only=True):
    """
    One line of the service record of the kind `message`: something said between the customer and us.

    Args:
        id: as `LoggedTicket` has it.
        ticket_id: of which ticket.
        occurred_at: when it was said.
        recorded_at: when it was stored.
        actor: who wrote it; its side tells whether the customer spoke or we did.
        visibility: who may read it; what the customer may not read was not said to the customer.
        text: what was said.
    """

    id: LogEntryId
    ticket_id: TicketId
    occurred_at: datetime
    recorded_at: datetime
    actor: RecordedActor
    visibility: Visibility
    text: str


class LogEntryRecord(Struct, frozen=True, kw_only=True):
    """
    One line of the service record; never changed.

    Args:
        occurred_at: when it happened.
        recorded_at: when it was stored.
        visibility: who may read it.
        corrects_id: the line that it corrects.
        attachment_ids: the files that belong to it.
    """

    id: LogEntryId
    ticket_id: TicketId
    kind: LogKind
    text: str
    visibility: Visibility
    occurred_at: datetime
    recorded_at: datetime
    actor: RecordedActor
    corrects_id: LogEntryId | None
    attachment_ids: Sequence[AttachmentId]


class AttachmentRecord(Struct, frozen=True, kw_only=True):
    """
    One file of a ticket; never changed.

    Args:
        sha256: of its bytes, in hexadecimal.
        visibility: who may read it.
        taken_at: of a picture, when it was taken.
        recorded_at: when it was attached.
        actor: who has attached it.
    """

    id: AttachmentId
    ticket_id: TicketId
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    visibility: Visibility
    taken_at: datetime | None
    recorded_at: datetime
    actor: RecordedActor
