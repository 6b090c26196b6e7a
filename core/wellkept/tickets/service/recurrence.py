"""The watch for recurrence: a ticket that comes back names the one it repeats, once in its life."""

from datetime import datetime

from msgspec.structs import replace

from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.tickets.queries import lookups
from wellkept.tickets.rules.record import Effect
from wellkept.tickets.service.announcements import subject_fields
from wellkept_sdk.events.tickets import TicketRecurred
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import TicketRecord

#: What decides whether two tickets are about the same fault.
DECISIVE_FIELDS = {"equipment_id", "fault_code"}


async def predecessor(ticket: TicketRecord) -> TicketId | None:
    """Return the watched ticket that this one repeats, unless it is known already."""
    if ticket.previous_ticket_id is not None or ticket.equipment_id is None or ticket.fault_code is None:
        return None
    return await lookups.watched_predecessor(
        ticket.equipment_id, ticket.fault_code, reported_at=ticket.reported_at, other_than=ticket.id
    )


async def linked(ticket: TicketRecord, effect: Effect) -> Effect:
    """Return the effect with the ticket that this one turns out to repeat, now that its fault is known."""
    if not effect.changes.keys() & DECISIVE_FIELDS:
        return effect
    previous_id = await predecessor(replace(ticket, **effect.changes))
    if previous_id is None:
        return effect
    return replace(effect, changes={**effect.changes, "previous_ticket_id": previous_id})


async def announce_recurrence(
    before: TicketRecord | None, after: TicketRecord, *, at: datetime, occasion: Occasion
) -> None:
    """Emit that the fault came back, if this is the change that found it out."""
    known = None if before is None else before.previous_ticket_id
    if after.previous_ticket_id is not None and known is None:
        event = TicketRecurred(**subject_fields(after, at=at), previous_ticket_id=after.previous_ticket_id)
        await emit(event, actor=occasion.actor, active=occasion.active)
