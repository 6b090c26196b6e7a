"""Lots that will expire soon."""

from datetime import timedelta
from typing import Final

from wellkept_inventory.events import InventoryLotExpiryNeared
from wellkept_sdk import Ctx

AHEAD: Final = timedelta(days=30)
BATCH_SIZE: Final = 500

_NEAR: Final = (
    "SELECT lot.id, lot.part_id, lot.number, lot.expires_on FROM inventory_lot lot"
    " WHERE lot.expires_on IS NOT NULL AND lot.expires_on <= ? AND lot.expiry_announced_at IS NULL"
    " AND EXISTS (SELECT 1 FROM inventory_balance balance WHERE balance.part_id = lot.part_id"
    " AND balance.lot_id = lot.id AND balance.real AND balance.quantity_milli > 0)"
    " ORDER BY lot.expires_on, lot.id LIMIT ?"
)


async def announce_near_expiry(ctx: Ctx) -> None:
    """
    Announce lots and pieces in stock that expire within 30 days, or have; each once, however long it stays.

    Each batch is a transaction; what a run that died has left is announced by the next.
    """
    while await _announce(ctx) == BATCH_SIZE:
        pass


async def _announce(ctx: Ctx) -> int:
    async with ctx.db.transaction():
        lots = await ctx.db.fetch(_NEAR, ctx.at.date() + AHEAD, BATCH_SIZE)
        where = ctx.db.any_of("id", [lot["id"] for lot in lots])
        await ctx.db.execute(f"UPDATE inventory_lot SET expiry_announced_at = ? WHERE {where.sql}", ctx.at, *where.args)
        for lot in lots:
            await ctx.emit(
                InventoryLotExpiryNeared(
                    lot_id=lot["id"], part_id=lot["part_id"], number=lot["number"], expires_on=lot["expires_on"]
                )
            )
    return len(lots)
