"""Hooks in the life of a ticket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.hooks.phases import Veto, apply, collect, decide
from wellkept_sdk.hooks.ticket_questions import (
    Candidates,
    CandidatesQuestion,
    Charges,
    ChargesQuestion,
    Suggestions,
    SuggestionsQuestion,
)
from wellkept_sdk.hooks.visibility import VisibilityQuestion
from wellkept_sdk.ids import AttachmentId, CustomerId, EquipmentId, LogEntryId, ProjectId
from wellkept_sdk.records.tickets import Action, LogKind, TicketRecord, Urgency, Visibility
from wellkept_sdk.text import Code, LongText, Name, ShortText


class TicketOpening(Struct, frozen=True, kw_only=True):
    """A ticket about to be opened; `metadata` and what a `TicketDraftPatch` names may still be changed."""

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
    dedup_key: str | None
    metadata: dict[str, Any]


class TicketDraftPatch(Struct, frozen=True, kw_only=True):
    """What a hook changes in a ticket before it is stored, within the bounds of the API; what is absent stays."""

    title: Name | UnsetType = UNSET
    description: LongText | UnsetType = UNSET
    grade: Annotated[int, Meta(ge=1, le=3)] | UnsetType = UNSET
    urgency: Urgency | UnsetType = UNSET
    complexity: ShortText | UnsetType | None = UNSET
    fault_code: Code | UnsetType | None = UNSET
    operating_state: ShortText | UnsetType | None = UNSET
    impact: LongText | UnsetType | None = UNSET
    metadata: dict[str, Any] | UnsetType = UNSET


class TicketUpdating(Struct, frozen=True, kw_only=True):
    """Fields of a ticket about to be corrected: the ticket as it stands, and the new values by field."""

    ticket: TicketRecord
    changes: dict[str, Any]


class TicketTransitioning(Struct, frozen=True, kw_only=True):
    """
    An action about to be done.

    `data` holds the action's own fields as JSON values: cause, measure, reason … It is empty where the caller only
    asks which actions are possible.
    """

    ticket: TicketRecord
    action: Action
    occurred_at: datetime
    note: str | None
    data: dict[str, Any]
    is_question: bool


class TransitionPatch(Struct, frozen=True, kw_only=True):
    """What a hook changes in an action before it is stored."""

    note: LongText | UnsetType | None = UNSET


class OpenedTicket(Struct, frozen=True, kw_only=True):
    """A ticket that was opened in this transaction."""

    ticket: TicketRecord


class UpdatedTicket(Struct, frozen=True, kw_only=True):
    """A ticket whose fields were corrected in this transaction."""

    before: TicketRecord
    ticket: TicketRecord
    changed_fields: Sequence[str]


class TransitionedTicket(Struct, frozen=True, kw_only=True):
    """
    An action that was done in this transaction.

    A `resolve` from `on_hold` comes with the end of the hold in the same call: `before` still shows the hold.
    """

    before: TicketRecord
    ticket: TicketRecord
    action: Action
    transition_id: UUID
    occurred_at: datetime
    note: str | None
    data: dict[str, Any]


class LoggedTicket(Struct, frozen=True, kw_only=True):
    """A line of the service record that was added in this transaction; `ctx.actor.side` tells who has written it."""

    ticket: TicketRecord
    log_entry_id: LogEntryId
    kind: LogKind
    text: str
    visibility: Visibility
    occurred_at: datetime


class AttachedFile(Struct, frozen=True, kw_only=True):
    """A file that was attached in this transaction."""

    ticket: TicketRecord
    attachment_id: AttachmentId
    name: str
    media_type: str
    sha256: str
    visibility: Visibility


class ReactivatedTicket(Struct, frozen=True, kw_only=True):
    """
    A ticket that another set of plugins and terms serves from now on; called for the plugins of both sets.

    What has happened to it so far, `ctx.tickets.facts` and `ctx.tickets.messages` tell.
    """

    ticket: TicketRecord
    was_active: bool
    is_active: bool


class ImportedTickets(Struct, frozen=True, kw_only=True):
    """
    Tickets that one batch of an import has made or continued, all with this plugin active under the same terms.

    Their facts are stored already: `ctx.tickets.facts` tells them.
    """

    tickets: Sequence[TicketRecord]


class TicketHooks:
    """What a plugin may do about tickets."""

    @decide(since="1.0")
    async def ticket_opening(self, ctx: Ctx, event: TicketOpening) -> Veto | TicketDraftPatch | None:
        """Veto the opening of a ticket, or patch its draft."""

    @apply(since="1.0")
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        """Write what belongs to a new ticket: it exists if and only if the ticket does."""

    @decide(since="1.0")
    async def ticket_updating(self, ctx: Ctx, event: TicketUpdating) -> Veto | None:
        """Veto the correction of a ticket's fields."""

    @apply(since="1.0")
    async def ticket_updated(self, ctx: Ctx, event: UpdatedTicket) -> None:
        """Follow the correction of a ticket's fields."""

    @decide(since="1.0")
    async def ticket_transitioning(self, ctx: Ctx, event: TicketTransitioning) -> Veto | TransitionPatch | None:
        """Veto an action; also asked, with nothing written, when a caller wants to know which actions are possible."""

    @apply(since="1.0")
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Follow an action."""

    @apply(since="1.0")
    async def ticket_logged(self, ctx: Ctx, event: LoggedTicket) -> None:
        """Follow a new line of the service record."""

    @apply(since="1.0")
    async def ticket_attached(self, ctx: Ctx, event: AttachedFile) -> None:
        """Follow a new file."""

    @apply(since="1.0")
    async def ticket_reactivated(self, ctx: Ctx, event: ReactivatedTicket) -> None:
        """Begin, end or adapt what the plugin does for a ticket whose activation was resolved again."""

    @apply(since="1.0")
    async def tickets_imported(self, ctx: Ctx, event: ImportedTickets) -> None:
        """Write what belongs to tickets of an import; set-based, for a batch has up to 500."""

    @collect(since="1.0")
    async def ticket_candidates(self, ctx: Ctx, event: CandidatesQuestion) -> Candidates | None:
        """Name people who could do the work."""

    @collect(since="1.0")
    async def ticket_suggestions(self, ctx: Ctx, event: SuggestionsQuestion) -> Suggestions | None:
        """Name what could help."""

    @collect(since="1.0")
    async def ticket_charges(self, ctx: Ctx, event: ChargesQuestion) -> Charges | None:
        """
        State costs, all of them at every call, under keys that stay.

        None is no answer: what was stated before stands. An empty answer says that nothing is charged any more.
        """

    @collect(since="1.0")
    def ticket_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        """Return which tickets the partner may see, among those for which the plugin is active."""
