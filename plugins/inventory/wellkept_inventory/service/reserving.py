"""Reserving parts for tickets, and letting them go."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from wellkept_inventory.errors import ReservationEnded, ReservationNotFound, TicketNotOpen
from wellkept_inventory.queries import reservations as reading
from wellkept_inventory.queries.names import locked_names
from wellkept_inventory.queries.tickets import locked_ticket
from wellkept_inventory.rules.free_stock import total_of
from wellkept_inventory.rules.picking import Take
from wellkept_inventory.rules.reservations import Reservation, by_reservation, status_of
from wellkept_inventory.schemas.reservations import (
    InventoryReservation,
    InventoryReservationCreate,
    InventoryReservationExtend,
    InventoryReservations,
    InventoryReservationTransition,
)
from wellkept_inventory.service import reservation_rows as rows
from wellkept_inventory.service.alerting import watch
from wellkept_inventory.service.filling import fill
from wellkept_inventory.service.holding import hold, let_go
from wellkept_inventory.service.reservation_lines import ReservationLine, read_lines
from wellkept_inventory.tables import InventoryReservation as ReservationRow
from wellkept_inventory.terms import InventoryTerms
from wellkept_sdk import Ctx, DueTimer, RecordName
from wellkept_sdk.errors import Invalid, invalid
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.moment import as_utc

#: The timer that releases a reservation; its id is the reservation's.
EXPIRY: Final = "reservation"


async def page_of(ctx: Ctx, ticket_id: TicketId, page: PageRequest) -> Page[InventoryReservation]:
    """Return one page of a ticket's reservations, oldest first."""
    found = await reading.page_of_ticket(ctx, ticket_id, page)
    return Page(items=await _shown(ctx, found.items), next_cursor=found.next_cursor)


async def reserve(ctx: Ctx, ticket_id: TicketId, data: InventoryReservationCreate) -> InventoryReservations:
    """
    Hold what is there of parts for a ticket, and wait for the rest.

    Raises:
        Invalid: a line is wrong.
        TicketNotOpen: the ticket needs no parts any more.
        Conflict: a part, lot, place or legal owner may not be used.
    """
    async with ctx.db.transaction():
        if not (await locked_ticket(ctx, ticket_id)).is_open:
            raise TicketNotOpen
        lines = await read_lines(ctx, data.lines)
        takes = {uuid7(): lines.stock.take(line.wish, lines.allowance) for line in lines.items}
        await _store(ctx, ticket_id, lines.items, takes)
        await hold(ctx, takes)
        await watch(ctx, {(take.key.part_id, take.key.location_id) for taken in takes.values() for take in taken})
        made = await reading.of_ticket(ctx, ticket_id, ids=list(takes))
        in_order = [made[reservation_id] for reservation_id in takes]
        await rows.announce_made(ctx, in_order)
        await ctx.raise_version(RecordName.TICKET, ticket_id)
        return InventoryReservations(items=await _shown(ctx, in_order))


async def move(
    ctx: Ctx, ticket_id: TicketId, reservation_id: UUID, command: InventoryReservationTransition
) -> InventoryReservation:
    """
    Release a reservation, or let it hold longer.

    Raises:
        ReservationNotFound: the ticket has no such reservation.
        ReservationEnded: it is issued or released already.
        Invalid: the moment until which it shall hold is over.
    """
    async with ctx.db.transaction():
        await locked_ticket(ctx, ticket_id)
        found = (await reading.of_ticket(ctx, ticket_id, ids=[reservation_id])).get(reservation_id)
        if found is None:
            raise ReservationNotFound
        if found.status.has_ended:
            raise ReservationEnded
        if isinstance(command, InventoryReservationExtend):
            await _extend(ctx, found, command)
        else:
            await _release(ctx, [found])
        await ctx.raise_version(RecordName.TICKET, ticket_id)
        moved = await reading.of_ticket(ctx, ticket_id, ids=[reservation_id])
        return (await _shown(ctx, list(moved.values())))[0]


async def release_all(ctx: Ctx, ticket_id: TicketId) -> None:
    """Release what is reserved for a ticket, whose row the caller has locked."""
    found = await reading.of_ticket(ctx, ticket_id)
    if found:
        await _release(ctx, list(found.values()))


async def expire(ctx: Ctx, timer: DueTimer) -> None:
    """Release a reservation whose time is over, however often and late this is called."""
    async with ctx.db.transaction():
        found = await reading.by_id(ctx, timer.record_id)
        if found is None:
            return
        await locked_ticket(ctx, found.ticket_id)
        found = await reading.by_id(ctx, timer.record_id)
        assert found is not None, "whoever deletes the ticket waits for us"
        if found.status.has_ended or found.expires_at is None or found.expires_at > ctx.at:
            return
        await _release(await rows.context_of(ctx, found.ticket_id), [found])
        await ctx.raise_version(RecordName.TICKET, found.ticket_id)


async def _store(
    ctx: Ctx, ticket_id: TicketId, lines: Sequence[ReservationLine], takes: Mapping[UUID, Sequence[Take]]
) -> None:
    expires_at = ctx.at + ctx.terms(InventoryTerms).reserve_for.length
    await ctx.db.insert_many(
        ReservationRow,
        [
            {
                "id": reservation_id,
                "ticket_id": ticket_id,
                "part_id": line.wish.part_id,
                "quantity_milli": line.wish.quantity_milli,
                "held_milli": (held := total_of(taken)),
                "issued_milli": 0,
                "lot_id": line.wish.lot_id,
                "stock_owner_id": line.wish.stock_owner_id,
                "location_id": line.wish.location_id,
                "needed_by": line.needed_by,
                "expires_at": expires_at,
                "status": status_of(quantity_milli=line.wish.quantity_milli, held_milli=held, issued_milli=0),
                "actor_id": ctx.actor.id,
            }
            for line, (reservation_id, taken) in zip(lines, takes.items(), strict=True)
        ],
    )
    await ctx.timers.set_many(EXPIRY, dict.fromkeys(takes, expires_at))


async def _extend(ctx: Ctx, reservation: Reservation, command: InventoryReservationExtend) -> None:
    expires_at = as_utc(command.expires_at, pointer="/expires_at")
    if expires_at <= ctx.at:
        raise invalid("/expires_at", Invalid.code, "This moment is over.")
    await rows.write_extension(ctx, reservation.id, expires_at=expires_at)
    await ctx.timers.set(EXPIRY, reservation.id, due_at=expires_at)


async def _release(ctx: Ctx, reservations: Sequence[Reservation]) -> None:
    part_ids = {reservation.part_id for reservation in reservations}
    await locked_names(ctx, part_ids=part_ids)
    ids = [reservation.id for reservation in reservations]
    # Only now nobody fills them any more.
    holds = await reading.holds_of(ctx, ids)
    await let_go(ctx, ids, freed=[Take(found.key, found.quantity_milli) for found in holds])
    released = [rows.ended(reservation) for reservation in reservations]
    await rows.write(ctx, released)
    await rows.announce_released(ctx, released)
    await fill(ctx, part_ids)
    await watch(ctx, {(found.key.part_id, found.key.location_id) for found in holds})


async def _shown(ctx: Ctx, reservations: Sequence[Reservation]) -> list[InventoryReservation]:
    holds = by_reservation(await reading.holds_of(ctx, [reservation.id for reservation in reservations]))
    return [InventoryReservation.of(reservation, holds.get(reservation.id, [])) for reservation in reservations]
