"""Whether the books are right: every figure that is kept beside the moves is counted again from what it repeats."""

from typing import Final
from uuid import UUID

from wellkept_inventory.rules.keys import NIL, none_if_nil
from wellkept_inventory.schemas.valuation import InventoryBook, InventoryDifference, InventoryIntegrity
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import decimal_of

_SHOWN_MAX: Final = 100
_KEY: Final = "part_id, location_id, lot_id, stock_owner_id"
_OWN: Final = f"'{NIL}'"
_BOOKS: Final = {
    InventoryBook.MOVES: (
        f"SELECT {_KEY}, quantity_milli AS booked, 0 AS expected FROM inventory_balance"
        " UNION ALL SELECT part_id, to_location_id, lot_id, stock_owner_id, 0, quantity_milli FROM inventory_move"
        " UNION ALL SELECT part_id, from_location_id, lot_id, stock_owner_id, 0, -quantity_milli FROM inventory_move"
    ),
    InventoryBook.HOLDS: (
        f"SELECT {_KEY}, reserved_milli AS booked, 0 AS expected FROM inventory_balance"
        f" UNION ALL SELECT {_KEY}, 0, quantity_milli FROM inventory_hold"
    ),
    InventoryBook.VALUE: (
        f"SELECT part_id, {_OWN} AS location_id, {_OWN} AS lot_id, {_OWN} AS stock_owner_id,"
        " quantity_milli AS booked, 0 AS expected FROM inventory_value"
        f" UNION ALL SELECT part_id, {_OWN}, {_OWN}, {_OWN}, 0, quantity_milli FROM inventory_balance"
        f" WHERE real AND stock_owner_id = {_OWN}"
    ),
}
_NEGATIVE: Final = (
    "SELECT (SELECT COUNT(*) FROM inventory_balance WHERE real AND"
    " (quantity_milli < 0 OR reserved_milli < 0 OR reserved_milli > quantity_milli)) AS negative,"
    " (SELECT COUNT(*) FROM inventory_value WHERE value_minor < 0 OR (quantity_milli = 0 AND value_minor <> 0))"
    " AS unsound,"
    " (SELECT COUNT(*) FROM inventory_move) AS moves"
)


async def integrity(ctx: Ctx) -> InventoryIntegrity:
    """Return whether the books are right; it reads every move, so it takes its time."""
    differences = [difference for book in InventoryBook for difference in await _differences(ctx, book)]
    [counted] = await ctx.db.fetch(_NEGATIVE)
    negative = counted["negative"] + counted["unsound"]
    return InventoryIntegrity(
        balanced=not differences and negative == 0,
        negative=negative,
        differences=differences[:_SHOWN_MAX],
        moves=counted["moves"],
    )


async def _differences(ctx: Ctx, book: InventoryBook) -> list[InventoryDifference]:
    rows = await ctx.db.fetch(
        f"SELECT {_KEY}, SUM(booked) AS booked, SUM(expected) AS expected FROM ({_BOOKS[book]}) AS figures"
        f" GROUP BY {_KEY} HAVING SUM(booked) <> SUM(expected) ORDER BY {_KEY} LIMIT {_SHOWN_MAX}"
    )
    return [_difference(book, row) for row in rows]


def _difference(book: InventoryBook, row: Row) -> InventoryDifference:
    part_id, location_id, lot_id, owner = (none_if_nil(UUID(str(row[name]))) for name in _KEY.split(", "))
    assert part_id is not None, "every part has an id"
    return InventoryDifference(
        book=book,
        part_id=part_id,
        location_id=location_id,
        lot_id=lot_id,
        stock_owner_id=None if owner is None else PartyId(owner),
        booked=decimal_of(int(row["booked"])),
        expected=decimal_of(int(row["expected"])),
    )
