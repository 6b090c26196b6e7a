"""The verbs of core that a plugin may call; each joins the caller's transaction, with all checks of the API."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from wellkept_sdk.ids import EquipmentId, LogEntryId, ProjectId, TicketId
from wellkept_sdk.records.histories import AttachmentRecord, LogEntryRecord, LoggedMessage, TicketFactRecord
from wellkept_sdk.records.tickets import Action, LogKind, TicketRecord, Urgency, Visibility


class TicketDraft(Struct, frozen=True, kw_only=True):
    """A ticket that a plugin opens; `previous_ticket_id` is the one that it goes on with, of the same project."""

    title: str
    project_id: ProjectId
    channel: str
    description: str = ""
    equipment_id: EquipmentId | None = None
    grade: int = 3
    urgency: Urgency = Urgency.MINOR
    fault_code: str | None = None
    occurred_at: datetime | None = None
    reported_at: datetime | None = None
    dedup_key: str | None = None
    metadata: dict[str, Any] = {}
    previous_ticket_id: TicketId | None = None


class LogDraft(Struct, frozen=True, kw_only=True):
    """A line of the service record that a plugin adds."""

    kind: LogKind
    text: str
    visibility: Visibility = Visibility.INTERNAL
    occurred_at: datetime | None = None


class Tickets(ABC):
    """What a plugin may do to tickets; done as the actor of the context."""

    @abstractmethod
    async def get(self, ticket_id: TicketId) -> TicketRecord:
        """
        Return a ticket.

        Raises:
            NotFound: there is none that the actor may see.
        """

    @abstractmethod
    async def open(self, draft: TicketDraft) -> TicketRecord:
        """
        Open a ticket, or count a repeat of the open one with its `dedup_key`.

        Raises:
            Invalid: the draft has mistakes.
            Vetoed: a plugin does not allow it.
        """

    @abstractmethod
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

        Args:
            ticket_id: of which ticket.
            action: which.
            fields: the action's own fields, as in the body of `POST /v1/tickets/{id}/transitions`.
            occurred_at: when it happened; now, if absent.
            note: kept with the fact.

        Raises:
            NotFound: there is no such ticket.
            Invalid: a field is wrong.
            Conflict: the ticket's status or a plugin does not allow it.
        """

    @abstractmethod
    async def log(self, ticket_id: TicketId, entry: LogDraft) -> LogEntryId:
        """
        Add a line to the service record.

        Raises:
            NotFound: there is no such ticket.
            Invalid: the line has mistakes.
        """

    @abstractmethod
    async def facts(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[TicketFactRecord]]:
        """
        Return the whole history of tickets in the order of recording, in one statement; unknown tickets have none.

        It is complete whoever the actor is: what a plugin works out does not depend on who has caused it. What may be
        shown to customers and partners is for the plugin to decide.
        """

    @abstractmethod
    async def messages(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[LoggedMessage]]:
        """
        Return all messages of tickets in the order of recording, in one statement; unknown tickets have none.

        They are complete whoever the actor is, as `facts` are.
        """

    @abstractmethod
    async def log_entries(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[LogEntryRecord]]:
        """
        Return the whole service record of tickets in the order of recording, in one statement; unknown ones have none.

        It is complete whoever the actor is: what may be shown to customers and partners, each line's `visibility`
        tells.
        """

    @abstractmethod
    async def files(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[AttachmentRecord]]:
        """
        Return what is known of all files of tickets in the order of recording, in one statement.

        They are complete whoever the actor is, as `log_entries` are; their bytes are read through the API alone.
        """

    @abstractmethod
    async def contract_starts_on(self, ticket_id: TicketId) -> date | None:
        """
        Return the first day of the contract under which a ticket is served; None without one, or without the ticket.

        One statement, whoever the actor is.
        """

    @abstractmethod
    async def time_zone(self, ticket_id: TicketId) -> str:
        """
        Return the zone in which the days of a ticket's site are counted; one statement, whoever the actor is.

        Raises:
            NotFound: there is no such ticket.
        """
