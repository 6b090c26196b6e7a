"""What is built into equipment, and what is taken out again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from wellkept_inventory.tables import InventoryInstallation
from wellkept_sdk import Ctx
from wellkept_sdk.db import one_of
from wellkept_sdk.services.stock import StockPosting


async def install(ctx: Ctx, posting: StockPosting) -> None:
    """Write down which lots and pieces an issue builds into equipment; a piece is in one place only."""
    moves = [move for move in posting.moves if move.equipment_id is not None and move.lot_id is not None]
    if not moves:
        return
    pieces = [move.lot_id for move in moves if move.serial is not None and move.lot_id is not None]
    await take_out(ctx, lot_ids=pieces, move_ids=(), at=posting.occurred_at)
    rows = [
        {
            "equipment_id": move.equipment_id,
            "part_id": move.part_id,
            "lot_id": move.lot_id,
            "serial": move.serial is not None,
            "installed_at": posting.occurred_at,
            "ticket_id": posting.ticket_id,
            "move_id": move.id,
        }
        for move in moves
    ]
    await ctx.db.insert_many(InventoryInstallation, rows)


async def take_out(ctx: Ctx, *, lot_ids: Collection[UUID], move_ids: Collection[UUID], at: datetime) -> None:
    """
    Write down that pieces are in equipment no more; nothing is sent without any.

    Args:
        ctx: joins its transaction.
        lot_ids: serial numbers that are elsewhere now.
        move_ids: issues of which nothing is out any more, of lots and pieces.
        at: since when.
    """
    if not lot_ids and not move_ids:
        return
    where = one_of(ctx.db.any_of("lot_id", lot_ids), ctx.db.any_of("move_id", move_ids))
    await ctx.db.execute(
        "UPDATE inventory_installation SET removed_at = CASE WHEN installed_at > ? THEN installed_at ELSE ? END"
        f" WHERE removed_at IS NULL AND ({where.sql})",
        at,
        at,
        *where.args,
    )
