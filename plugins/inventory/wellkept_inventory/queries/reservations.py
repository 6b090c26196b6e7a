"""Reservations and what is held for them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from wellkept_inventory.rules.keys import StockKey
from wellkept_inventory.rules.reservations import Hold, Reservation
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, ListDeclaration, Row, Sort
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import TicketId

RESERVATIONS: Final = ListDeclaration(
    select="SELECT reservation.* FROM inventory_reservation reservation",
    sorts={"created_at": Sort("reservation.created_at", datetime)},
    sort_default="created_at",
    id_column="reservation.id",
)
_STANDING: Final = Clause("reservation.status IN ('open', 'reserved')")


async def page_of_ticket(ctx: Ctx, ticket_id: TicketId, page: PageRequest) -> Page[Reservation]:
    """Return one page of a ticket's reservations, oldest first."""
    where = Clause("reservation.ticket_id = ?", (ticket_id,))
    found = await ctx.db.page(RESERVATIONS, page, where=where)
    return Page(items=_reservations(found.items), next_cursor=found.next_cursor)


async def of_ticket(ctx: Ctx, ticket_id: TicketId, *, ids: Collection[UUID] | None = None) -> dict[UUID, Reservation]:
    """Return a ticket's reservations that have not ended; with ids, only those, ended or not."""
    chosen = _STANDING if ids is None else ctx.db.any_of("reservation.id", ids)
    where = Clause("reservation.ticket_id = ?", (ticket_id,)) & chosen
    return {found.id: found for found in await _found(ctx, where, order="reservation.id")}


async def by_id(ctx: Ctx, reservation_id: UUID) -> Reservation | None:
    """Return a reservation, if there is one."""
    found = await _found(ctx, Clause("reservation.id = ?", (reservation_id,)), order="reservation.id")
    return found[0] if found else None


async def waiting(ctx: Ctx, part_ids: Collection[UUID]) -> list[Reservation]:
    """Return the open reservations of parts: what is needed first, then the oldest."""
    where = Clause("reservation.status = 'open'") & ctx.db.any_of("reservation.part_id", part_ids)
    order = "reservation.part_id, reservation.needed_by IS NULL, reservation.needed_by, reservation.created_at, id"
    return await _found(ctx, where, order=order)


async def holds_of(ctx: Ctx, reservation_ids: Collection[UUID]) -> list[Hold]:
    """Return what is held for reservations, by reservation and balance."""
    where = ctx.db.any_of("hold.reservation_id", reservation_ids)
    rows = await ctx.db.fetch(
        "SELECT hold.reservation_id, hold.part_id, hold.location_id, hold.lot_id, hold.stock_owner_id,"
        " hold.quantity_milli, lot.number AS lot, lot.kind AS lot_kind, lot.expires_on,"
        " balance.first_in_at, location.time_zone"
        " FROM inventory_hold hold JOIN inventory_location location ON location.id = hold.location_id"
        " JOIN inventory_balance balance ON balance.part_id = hold.part_id"
        " AND balance.location_id = hold.location_id AND balance.lot_id = hold.lot_id"
        " AND balance.stock_owner_id = hold.stock_owner_id LEFT JOIN inventory_lot lot ON lot.id = hold.lot_id"
        f" WHERE {where.sql} ORDER BY hold.reservation_id, hold.id",
        *where.args,
    )
    return [_hold(row) for row in rows]


async def _found(ctx: Ctx, where: Clause, *, order: str) -> list[Reservation]:
    rows = await ctx.db.fetch(
        f"SELECT reservation.* FROM inventory_reservation reservation WHERE {where.sql} ORDER BY {order}", *where.args
    )
    return _reservations(rows)


def _reservations(rows: list[Row]) -> list[Reservation]:
    return msgspec.convert(rows, list[Reservation])


def _hold(row: Row) -> Hold:
    return msgspec.convert({**row, "key": msgspec.convert(row, StockKey)}, Hold)
