"""What a stocktake has found, what the book says of it, and what it is worth."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from wellkept_inventory.rules.costing import Valuation
from wellkept_inventory.rules.counting import Counted, PartWorth
from wellkept_inventory.rules.keys import StockKey
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, all_of
from wellkept_sdk.money import Money


async def counted(ctx: Ctx, count_id: UUID) -> list[Counted]:
    """Return what was entered for a count."""
    rows = await ctx.db.fetch(
        "SELECT part_id, lot_id, stock_owner_id, location_id, expected_milli, counted_milli"
        " FROM inventory_count_line WHERE count_id = ? AND counted_milli IS NOT NULL ORDER BY id",
        count_id,
    )
    return [
        Counted(key=StockKey.of_row(row), expected_milli=row["expected_milli"], counted_milli=row["counted_milli"])
        for row in rows
    ]


async def counters(ctx: Ctx, count_id: UUID) -> set[UUID | None]:
    """Return who has entered figures of a count."""
    rows = await ctx.db.fetch("SELECT DISTINCT counted_by FROM inventory_count_line WHERE count_id = ?", count_id)
    return {row["counted_by"] for row in rows}


async def on_book(ctx: Ctx, keys: Collection[StockKey]) -> dict[StockKey, int]:
    """Return what the book says of balances at one place; those that were never there are left out."""
    where = ctx.db.any_of("part_id", {key.part_id for key in keys}) & ctx.db.any_of(
        "location_id", {key.location_id for key in keys}
    )
    rows = await ctx.db.fetch(
        f"SELECT part_id, lot_id, stock_owner_id, location_id, quantity_milli FROM inventory_balance WHERE {where.sql}",
        *where.args,
    )
    return {StockKey.of_row(row): row["quantity_milli"] for row in rows}


async def stock_of(
    ctx: Ctx, location_id: UUID, *, part_ids: Collection[UUID] | None, stock_owner_id: UUID | None, limit: int
) -> list[StockKey]:
    """Return what lies at a place of some parts, or all, and of one owner, or all, in the order of keys."""
    where = all_of(
        Clause("location_id = ? AND quantity_milli > 0", (location_id,)),
        TRUE if part_ids is None else ctx.db.any_of("part_id", part_ids),
        TRUE if stock_owner_id is None else Clause("stock_owner_id = ?", (stock_owner_id,)),
    )
    rows = await ctx.db.fetch(
        f"SELECT part_id, lot_id, stock_owner_id, location_id FROM inventory_balance WHERE {where.sql}"
        " ORDER BY part_id, lot_id, stock_owner_id LIMIT ?",
        *where.args,
        limit,
    )
    return [StockKey.of_row(row) for row in rows]


async def lines_in(ctx: Ctx, count_id: UUID) -> int:
    """Return how many lines a count has."""
    row = await ctx.db.fetch_one("SELECT COUNT(*) AS lines FROM inventory_count_line WHERE count_id = ?", count_id)
    return 0 if row is None else row["lines"]


async def worth_of(
    ctx: Ctx, part_ids: Collection[UUID], standard: Mapping[UUID, Money | None]
) -> dict[UUID, PartWorth]:
    """Return what our own stock of parts is worth; `standard` has the standard cost of each."""
    where = ctx.db.any_of("part_id", part_ids)
    rows = await ctx.db.fetch(
        f"SELECT part_id, currency, quantity_milli, value_minor FROM inventory_value WHERE {where.sql}"
        " AND quantity_milli > 0",
        *where.args,
    )
    valued = {row["part_id"]: msgspec.convert(row, Valuation) for row in rows}
    return {
        part_id: PartWorth(valuation=valued.get(part_id, Valuation()), standard_cost=standard.get(part_id))
        for part_id in part_ids
    }
