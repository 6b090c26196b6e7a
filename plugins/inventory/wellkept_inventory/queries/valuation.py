"""What our own stock is worth, and what of the stock is not ours."""

from typing import Final
from uuid import UUID

from wellkept_inventory.rules.costing import NO_CURRENCY, Valuation
from wellkept_inventory.rules.keys import NIL
from wellkept_inventory.schemas.valuation import InventoryForeign, InventoryValuation, InventoryValued
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Row, all_of
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money, total
from wellkept_sdk.quantity import decimal_of

_STOCK: Final = (
    "SELECT balance.part_id, balance.stock_owner_id, SUM(balance.quantity_milli) AS quantity_milli,"
    " MAX(value.currency) AS currency, MAX(value.quantity_milli) AS valued_milli,"
    " MAX(value.value_minor) AS value_minor FROM inventory_balance balance"
    " LEFT JOIN inventory_value value ON value.part_id = balance.part_id AND value.quantity_milli > 0"
    " WHERE balance.real AND balance.quantity_milli > 0 AND {where}"
    " GROUP BY balance.part_id, balance.stock_owner_id ORDER BY balance.part_id, balance.stock_owner_id"
)


async def valuation(ctx: Ctx, *, part_id: UUID | None, location_id: UUID | None) -> InventoryValuation:
    """Return what stock is worth; that of one place by the moving average of all places, rounded half up."""
    where = all_of(
        TRUE if part_id is None else Clause("balance.part_id = ?", (part_id,)),
        TRUE if location_id is None else Clause("balance.location_id = ?", (location_id,)),
    )
    rows = await ctx.db.fetch(_STOCK.format(where=where.sql), *where.args)
    items = [_valued(row) for row in rows if row["stock_owner_id"] == NIL]
    values = [item.value for item in items if item.value is not None]
    return InventoryValuation(
        items=items,
        total=[
            total([value for value in values if value.currency == currency], currency=currency)
            for currency in sorted({value.currency for value in values})
        ],
        foreign=[_foreign(row) for row in rows if row["stock_owner_id"] != NIL],
    )


def _valued(row: Row) -> InventoryValued:
    quantity_milli = int(row["quantity_milli"])
    return InventoryValued(
        part_id=row["part_id"], quantity=decimal_of(quantity_milli), value=_value(row, quantity_milli)
    )


def _value(row: Row, quantity_milli: int) -> Money | None:
    if row["currency"] is None or row["currency"] == NO_CURRENCY:
        return None
    whole = Valuation(currency=row["currency"], quantity_milli=row["valued_milli"], value_minor=row["value_minor"])
    return whole.taken(quantity_milli)


def _foreign(row: Row) -> InventoryForeign:
    return InventoryForeign(
        stock_owner_id=PartyId(row["stock_owner_id"]),
        part_id=row["part_id"],
        quantity=decimal_of(int(row["quantity_milli"])),
    )
