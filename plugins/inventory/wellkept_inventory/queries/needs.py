"""What tickets still need of parts."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.stock import PartNeed


async def needed(ctx: Ctx, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[PartNeed]]:
    """Return what tickets wait for or have reserved, by part, in one statement; tickets without any are left out."""
    where = ctx.db.any_of("reservation.ticket_id", ticket_ids)
    rows = await ctx.db.fetch(
        "SELECT reservation.ticket_id, reservation.part_id, part.unit, reservation.needed_by,"
        " reservation.quantity_milli - reservation.issued_milli AS quantity_milli, reservation.held_milli"
        " FROM inventory_reservation reservation JOIN inventory_part part ON part.id = reservation.part_id"
        f" WHERE {where.sql} AND reservation.status IN ('open', 'reserved') ORDER BY part.code, reservation.id",
        *where.args,
    )
    found: dict[TicketId, dict[UUID, PartNeed]] = {}
    for row in rows:
        needs = found.setdefault(row["ticket_id"], {})
        need = _need(row)
        before = needs.get(need.part_id)
        needs[need.part_id] = need if before is None else _together(before, need)
    return {ticket_id: list(needs.values()) for ticket_id, needs in found.items()}


def _need(row: Row) -> PartNeed:
    quantity = Quantity(milli=row["quantity_milli"], unit=row["unit"])
    reserved = Quantity(milli=row["held_milli"], unit=row["unit"])
    return PartNeed(
        part_id=row["part_id"],
        quantity=quantity,
        reserved=reserved,
        missing=quantity - reserved,
        needed_by=row["needed_by"],
    )


def _together(one: PartNeed, other: PartNeed) -> PartNeed:
    return PartNeed(
        part_id=one.part_id,
        quantity=one.quantity + other.quantity,
        reserved=one.reserved + other.reserved,
        missing=one.missing + other.missing,
        needed_by=min((at for at in (one.needed_by, other.needed_by) if at is not None), default=None),
    )
