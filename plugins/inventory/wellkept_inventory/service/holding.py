"""Holding stock for reservations: the sum of the holds of a balance is what is reserved of it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from wellkept_inventory.errors import StockInsufficient
from wellkept_inventory.rules.free_stock import by_key
from wellkept_inventory.rules.keys import StockKey
from wellkept_inventory.rules.picking import Take
from wellkept_inventory.tables import InventoryHold
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect

_COLUMNS: Final = ("part_id", "lot_id", "stock_owner_id", "location_id", "reserved_milli")
_GIVEN: Final = {
    Dialect.POSTGRES: "unnest("
    + ", ".join(["CAST(? AS uuid[])"] * 4 + ["CAST(? AS bigint[])"])
    + f") AS given ({', '.join(_COLUMNS)})",
    Dialect.SQLITE: "(SELECT "
    + ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(_COLUMNS))
    + " FROM json_each(?)) AS given",
}
_SAME_KEY: Final = " AND ".join(f"inventory_balance.{name} = given.{name}" for name in _COLUMNS[:4])
_RESERVE: Final = (
    "UPDATE inventory_balance SET reserved_milli = inventory_balance.reserved_milli + given.reserved_milli,"
    " changed_at = ? FROM {given}"
    f" WHERE {_SAME_KEY} AND inventory_balance.reserved_milli + given.reserved_milli >= 0"
    " AND inventory_balance.quantity_milli >= inventory_balance.reserved_milli + given.reserved_milli"
)


async def hold(ctx: Ctx, takes: Mapping[UUID, Sequence[Take]]) -> None:
    """
    Hold stock of locked parts for reservations, by their ids.

    Raises:
        StockInsufficient: it is not free any more.
    """
    await _reserve(ctx, by_key(take for found in takes.values() for take in found))
    await _store(ctx, takes)


async def let_go(ctx: Ctx, reservation_ids: Collection[UUID], *, freed: Collection[Take]) -> None:
    """
    Forget what is held for reservations of locked parts.

    Args:
        ctx: joins its transaction.
        reservation_ids: all their holds go.
        freed: what of them is free now; the rest was issued, and the ledger has done its part.
    """
    await _reserve(ctx, {key: -quantity for key, quantity in by_key(freed).items()})
    where = ctx.db.any_of("reservation_id", reservation_ids)
    await ctx.db.execute(f"DELETE FROM inventory_hold WHERE {where.sql}", *where.args)


async def keep(ctx: Ctx, takes: Mapping[UUID, Sequence[Take]]) -> None:
    """Write what is still held for reservations after `let_go`, and reserved already."""
    await _store(ctx, takes)


async def _reserve(ctx: Ctx, quantities: Mapping[StockKey, int]) -> None:
    if not quantities:
        return
    rows = [
        (key.part_id, key.lot_id, key.stock_owner_id, key.location_id, quantity) for key, quantity in quantities.items()
    ]
    given: list[object] = (
        [rows] if ctx.db.dialect is Dialect.SQLITE else [list(column) for column in zip(*rows, strict=True)]
    )
    changed = await ctx.db.execute(_RESERVE.format(given=_GIVEN[ctx.db.dialect]), ctx.at, *given)
    if changed != len(rows):
        raise StockInsufficient


async def _store(ctx: Ctx, takes: Mapping[UUID, Sequence[Take]]) -> None:
    rows = [
        {
            "reservation_id": reservation_id,
            "part_id": take.key.part_id,
            "location_id": take.key.location_id,
            "lot_id": take.key.lot_id,
            "stock_owner_id": take.key.stock_owner_id,
            "quantity_milli": take.quantity_milli,
        }
        for reservation_id, found in takes.items()
        for take in found
    ]
    if rows:
        await ctx.db.insert_many(InventoryHold, rows)
