"""Questions about stocktakes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from wellkept_inventory.errors import CountNotFound
from wellkept_inventory.rules.counting import InventoryCountStatus
from wellkept_inventory.rules.keys import NIL, StockKey, party_of
from wellkept_inventory.schemas.counts import InventoryCountDue, InventoryCountLineRead, InventoryCountRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Dialect, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.errors import invalid
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.services.stock import Tracking

_DIFFERS: Final = "line.counted_milli <> line.expected_milli"
_counts = ListDeclaration(
    select="SELECT * FROM inventory_count",
    sorts={"number": Sort("number_seq", int), "created_at": Sort("created_at", datetime)},
    sort_default="-number",
)
_lines = ListDeclaration(
    select=(
        "SELECT line.*, part.code AS part_code, lot.number AS lot_number, lot.kind AS lot_kind"
        " FROM inventory_count_line line JOIN inventory_part part ON part.id = line.part_id"
        " LEFT JOIN inventory_lot lot ON lot.id = line.lot_id"
    ),
    sorts={"part_code": Sort("part.code", str, key="part_code")},
    sort_default="part_code",
    id_column="line.id",
)
_STATISTICS: Final = (
    "SELECT line.count_id, COUNT(*) AS lines, COUNT(line.counted_milli) AS lines_counted,"
    f" SUM(CASE WHEN {_DIFFERS} THEN 1 ELSE 0 END) AS lines_different FROM inventory_count_line line"
    " WHERE {} GROUP BY line.count_id"
)
# The balance that was longest not counted stands for the part at its place.
_due = ListDeclaration(
    select=(
        "SELECT policy.id, policy.part_id, part.code AS part_code, policy.location_id, policy.count_every_days,"
        " balance.counted_at, balance.first_in_at, EXISTS (SELECT 1 FROM inventory_count_line line WHERE line.open"
        "  AND line.part_id = policy.part_id AND line.location_id = policy.location_id) AS being_counted"
        " FROM inventory_policy policy JOIN inventory_part part ON part.id = policy.part_id"
        " JOIN inventory_balance balance ON balance.id = (SELECT lying.id FROM inventory_balance lying"
        "  WHERE lying.part_id = policy.part_id AND lying.location_id = policy.location_id"
        "  AND lying.quantity_milli > 0 ORDER BY COALESCE(lying.counted_at, lying.first_in_at), lying.id LIMIT 1)"
    ),
    sorts={"part_code": Sort("part.code", str, key="part_code")},
    sort_default="part_code",
    id_column="policy.id",
)
_SINCE: Final = "COALESCE(balance.counted_at, balance.first_in_at)"
_IS_DUE: Final = {
    Dialect.POSTGRES: f"{_SINCE} + policy.count_every_days * INTERVAL '24 hours' <= ?",
    Dialect.SQLITE: f"julianday({_SINCE}) + policy.count_every_days <= julianday(?)",
}


class CountFilters(Struct, frozen=True, kw_only=True):
    """Which counts a list shows."""

    location_id: UUID | None = None
    status: InventoryCountStatus | None = None


class CountLineFilters(Struct, frozen=True, kw_only=True):
    """Which lines of a count a list shows."""

    counted: bool | None = None
    differs: bool | None = None


async def count(ctx: Ctx, count_id: UUID) -> InventoryCountRead:
    """
    Return one count.

    Raises:
        CountNotFound: there is none.
    """
    return (await _read(ctx, [await _row(ctx, count_id)]))[0]


async def page(ctx: Ctx, page: PageRequest, *, filters: CountFilters, sort: str | None) -> Page[InventoryCountRead]:
    """Return one page of the counts that pass the filters."""
    where = all_of(*(equal(name, value) for name, value in asdict(filters).items()))
    found = await ctx.db.page(_counts, page, where=where, sort=sort, filters=asdict(filters))
    return Page(items=await _read(ctx, found.items), next_cursor=found.next_cursor)


async def lines(
    ctx: Ctx, count_id: UUID, page: PageRequest, *, filters: CountLineFilters
) -> Page[InventoryCountLineRead]:
    """
    Return one page of a count's lines, by code of the part.

    Raises:
        CountNotFound: there is no such count.
        Invalid: differences are asked for that nobody may know yet.
    """
    row = await _row(ctx, count_id)
    if filters.differs is not None and is_hidden(row):
        raise invalid("query/differs", "not_a_choice", "A blind count tells no differences while it is open.")
    where = all_of(
        Clause("line.count_id = ?", (count_id,)),
        TRUE if filters.counted is None else Clause(f"line.counted_milli IS {'NOT ' if filters.counted else ''}NULL"),
        _differing(filters),
    )
    found = await ctx.db.page(_lines, page, where=where, filters=asdict(filters))
    return Page(items=[_line(each, hidden=is_hidden(row)) for each in found.items], next_cursor=found.next_cursor)


async def lines_of_keys(ctx: Ctx, stocktake: Row, keys: Sequence[StockKey]) -> list[InventoryCountLineRead | None]:
    """Return the lines of a count that have these keys, in their order; None where it has no such line."""
    where = Clause("line.count_id = ?", (stocktake["id"],)) & ctx.db.any_of(
        "line.part_id", {key.part_id for key in keys}
    )
    rows = await ctx.db.fetch(f"{_lines.select} WHERE {where.sql}", *where.args)
    found = {StockKey.of_row(row): _line(row, hidden=is_hidden(stocktake)) for row in rows}
    return [found.get(key) for key in keys]


async def due(ctx: Ctx, page: PageRequest, *, location_id: UUID | None) -> Page[InventoryCountDue]:
    """Return one page of the parts that should be counted by now, by code."""
    where = all_of(
        Clause("policy.count_every_days IS NOT NULL"),
        Clause(_IS_DUE[ctx.db.dialect], (ctx.at,)),
        equal("policy.location_id", location_id),
    )
    found = await ctx.db.page(_due, page, where=where, filters={"location_id": location_id})
    return Page(items=[_due_part(row) for row in found.items], next_cursor=found.next_cursor)


def is_hidden(stocktake: Row) -> bool:
    """Return whether nobody is told what the book says, from a count's row."""
    return stocktake["blind"] and stocktake["status"] == InventoryCountStatus.OPEN


async def _row(ctx: Ctx, count_id: UUID) -> Row:
    row = await ctx.db.fetch_one("SELECT * FROM inventory_count WHERE id = ?", count_id)
    if row is None:
        raise CountNotFound
    return row


async def _read(ctx: Ctx, rows: Sequence[Row]) -> list[InventoryCountRead]:
    where = ctx.db.any_of("line.count_id", [row["id"] for row in rows])
    found = await ctx.db.fetch(_STATISTICS.format(where.sql), *where.args) if rows else []
    statistics = {row["count_id"]: row for row in found}
    return [_count(row, statistics.get(row["id"], {})) for row in rows]


def _count(row: Row, statistics: Row) -> InventoryCountRead:
    different = int(statistics.get("lines_different") or 0)
    said = {
        **row,
        "stock_owners": _stock_owners(row["stock_owner_id"]),
        "stock_owner_id": None if row["stock_owner_id"] is None else party_of(row["stock_owner_id"]),
        "lines": statistics.get("lines", 0),
        "lines_counted": statistics.get("lines_counted", 0),
        "lines_different": None if is_hidden(row) else different,
    }
    return msgspec.convert(said, InventoryCountRead)


def _stock_owners(stock_owner_id: UUID | None) -> Literal["any", "own", "party"]:
    if stock_owner_id is None:
        return "any"
    return "own" if stock_owner_id == NIL else "party"


def _line(row: Row, *, hidden: bool) -> InventoryCountLineRead:
    expected, figure = None if hidden else row["expected_milli"], row["counted_milli"]
    return msgspec.convert(
        {
            **row,
            "lot": row["lot_number"] if row["lot_kind"] == Tracking.LOT else None,
            "serial": row["lot_number"] if row["lot_kind"] == Tracking.SERIAL else None,
            "stock_owner_id": party_of(row["stock_owner_id"]),
            "expected": None if expected is None else decimal_of(expected),
            "counted": None if figure is None else decimal_of(figure),
            "difference": None if expected is None or figure is None else decimal_of(figure - expected),
        },
        InventoryCountLineRead,
    )


def _due_part(row: Row) -> InventoryCountDue:
    since: datetime = row["counted_at"] or row["first_in_at"]
    return InventoryCountDue(
        policy_id=row["id"],
        part_id=row["part_id"],
        part_code=row["part_code"],
        location_id=row["location_id"],
        count_every_days=row["count_every_days"],
        counted_at=row["counted_at"],
        due_at=since + timedelta(days=row["count_every_days"]),
        being_counted=bool(row["being_counted"]),
    )


def _differing(filters: CountLineFilters) -> Clause:
    if filters.differs is None:
        return TRUE
    return Clause(_DIFFERS) if filters.differs else Clause("line.counted_milli = line.expected_milli")
