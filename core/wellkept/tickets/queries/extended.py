"""Tickets with what plugins add to them."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args
from uuid import UUID

from wellkept.activation.queries import nothing, of_ticket
from wellkept.activation.queries.activations import of_ids
from wellkept.platform.plugin_host import extensions
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.tickets.schemas.history import TransitionRead
from wellkept.tickets.schemas.tickets import (
    TicketCreate,
    TicketExtensions,
    TicketExtensionsInput,
    TicketExtensionsPatch,
    TicketPatch,
    TicketRead,
)
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.records.references import RecordName
from wellkept_sdk.records.tickets import TicketRecord

TicketSort = Literal["reported_at", "-reported_at", "updated_at", "-updated_at", "number", "-number"]

TICKET_RECORD = extensions.register(
    extensions.ExtensibleRecord(
        name=RecordName.TICKET,
        extensions=TicketExtensions,
        extensions_input=TicketExtensionsInput,
        extensions_patch=TicketExtensionsPatch,
        read=TicketRead,
        create=TicketCreate,
        patch=TicketPatch,
        holders=(TransitionRead,),
        sort_name="TicketSort",
        sorts=get_args(TicketSort),
    )
)


async def shown(ticket: TicketRecord, *, actor: Actor) -> TicketRead:
    """
    Return the ticket as this caller may see it, with everything that plugins add to it.

    Raises:
        PluginFailed: a plugin that is required could not answer.
    """
    active = await of_ticket(ticket.activation_id)
    added = await extensions.of_record(TICKET_RECORD, ticket.id, actor=actor, active=active)
    return TicketRead.of(ticket, actor=actor, extensions=added)


async def pinned(rows: Sequence[Row]) -> Mapping[UUID, ActiveSet]:
    """Return what serves each of the tickets; their rows name it, so that nothing else is read."""
    serving = await of_ids({row["activation_id"] for row in rows if row["activation_id"] is not None})
    without = nothing()
    return {row["id"]: serving.get(row["activation_id"], without) for row in rows}
