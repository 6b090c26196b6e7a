"""Adding to the service record; a line once written stays as it is."""

from datetime import datetime
from uuid import UUID

from msgspec import UNSET

from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.errors import OccurredInFuture
from wellkept.tickets.queries import lookups
from wellkept.tickets.rules.guards import CLOCK_SKEW_MAX
from wellkept.tickets.rules.readers import readers_mistakes, visible_to
from wellkept.tickets.schemas.record import LogEntryCreate, LogEntryRead
from wellkept.tickets.service.announcements import subject_fields
from wellkept.tickets.service.occasions import on_ticket
from wellkept.tickets.tables import TicketLogEntry
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.events.tickets import TicketLogged
from wellkept_sdk.hooks.tickets import LoggedTicket, TicketHooks
from wellkept_sdk.moment import as_utc
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import LogKind, TicketRecord, Visibility


async def add_entry(ticket_id: UUID, entry: LogEntryCreate, *, actor: Actor) -> LogEntryRead:
    """
    Add a line to the ticket's service record.

    Raises:
        Invalid: the readers, the moment, the corrected line or an attachment is wrong.
    """
    async with transaction():
        ticket = await lookups.ticket(ticket_id, actor=actor)
        visibility = visible_to(actor)[0] if entry.visibility is UNSET else entry.visibility
        at = now() if entry.occurred_at is None else as_utc(entry.occurred_at, pointer="/occurred_at")
        mistakes = readers_mistakes(visibility, actor=actor)
        mistakes += [OccurredInFuture.at("/occurred_at")] if at > now() + CLOCK_SKEW_MAX else []
        mistakes += await _reference_mistakes(ticket_id, entry, actor=actor)
        refuse(mistakes)
        occasion = await on_ticket(ticket, actor=actor)
        return await _write(ticket, entry, visibility=visibility, at=at, occasion=occasion)


async def add_message(ticket: TicketRecord, text: str, *, at: datetime, occasion: Occasion) -> None:
    """Add what was said to the customer as a line that the customer sees."""
    message = LogEntryCreate(kind=LogKind.MESSAGE, text=text)
    await _write(ticket, message, visibility=Visibility.CUSTOMER, at=at, occasion=occasion)


async def add_repeat(ticket: TicketRecord, text: str, *, at: datetime, occasion: Occasion) -> None:
    """Add what a further report of the same matter said."""
    note = LogEntryCreate(kind=LogKind.NOTE, text=text)
    await _write(ticket, note, visibility=Visibility.CUSTOMER, at=at, occasion=occasion)


async def _reference_mistakes(ticket_id: UUID, entry: LogEntryCreate, *, actor: Actor) -> list[Invalid]:
    mistakes: list[Invalid] = []
    if entry.corrects_id is not None:
        seen = await lookups.visible_parts("ticket_log_entry", [entry.corrects_id], ticket_id=ticket_id, actor=actor)
        mistakes += [] if seen else [unknown_reference("/corrects_id", "log entry")]
    if entry.attachment_ids:
        seen = await lookups.visible_parts("ticket_attachment", entry.attachment_ids, ticket_id=ticket_id, actor=actor)
        mistakes += [
            unknown_reference(f"/attachment_ids/{index}", "attachment")
            for index, attachment_id in enumerate(entry.attachment_ids)
            if attachment_id not in seen
        ]
    return mistakes


async def _write(
    ticket: TicketRecord, entry: LogEntryCreate, *, visibility: Visibility, at: datetime, occasion: Occasion
) -> LogEntryRead:
    actor = occasion.actor
    row = await rows.insert(
        TicketLogEntry,
        ticket_id=ticket.id,
        kind=entry.kind,
        text=entry.text,
        visibility=visibility,
        occurred_at=at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        corrects_id=entry.corrects_id,
        attachment_ids=entry.attachment_ids,
    )
    line = LoggedTicket(
        ticket=ticket, log_entry_id=row["id"], kind=entry.kind, text=entry.text, visibility=visibility, occurred_at=at
    )
    logged = TicketLogged(**subject_fields(ticket, at=at), log_entry_id=row["id"], visibility=visibility)
    await emit(logged, actor=actor, active=occasion.active)
    await calls.apply(TicketHooks.ticket_logged, occasion, line)
    return LogEntryRead.of(row)
