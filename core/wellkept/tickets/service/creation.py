"""Writing a new ticket: plugins decide, then its row, its first fact, what plugins add, and its event."""

import logging
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from wellkept.activation.queries import Resolved
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host import extensions
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage import rows
from wellkept.tickets.queries import lookups
from wellkept.tickets.queries.extended import TICKET_RECORD
from wellkept.tickets.rules.record import FactDraft
from wellkept.tickets.schemas.tickets import TicketCreate
from wellkept.tickets.service import announcements, history, recurrence
from wellkept.tickets.service.numbers import next_sequences, number_of
from wellkept.tickets.tables import Ticket, TicketFact
from wellkept_sdk.actor import Actor
from wellkept_sdk.events.tickets import TicketOpened
from wellkept_sdk.hooks.tickets import OpenedTicket, TicketDraftPatch, TicketHooks, TicketOpening
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.json import document_mistakes
from wellkept_sdk.moment import as_utc
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.records.tickets import FactKind, TicketRecord, TicketStatus

_log = logging.getLogger(__name__)


class Reported(Struct, frozen=True, kw_only=True):
    """A report without mistakes, with what was looked up for it; `previous_ticket_id` is what a plugin has named."""

    report: TicketCreate
    place: lookups.Place
    resolved: Resolved
    extended: extensions.Pending
    actor: Actor
    received_at: datetime
    previous_ticket_id: TicketId | None = None

    def occasion(self, record: RecordRef) -> Occasion:
        """Return the occasion of opening the ticket, for the record that it is about."""
        return Occasion(actor=self.actor, at=self.received_at, active=self.resolved.active, record=record)


async def write_new(reported: Reported) -> TicketRecord:
    """
    Write the ticket that the report asks for, in the caller's transaction.

    Raises:
        Vetoed: a plugin does not allow it.
    """
    actor = reported.actor
    patched = await _decided(reported)
    [number_seq] = await next_sequences(1)
    ticket = _draft(reported, patched, number=number_of(number_seq))
    # To go on with a ticket is no recurrence of its fault, and nothing is announced of it.
    continued_id = reported.previous_ticket_id
    previous_id = continued_id or await recurrence.predecessor(ticket)
    ticket = msgspec.structs.replace(ticket, previous_ticket_id=previous_id)
    await rows.insert(Ticket, **msgspec.structs.asdict(ticket), number_seq=number_seq)
    opening = FactDraft(
        kind=FactKind.OPENED, to_status=ticket.status, occurred_at=ticket.reported_at, data={"channel": ticket.channel}
    )
    await rows.insert_many(TicketFact, history.fact_rows(ticket.id, (opening,), actor=actor, first_position=1))
    occasion = reported.occasion(RecordRef(RecordName.TICKET, ticket.id))
    await extensions.store(TICKET_RECORD, ticket.id, reported.extended, occasion=occasion)
    subject = announcements.subject_fields(ticket, at=ticket.reported_at)
    # What plugins announce follows from this, so readers of the feed hear of this first.
    await emit(TicketOpened(**subject, to_status=ticket.status), actor=actor, active=occasion.active)
    if continued_id is None:
        await recurrence.announce_recurrence(None, ticket, at=ticket.reported_at, occasion=occasion)
    await calls.apply(TicketHooks.ticket_opened, occasion, OpenedTicket(ticket=ticket))
    return await history.as_left(ticket, occasion)


async def _decided(reported: Reported) -> dict[str, Any]:
    """Return the values of the fields that plugins may patch, with what they have made of them."""
    given = _given(reported)
    draft = TicketOpening(**{name: given[name] for name in TicketOpening.__struct_fields__})
    # The ticket is not there yet: the occasion is about the project that it will belong to.
    occasion = reported.occasion(RecordRef(RecordName.PROJECT, reported.report.project_id))
    decided = await calls.decide(TicketHooks.ticket_opening, occasion, draft)
    if document_mistakes(decided.metadata, pointer="/metadata"):
        _log.warning("Plugins have made the metadata of a new ticket too long; they are left as they were given.")
        decided = msgspec.structs.replace(decided, metadata=draft.metadata)
    return {name: getattr(decided, name) for name in TicketDraftPatch.__struct_fields__}


def _given(reported: Reported) -> dict[str, Any]:
    report = reported.report
    given = msgspec.structs.asdict(report)
    del given["extensions"]
    return {
        **given,
        "customer_id": reported.place.customer_id,
        "reporter": None if report.reporter is None else msgspec.to_builtins(report.reporter),
        "occurred_at": None if report.occurred_at is None else as_utc(report.occurred_at, pointer="/occurred_at"),
        "reported_at": as_utc(report.reported_at or reported.received_at, pointer="/reported_at"),
    }


def _draft(reported: Reported, patched: dict[str, Any], *, number: str) -> TicketRecord:
    given, actor, at = _given(reported), reported.actor, reported.received_at
    own: dict[str, Any] = {
        "id": TicketId(uuid7()),
        "version": 1,
        "created_at": at,
        "updated_at": at,
        "number": number,
        "received_at": at,
        "status": TicketStatus.NEW,
        "first_owner_id": actor.id if actor.is_staff else None,
        "contract_id": reported.resolved.contract_id,
        "activation_id": reported.resolved.active.id,
        "moved_at": given["reported_at"],
        "fact_count": 1,
    }
    return TicketRecord(**{**_EMPTY, **given, **patched, **own})


_COUNTERS = {"reopen_count", "repeat_count", "handover_count", "escalation_level"}
_EMPTY: dict[str, Any] = {name: 0 if name in _COUNTERS else None for name in TicketRecord.__struct_fields__}
