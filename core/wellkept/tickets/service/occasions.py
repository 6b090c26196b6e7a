"""The occasion on which plugins have a say about a ticket: its pinned activation says which."""

from wellkept.activation.queries import of_ticket
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.actor import Actor
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.records.tickets import TicketRecord


async def on_ticket(ticket: TicketRecord, *, actor: Actor) -> Occasion:
    """Return the occasion of a verb about this ticket."""
    active = await of_ticket(ticket.activation_id)
    return Occasion(actor=actor, at=now(), active=active, record=RecordRef(RecordName.TICKET, ticket.id))
