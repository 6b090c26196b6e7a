"""What is free of parts, and where."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

import msgspec

from wellkept_inventory.rules.free_stock import FreeStock
from wellkept_inventory.rules.keys import VIRTUAL_LOCATIONS, StockKey
from wellkept_inventory.rules.picking import Shelf
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Row, all_of
from wellkept_sdk.local_days import local_day
from wellkept_sdk.services.stock import LocationKind

#: As they stand in a list of SQL.
ISSUABLE_KINDS: Final = ", ".join(f"'{kind}'" for kind in LocationKind if kind.is_issuable)


async def free_stock(
    ctx: Ctx, part_ids: Collection[UUID], *, location_ids: Collection[UUID] | None = None
) -> FreeStock:
    """
    Return what is free of parts at the places that stock may be issued from.

    Args:
        ctx: its moment decides which lots have expired, by each place's own day.
        part_ids: locked, where something is taken: `names.locked_names`.
        location_ids: at these places; None for all.
    """
    where = all_of(
        ctx.db.any_of("balance.part_id", part_ids),
        TRUE if location_ids is None else ctx.db.any_of("balance.location_id", location_ids),
    )
    rows = await ctx.db.fetch(
        "SELECT balance.part_id, balance.location_id, balance.lot_id, balance.stock_owner_id, balance.first_in_at,"
        " balance.quantity_milli - balance.reserved_milli AS available_milli, lot.number AS lot, lot.expires_on,"
        " location.sourcing_priority, location.time_zone"
        " FROM inventory_balance balance JOIN inventory_location location ON location.id = balance.location_id"
        " LEFT JOIN inventory_lot lot ON lot.id = balance.lot_id"
        f" WHERE {where.sql} AND balance.real AND balance.quantity_milli > balance.reserved_milli"
        f" AND location.kind IN ({ISSUABLE_KINDS}) AND location.archived_at IS NULL",
        *where.args,
    )
    zones = {row["location_id"]: row["time_zone"] for row in rows}
    today_at = {location_id: local_day(ctx.at, time_zone=zone) for location_id, zone in zones.items()}
    return FreeStock((_shelf(row) for row in rows), today_at=today_at)


async def served_locations(ctx: Ctx, codes: Collection[str]) -> frozenset[UUID]:
    """Return the places of these codes, with all that lie inside them."""
    where = ctx.db.any_of("code", codes)
    rows = await ctx.db.fetch(
        f"WITH RECURSIVE served AS (SELECT id FROM inventory_location WHERE {where.sql}"
        " UNION SELECT inner_place.id FROM inventory_location inner_place"
        " JOIN served ON inner_place.parent_id = served.id) SELECT id FROM served",
        *where.args,
    )
    return frozenset(row["id"] for row in rows)


async def location_with(ctx: Ctx, code: str) -> UUID | None:
    """Return the real place of a code, if there is one."""
    row = await ctx.db.fetch_one("SELECT id FROM inventory_location WHERE code = ? AND archived_at IS NULL", code)
    return None if row is None else row["id"]


async def last_users_of(ctx: Ctx, lot_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return whose stock lots and pieces were when they were issued last; those never issued are left out."""
    if not lot_ids:
        return {}
    where = ctx.db.any_of("lot_id", lot_ids)
    rows = await ctx.db.fetch(
        f"SELECT lot_id, stock_owner_id FROM inventory_move WHERE {where.sql} AND to_location_id = ?"
        " ORDER BY recorded_at, id",
        *where.args,
        VIRTUAL_LOCATIONS[LocationKind.CONSUMED],
    )
    return {row["lot_id"]: row["stock_owner_id"] for row in rows}


def _shelf(row: Row) -> Shelf:
    return msgspec.convert({**row, "key": msgspec.convert(row, StockKey)}, Shelf)
