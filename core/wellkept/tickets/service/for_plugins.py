"""The verbs of tickets as plugins call them: with all checks of the API, in the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from wellkept.platform.access.permissions import Permission
from wellkept.platform.http.collector import collect
from wellkept.tickets.queries import histories, lookups
from wellkept.tickets.rules.actions import ActionCommand, TicketAction
from wellkept.tickets.schemas.record import LogEntryCreate
from wellkept.tickets.schemas.tickets import TicketCreate
from wellkept.tickets.service.log import add_entry
from wellkept.tickets.service.opening import open_ticket
from wellkept.tickets.service.transitions import transition
from wellkept_sdk.actor import Actor
from wellkept_sdk.ctx import Attachments
from wellkept_sdk.errors import Invalid, PermissionDenied
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import AttachmentId, LogEntryId, TicketId
from wellkept_sdk.records.histories import AttachmentRecord, LogEntryRecord, LoggedMessage, TicketFactRecord
from wellkept_sdk.records.tickets import Action, TicketRecord
from wellkept_sdk.verbs import LogDraft, TicketDraft, Tickets


class TicketVerbs(Tickets):
    """What a plugin may do to tickets as one actor."""

    def __init__(self, actor: Actor) -> None:
        """Act for the caller of the plugin."""
        self._actor = actor

    async def get(self, ticket_id: TicketId) -> TicketRecord:
        """
        Return a ticket.

        Raises:
            NotFound: there is none that the actor may see.
        """
        return await lookups.ticket(ticket_id, actor=self._actor)

    async def open(self, draft: TicketDraft) -> TicketRecord:
        """
        Open a ticket, or count a repeat of the open one with its `dedup_key`.

        Raises:
            PermissionDenied: the actor may not open tickets.
            Invalid: the draft has mistakes.
            Vetoed: a plugin does not allow it.
        """
        self._require(Permission.TICKETS_OPEN)
        document = _document(draft)
        document.pop("previous_ticket_id", None)
        report: TicketCreate = _parsed(document, TicketCreate)
        return (await open_ticket(report, actor=self._actor, previous_ticket_id=draft.previous_ticket_id)).ticket

    async def transition(
        self,
        ticket_id: TicketId,
        action: Action,
        *,
        fields: Mapping[str, Any] | None = None,
        occurred_at: datetime | None = None,
        note: str | None = None,
    ) -> TicketRecord:
        """
        Do an action.

        Raises:
            NotFound: there is no such ticket for the actor.
            PermissionDenied: the actor may not do this.
            Invalid: a field is wrong.
            Conflict: the ticket's status or a plugin does not allow it.
        """
        said = {"action": action, "occurred_at": occurred_at, "note": note}
        given = {name: value for name, value in said.items() if value is not None}
        command: ActionCommand = _parsed(msgspec.to_builtins({**(fields or {}), **given}), TicketAction)
        await lookups.ticket(ticket_id, actor=self._actor)
        await transition(ticket_id, command, actor=self._actor, if_match=IfMatch())
        return await lookups.ticket(ticket_id, actor=self._actor)

    async def log(self, ticket_id: TicketId, entry: LogDraft) -> LogEntryId:
        """
        Add a line to the service record.

        Raises:
            NotFound: there is no such ticket for the actor.
            PermissionDenied: the actor may not add lines.
            Invalid: the line has mistakes.
        """
        self._require(Permission.TICKETS_LOG)
        line: LogEntryCreate = _parsed(_document(entry), LogEntryCreate)
        return LogEntryId((await add_entry(ticket_id, line, actor=self._actor)).id)

    async def facts(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[TicketFactRecord]]:
        """Return the whole history of tickets in the order of recording, in one statement."""
        return await histories.facts(ticket_ids)

    async def messages(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[LoggedMessage]]:
        """Return all messages of tickets in the order of recording, in one statement."""
        return await histories.messages(ticket_ids)

    async def log_entries(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[LogEntryRecord]]:
        """Return the whole service record of tickets in the order of recording, in one statement."""
        return await histories.log_entries(ticket_ids)

    async def files(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[AttachmentRecord]]:
        """Return what is known of all files of tickets in the order of recording, in one statement."""
        return await histories.files(ticket_ids)

    async def contract_starts_on(self, ticket_id: TicketId) -> date | None:
        """Return the first day of a ticket's contract, in one statement; None without one."""
        return await lookups.contract_starts_on(ticket_id)

    async def time_zone(self, ticket_id: TicketId) -> str:
        """
        Return the zone in which the days of a ticket's site are counted; one statement.

        Raises:
            NotFound: there is no such ticket.
        """
        return await lookups.time_zone(ticket_id)

    def _require(self, permission: Permission) -> None:
        if not self._actor.may(permission):
            raise PermissionDenied(permissions=(permission,))


class AttachmentsSeen(Attachments):
    """Files of tickets, as far as one actor may see them."""

    def __init__(self, actor: Actor) -> None:
        """Look as the caller of the plugin."""
        self._actor = actor

    async def sha256(self, attachment_id: AttachmentId) -> str:
        """
        Return the digest of a file's bytes, in hexadecimal.

        Raises:
            NotFound: there is no such file that the actor may see.
        """
        return await lookups.attachment_sha256(attachment_id, actor=self._actor)


def _document(draft: Struct) -> dict[str, Any]:
    """Return a draft as the body that the API would take, what has no value left out."""
    return {name: value for name, value in msgspec.to_builtins(draft).items() if value is not None}


def _parsed(document: dict[str, Any], kind: Any) -> Any:  # noqa: ANN401 - a struct or a union of structs
    """
    Return the document as a body of the API.

    Raises:
        Invalid: names every mistake.
    """
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError:
        raise Invalid(errors=collect(document, kind)) from None
