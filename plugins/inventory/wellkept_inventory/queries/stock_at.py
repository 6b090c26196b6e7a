"""What lies at places, whether it may be issued from there or not: for what moves without a ticket."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from wellkept_inventory.rules.keys import StockKey
from wellkept_inventory.rules.picking import Shelf
from wellkept_sdk import Ctx


async def stock_at(ctx: Ctx, *, part_ids: Collection[UUID], location_ids: Collection[UUID]) -> Sequence[Shelf]:
    """Return what is not reserved of parts at real places, expired lots among it; the parts are locked."""
    where = ctx.db.any_of("balance.part_id", part_ids) & ctx.db.any_of("balance.location_id", location_ids)
    rows = await ctx.db.fetch(
        "SELECT balance.part_id, balance.location_id, balance.lot_id, balance.stock_owner_id, balance.first_in_at,"
        " balance.quantity_milli - balance.reserved_milli AS available_milli, lot.number AS lot, lot.expires_on,"
        " 1 AS sourcing_priority FROM inventory_balance balance"
        " LEFT JOIN inventory_lot lot ON lot.id = balance.lot_id"
        f" WHERE balance.real AND balance.quantity_milli > balance.reserved_milli AND {where.sql}",
        *where.args,
    )
    return [msgspec.convert({**row, "key": msgspec.convert(row, StockKey)}, Shelf) for row in rows]
