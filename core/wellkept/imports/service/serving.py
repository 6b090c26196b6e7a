"""Which plugins serve the tickets of a batch, and telling them of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept.activation.queries import Resolved, of_ticket, places_of, resolve_many
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.actor import Actor
from wellkept_sdk.hooks.tickets import ImportedTickets, TicketHooks
from wellkept_sdk.records.references import RecordName
from wellkept_sdk.records.tickets import TicketRecord


class ServedTicket(Struct, frozen=True):
    """A ticket that a batch has written, and what serves it."""

    ticket: TicketRecord
    active: ActiveSet


class Serving(Struct, frozen=True, kw_only=True):
    """What serves the tickets of a batch: new ones by their project, old ones by what they have pinned."""

    by_project: Mapping[UUID, Resolved]
    by_activation: Mapping[UUID | None, ActiveSet]


async def look_up(project_ids: Collection[UUID], old: Iterable[TicketRecord], *, at: datetime) -> Serving:
    """Return what serves new tickets of these projects, received at a moment, and these old ones."""
    places = await places_of(RecordName.PROJECT, project_ids)
    resolved = await resolve_many([(place, at) for place in places.values()])
    pinned = {ticket.activation_id for ticket in old}
    return Serving(
        by_project=dict(zip(places, resolved, strict=True)),
        by_activation={activation_id: await of_ticket(activation_id) for activation_id in pinned},
    )


async def tell_plugins(written: Sequence[ServedTicket], *, actor: Actor, at: datetime) -> None:
    """
    Tell the plugins of the tickets that a batch has written, once for each set of plugins.

    Raises:
        PluginFailed: a plugin that is required has failed.
    """
    groups: dict[int, list[ServedTicket]] = {}
    for served in written:
        groups.setdefault(id(served.active), []).append(served)
    for group in groups.values():
        occasion = Occasion(actor=actor, at=at, active=group[0].active, record=None)
        told = ImportedTickets(tickets=[served.ticket for served in group])
        await calls.apply(TicketHooks.tickets_imported, occasion, told)
