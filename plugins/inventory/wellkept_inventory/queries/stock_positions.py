"""What there is of parts at places, what is on its way, and who waits for it."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final
from uuid import UUID

from wellkept_inventory.queries.shelves import ISSUABLE_KINDS
from wellkept_inventory.rules.picking import has_expired
from wellkept_inventory.rules.place_tree import PlaceTree
from wellkept_sdk import Ctx
from wellkept_sdk.local_days import local_day

_ABOVE: Final = (
    "WITH RECURSIVE above (id, parent_id) AS ("
    " SELECT id, parent_id FROM inventory_location WHERE {}"
    " UNION SELECT place.id, place.parent_id FROM inventory_location place JOIN above ON place.id = above.parent_id)"
    " SELECT place.id, place.parent_id FROM above JOIN inventory_location place ON place.id = above.id"
    " WHERE place.parent_id IS NOT NULL"
)
# Stock by lots that expire on the same day; there are few such days.
_AVAILABLE: Final = (
    "SELECT balance.part_id, balance.location_id, lot.expires_on, location.time_zone,"
    " CAST(SUM(balance.quantity_milli - balance.reserved_milli) AS BIGINT) AS available_milli"
    " FROM inventory_balance balance JOIN inventory_location location ON location.id = balance.location_id"
    " LEFT JOIN inventory_lot lot ON lot.id = balance.lot_id"
    " WHERE {} AND balance.real AND balance.quantity_milli > balance.reserved_milli"
    f" AND location.kind IN ({ISSUABLE_KINDS})"
    " GROUP BY balance.part_id, balance.location_id, lot.expires_on, location.time_zone"
)
_MISSING: Final = (
    "SELECT reservation.part_id, reservation.location_id, CAST(SUM(reservation.quantity_milli - reservation.held_milli"
    " - reservation.issued_milli) AS BIGINT) AS missing_milli FROM inventory_reservation reservation"
    " WHERE {} AND reservation.status = 'open' GROUP BY reservation.part_id, reservation.location_id"
)


async def available_at(ctx: Ctx, part_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """
    Return what is neither reserved nor expired of parts, by part and place; places without any are left out.

    Stock of parties counts; what lies in quarantine or in transit does not.
    """
    where = ctx.db.any_of("balance.part_id", part_ids)
    found: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    for row in await ctx.db.fetch(_AVAILABLE.format(where.sql), *where.args):
        if not has_expired(row["expires_on"], today=local_day(ctx.at, time_zone=row["time_zone"])):
            found[row["part_id"], row["location_id"]] += row["available_milli"]
    return found


async def missing_at(ctx: Ctx, part_ids: Collection[UUID]) -> dict[tuple[UUID, UUID | None], int]:
    """Return what open reservations wait for, by part and the place they name; None for those that name none."""
    where = ctx.db.any_of("reservation.part_id", part_ids)
    rows = await ctx.db.fetch(_MISSING.format(where.sql), *where.args)
    return {(row["part_id"], row["location_id"]): row["missing_milli"] for row in rows}


async def tree_above(ctx: Ctx, location_ids: Collection[UUID]) -> PlaceTree:
    """Return what places lie in, outwards."""
    where = ctx.db.any_of("id", location_ids)
    rows = await ctx.db.fetch(_ABOVE.format(where.sql), *where.args) if location_ids else []
    return PlaceTree({row["id"]: row["parent_id"] for row in rows})


async def whole_tree(ctx: Ctx) -> PlaceTree:
    """Return what every place lies in; there are hundreds."""
    rows = await ctx.db.fetch("SELECT id, parent_id FROM inventory_location WHERE parent_id IS NOT NULL")
    return PlaceTree({row["id"]: row["parent_id"] for row in rows})
