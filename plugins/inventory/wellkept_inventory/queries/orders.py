"""Questions about purchase orders."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from wellkept_inventory.errors import OrderNotFound
from wellkept_inventory.rules.ordering import RECEIVING, InventoryOrderStatus, OrderLine, value_of_lines
from wellkept_inventory.schemas.orders import InventoryPurchaseOrderLineRead, InventoryPurchaseOrderRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import decimal_of

_orders = ListDeclaration(
    select="SELECT * FROM inventory_purchase_order",
    sorts={
        "number": Sort("number_seq", int),
        "created_at": Sort("created_at", datetime),
        "expected_on": Sort("expected_on", date, nullable=True),
    },
    sort_default="-number",
)
_WAITING: Final = ", ".join(f"'{status}'" for status in RECEIVING)


class OrderFilters(Struct, frozen=True, kw_only=True):
    """Which purchase orders a list shows."""

    party_id: UUID | None = None
    status: InventoryOrderStatus | None = None
    emergency: bool | None = None
    ticket_id: UUID | None = None
    part_id: UUID | None = None


async def on_order(ctx: Ctx, part_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """Return how many thousandths of parts are ordered and have not come, by part and place; none is left out."""
    where = ctx.db.any_of("line.part_id", part_ids)
    rows = await ctx.db.fetch(
        "SELECT line.part_id, line.location_id, SUM(line.ordered_milli - line.received_milli) AS on_order_milli"
        " FROM inventory_purchase_order_line line"
        " JOIN inventory_purchase_order purchase ON purchase.id = line.purchase_order_id"
        f" WHERE {where.sql} AND line.received_milli < line.ordered_milli AND purchase.status IN ({_WAITING})"
        " GROUP BY line.part_id, line.location_id",
        *where.args,
    )
    return {(row["part_id"], row["location_id"]): int(row["on_order_milli"]) for row in rows}


async def order(ctx: Ctx, purchase_order_id: UUID) -> InventoryPurchaseOrderRead:
    """
    Return one purchase order.

    Raises:
        OrderNotFound: there is none.
    """
    row = await ctx.db.fetch_one("SELECT * FROM inventory_purchase_order WHERE id = ?", purchase_order_id)
    if row is None:
        raise OrderNotFound
    return (await _read(ctx, [row]))[0]


async def page(
    ctx: Ctx, page: PageRequest, *, filters: OrderFilters, sort: str | None
) -> Page[InventoryPurchaseOrderRead]:
    """Return one page of the purchase orders that pass the filters; two statements."""
    found = await ctx.db.page(_orders, page, where=_where(filters), sort=sort, filters=asdict(filters))
    return Page(items=await _read(ctx, found.items), next_cursor=found.next_cursor)


async def lines_of(ctx: Ctx, purchase_order_id: UUID) -> dict[UUID, OrderLine]:
    """Return the lines of an order by id, in their order."""
    rows = await _lines(ctx, [purchase_order_id])
    return {row["id"]: msgspec.convert(row, OrderLine) for row in rows}


async def _lines(ctx: Ctx, order_ids: Collection[UUID]) -> list[Row]:
    where = ctx.db.any_of("purchase_order_id", order_ids)
    return await ctx.db.fetch(
        f"SELECT * FROM inventory_purchase_order_line WHERE {where.sql} ORDER BY purchase_order_id, position",
        *where.args,
    )


async def _read(ctx: Ctx, rows: Sequence[Row]) -> list[InventoryPurchaseOrderRead]:
    lines: defaultdict[UUID, list[Row]] = defaultdict(list)
    for line in await _lines(ctx, [row["id"] for row in rows]) if rows else []:
        lines[line["purchase_order_id"]].append(line)
    return [_order(row, lines[row["id"]]) for row in rows]


def _order(row: Row, lines: Sequence[Row]) -> InventoryPurchaseOrderRead:
    currency = row["currency"]
    total = value_of_lines(((line["ordered_milli"], line["unit_price_minor"]) for line in lines), currency=currency)
    return msgspec.convert(
        {**row, "total": total, "lines": [_line(line, currency) for line in lines]}, InventoryPurchaseOrderRead
    )


def _line(row: Row, currency: str) -> InventoryPurchaseOrderLineRead:
    return InventoryPurchaseOrderLineRead(
        id=row["id"],
        part_id=row["part_id"],
        location_id=row["location_id"],
        quantity=decimal_of(row["ordered_milli"]),
        received=decimal_of(row["received_milli"]),
        unit_price=Money(amount_minor=row["unit_price_minor"], currency=currency),
    )


def _where(filters: OrderFilters) -> Clause:
    return all_of(
        *(equal(name, getattr(filters, name)) for name in ("party_id", "status", "emergency", "ticket_id")),
        TRUE
        if filters.part_id is None
        else Clause(
            "EXISTS (SELECT 1 FROM inventory_purchase_order_line line WHERE line.part_id = ?"
            " AND line.purchase_order_id = inventory_purchase_order.id)",
            (filters.part_id,),
        ),
    )
