"""Questions about parts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from wellkept_inventory.rules.scanning import gtin_of
from wellkept_inventory.schemas.parts import InventoryPartRead, InventorySubstituteRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of, contains, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.services.inventory import PartNotFound
from wellkept_sdk.services.stock import PartStatus

_SELECT: Final = "SELECT * FROM inventory_part"
_parts = ListDeclaration(
    select=_SELECT,
    sorts={"code": Sort("code", str), "name": Sort("name", str)},
    sort_default="code",
)
_SEARCHED: Final = ("code", "name", "manufacturer_part_number")


class PartFilters(Struct, frozen=True, kw_only=True):
    """Which parts a list shows."""

    code: str | None = None
    gtin: str | None = None
    model: str | None = None
    status: PartStatus | None = None
    q: str | None = None


async def part(ctx: Ctx, part_id: UUID) -> InventoryPartRead:
    """
    Return one part.

    Raises:
        PartNotFound: there is none.
    """
    row = await ctx.db.fetch_one(f"{_SELECT} WHERE id = ?", part_id)
    if row is None:
        raise PartNotFound
    [read] = await _read(ctx, [row])
    return read


async def page(ctx: Ctx, page: PageRequest, *, filters: PartFilters, sort: str | None) -> Page[InventoryPartRead]:
    """Return one page of the parts that pass the filters."""
    found = await ctx.db.page(_parts, page, where=_where(ctx, filters), sort=sort, filters=asdict(filters))
    return Page(items=await _read(ctx, found.items), next_cursor=found.next_cursor)


async def rows_by_code(ctx: Ctx, codes: Collection[str]) -> dict[str, Row]:
    """Return parts as they are stored, by code; unknown ones are left out."""
    where = ctx.db.any_of("code", codes)
    rows = await ctx.db.fetch(f"{_SELECT} WHERE {where.sql}", *where.args) if codes else []
    return {row["code"]: row for row in rows}


async def known(ctx: Ctx, part_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that parts have."""
    where = ctx.db.any_of("id", part_ids)
    rows = await ctx.db.fetch(f"SELECT id FROM inventory_part WHERE {where.sql}", *where.args) if part_ids else []
    return {row["id"] for row in rows}


async def holders_of_gtins(ctx: Ctx, gtins: Collection[str]) -> dict[str, UUID]:
    """Return which parts have the GTINs of 14 digits."""
    where = ctx.db.any_of("gtin", gtins)
    sql = f"SELECT id, gtin FROM inventory_part WHERE {where.sql}"
    rows = await ctx.db.fetch(sql, *where.args) if gtins else []
    return {row["gtin"]: row["id"] for row in rows}


async def moved(ctx: Ctx, part_ids: Collection[UUID]) -> set[UUID]:
    """Return those parts that have ever moved."""
    where = ctx.db.any_of("part.id", part_ids)
    rows = await ctx.db.fetch(
        f"SELECT part.id FROM inventory_part part WHERE {where.sql}"
        " AND EXISTS (SELECT 1 FROM inventory_move move WHERE move.part_id = part.id)",
        *where.args,
    )
    return {row["id"] for row in rows}


async def in_use(ctx: Ctx, part_ids: Collection[UUID]) -> set[UUID]:
    """Return those parts that are in stock, waited for or on order."""
    where = ctx.db.any_of("part.id", part_ids)
    rows = await ctx.db.fetch(
        f"SELECT part.id FROM inventory_part part WHERE {where.sql} AND ("
        " EXISTS (SELECT 1 FROM inventory_balance balance"
        "  WHERE balance.part_id = part.id AND balance.real AND balance.quantity_milli > 0)"
        " OR EXISTS (SELECT 1 FROM inventory_reservation reservation"
        "  WHERE reservation.part_id = part.id AND reservation.status = 'open')"
        " OR EXISTS (SELECT 1 FROM inventory_purchase_order_line line"
        "  JOIN inventory_purchase_order purchase ON purchase.id = line.purchase_order_id"
        "  WHERE line.part_id = part.id AND line.received_milli < line.ordered_milli"
        "  AND purchase.status IN ('draft', 'ordered', 'part_received')))",
        *where.args,
    )
    return {row["id"] for row in rows}


async def substitutes_of(ctx: Ctx, part_ids: Collection[UUID]) -> Mapping[UUID, Sequence[InventorySubstituteRead]]:
    """Return the substitutes that parts name, by priority."""
    where = ctx.db.any_of("part_id", part_ids)
    rows = await ctx.db.fetch(
        f"SELECT part_id, substitute_id, kind, priority FROM inventory_substitute WHERE {where.sql}"
        " ORDER BY priority, substitute_id",
        *where.args,
    )
    found: defaultdict[UUID, list[InventorySubstituteRead]] = defaultdict(list)
    for row in rows:
        read = msgspec.convert({**row, "part_id": row["substitute_id"]}, InventorySubstituteRead)
        found[row["part_id"]].append(read)
    return found


async def _read(ctx: Ctx, rows: Sequence[Row]) -> list[InventoryPartRead]:
    if not rows:
        return []
    substitutes = await substitutes_of(ctx, [row["id"] for row in rows])
    return [InventoryPartRead.of(row, substitutes.get(row["id"], ())) for row in rows]


def _where(ctx: Ctx, filters: PartFilters) -> Clause:
    gtin = filters.gtin and (gtin_of(filters.gtin) or filters.gtin)
    return all_of(
        equal("code", filters.code),
        equal("gtin", gtin),
        equal("status", filters.status),
        TRUE
        if filters.model is None
        else Clause("id IN (SELECT part_id FROM inventory_part_model WHERE model = ?)", (filters.model,)),
        contains(filters.q, *_SEARCHED, dialect=ctx.db.dialect),
    )
