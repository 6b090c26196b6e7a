"""To which station a ticket belongs, and the row that the plugin keeps of it."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.hooks.tickets import ImportedTickets, OpenedTicket, ReactivatedTicket, UpdatedTicket
from wellkept_stations.queries.covering import stations_of
from wellkept_stations.queries.holding import hold_ticket
from wellkept_stations.queries.sites import sites_of
from wellkept_stations.rules.covering import Covering
from wellkept_stations.tables import StationsTicket

_MOVES: Final = frozenset({"equipment_id", "project_id"})
_STORED: Final = "SELECT * FROM stations_ticket WHERE id = ?"
_COLUMNS: Final = (
    *("id", "ticket_id", "station_id", "because", "required_skills", "required_certificates"),
    *("wave", "visits_open", "updated_at"),
)
# Two unique columns hold the same value, so none of them can be named as the one that decides.
_INSERT: Final = (
    f"INSERT INTO stations_ticket ({', '.join(_COLUMNS)}) VALUES {{rows}} ON CONFLICT DO NOTHING RETURNING id"
)
_UPDATE: Final = "UPDATE stations_ticket SET station_id = ?, because = ?, updated_at = ? WHERE id = ?"


async def ticket_row(ctx: Ctx, ticket_id: UUID, *, lock: bool = False) -> Row:
    """
    Return the row that the plugin keeps of a ticket; one that is missing is made, with the ticket's station.

    Args:
        ctx: joins its transaction.
        ticket_id: of an existing ticket.
        lock: hold it until the transaction ends; whoever dispatches, offers or plans visits does so first.
    """
    if lock:
        await hold_ticket(ctx, ticket_id)
    row = await _stored(ctx, ticket_id, lock=lock)
    if row is not None:
        return row
    async with ctx.db.transaction():
        await place(ctx, [ticket_id])
        made = await _stored(ctx, ticket_id, lock=lock)
    assert made is not None, "the row of a ticket is never deleted before the ticket"
    return made


async def ticket_opened(ctx: Ctx, event: OpenedTicket) -> None:
    """Place a new ticket; one that came with requirements has its row already."""
    await ticket_row(ctx, event.ticket.id)


async def ticket_updated(ctx: Ctx, event: UpdatedTicket) -> None:
    """Place a ticket anew whose equipment has changed."""
    if _MOVES.intersection(event.changed_fields):
        await place(ctx, [event.ticket.id])


async def ticket_reactivated(ctx: Ctx, event: ReactivatedTicket) -> None:
    """Place a ticket that the plugin serves from now on."""
    if event.is_active and not event.was_active:
        await place(ctx, [event.ticket.id])


async def tickets_imported(ctx: Ctx, event: ImportedTickets) -> None:
    """Place the tickets of an import."""
    await place(ctx, [ticket.id for ticket in event.tickets])


async def _stored(ctx: Ctx, ticket_id: UUID, *, lock: bool) -> Row | None:
    return await ctx.db.locked(StationsTicket, ticket_id) if lock else await ctx.db.fetch_one(_STORED, ticket_id)


async def place(ctx: Ctx, ticket_ids: Collection[UUID]) -> None:
    """Make sure that each ticket has its row, with the station that its site belongs to now; set-based."""
    sites = await sites_of(ctx, ticket_ids)
    stations = await stations_of(ctx, {found.site for found in sites.values()})
    placed = {ticket_id: _columns(stations.get(sites[ticket_id].site)) for ticket_id in sorted(sites)}
    rows: list[tuple[object, ...]] = [(each, each, *columns, [], [], 0, 0, ctx.at) for each, columns in placed.items()]
    if not rows:
        return
    marks = ", ".join([f"({', '.join('?' * len(_COLUMNS))})"] * len(rows))
    inserted = await ctx.db.fetch(_INSERT.format(rows=marks), *(value for row in rows for value in row))
    new = {row["id"] for row in inserted}
    there = [(*columns, ctx.at, each) for each, columns in placed.items() if each not in new]
    if there:
        await ctx.db.execute_many(_UPDATE, there)


def _columns(covering: Covering | None) -> tuple[UUID | None, dict[str, str]]:
    return (None, {}) if covering is None else (covering.station_id, {"station": covering.because})
