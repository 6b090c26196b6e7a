"""Writing what becomes of reservations, and announcing it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from wellkept_inventory.events import (
    InventoryReservationEvent,
    InventoryReservationFilled,
    InventoryReservationMade,
    InventoryReservationReleased,
)
from wellkept_inventory.rules.free_stock import total_of
from wellkept_inventory.rules.picking import Take
from wellkept_inventory.rules.reservations import Reservation, ReservationStatus, status_of
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import ServiceInactive
from wellkept_sdk.ids import TicketId
from wellkept_sdk.quantity import decimal_of

_WRITE: Final = (
    "UPDATE inventory_reservation SET held_milli = ?, issued_milli = ?, status = ?, updated_at = ?,"
    " version = version + 1 WHERE id = ?"
)


async def write(ctx: Ctx, reservations: Sequence[Reservation]) -> None:
    """Store how much is held and issued of reservations, and where they stand."""
    rows = [(found.held_milli, found.issued_milli, found.status, ctx.at, found.id) for found in reservations]
    if len(rows) == 1:
        await ctx.db.execute(_WRITE, *rows[0])
    elif rows:
        await ctx.db.execute_many(_WRITE, rows)


async def write_extension(ctx: Ctx, reservation_id: UUID, *, expires_at: datetime) -> None:
    """Store until when a reservation holds."""
    await ctx.db.execute(
        "UPDATE inventory_reservation SET expires_at = ?, updated_at = ?, version = version + 1 WHERE id = ?",
        expires_at,
        ctx.at,
        reservation_id,
    )


def with_more(reservation: Reservation, takes: Sequence[Take]) -> Reservation:
    """Return a reservation for which more is held."""
    held_milli = reservation.held_milli + total_of(takes)
    status = status_of(
        quantity_milli=reservation.quantity_milli, held_milli=held_milli, issued_milli=reservation.issued_milli
    )
    return replace(reservation, held_milli=held_milli, status=status)


def ended(reservation: Reservation) -> Reservation:
    """Return a reservation that holds nothing any more."""
    return replace(reservation, held_milli=0, status=ReservationStatus.RELEASED)


async def announce_made(ctx: Ctx, reservations: Collection[Reservation]) -> None:
    """Tell that a ticket needs parts."""
    await _announce(ctx, reservations, InventoryReservationMade)


async def announce_filled(contexts: Mapping[TicketId, Ctx], reservations: Collection[Reservation]) -> None:
    """Tell that something which was missing is held now."""
    for reservation in reservations:
        await _announce(contexts[reservation.ticket_id], [reservation], InventoryReservationFilled)


async def announce_released(ctx: Ctx, reservations: Collection[Reservation]) -> None:
    """Tell that nothing is held any more."""
    await _announce(ctx, reservations, InventoryReservationReleased)


async def context_of(ctx: Ctx, ticket_id: TicketId) -> Ctx:
    """Return the context of a ticket; the given one, where the ticket has parts no more."""
    try:
        return await ctx.for_record(RecordName.TICKET, ticket_id)
    except ServiceInactive:
        return ctx


async def _announce(ctx: Ctx, reservations: Collection[Reservation], kind: type[InventoryReservationEvent]) -> None:
    for reservation in reservations:
        await ctx.emit(
            kind(
                reservation_id=reservation.id,
                ticket_id=reservation.ticket_id,
                part_id=reservation.part_id,
                reserved=decimal_of(reservation.held_milli),
                missing=decimal_of(reservation.missing_milli),
            )
        )
