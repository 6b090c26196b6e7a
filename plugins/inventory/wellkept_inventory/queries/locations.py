"""Questions about places of stock."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from wellkept_inventory.errors import LocationNotFound
from wellkept_inventory.schemas.locations import InventoryLocationRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.services.stock import LocationKind

_SELECT: Final = "SELECT * FROM inventory_location"
_locations = ListDeclaration(
    select=_SELECT,
    sorts={"code": Sort("code", str), "sourcing_priority": Sort("sourcing_priority", int)},
    sort_default="code",
)
#: The place itself, and all that it lies in.
_ANCESTORS: Final = (
    "WITH RECURSIVE above (id, parent_id) AS ("
    " SELECT id, parent_id FROM inventory_location WHERE id = ?"
    " UNION SELECT place.id, place.parent_id FROM inventory_location place JOIN above ON place.id = above.parent_id)"
    " SELECT id FROM above"
)


class LocationFilters(Struct, frozen=True, kw_only=True):
    """Which places a list shows."""

    code: str | None = None
    kind: LocationKind | None = None
    parent_id: UUID | None = None
    station_id: UUID | None = None
    archived: bool | None = None
    include_virtual: bool = True


async def location(ctx: Ctx, location_id: UUID) -> InventoryLocationRead:
    """
    Return one place.

    Raises:
        LocationNotFound: there is none.
    """
    row = await ctx.db.fetch_one(f"{_SELECT} WHERE id = ?", location_id)
    if row is None:
        raise LocationNotFound
    return msgspec.convert(row, InventoryLocationRead)


async def page(
    ctx: Ctx, page: PageRequest, *, filters: LocationFilters, sort: str | None
) -> Page[InventoryLocationRead]:
    """Return one page of the places that pass the filters."""
    found = await ctx.db.page(_locations, page, where=_where(filters), sort=sort, filters=asdict(filters))
    return Page(items=msgspec.convert(found.items, list[InventoryLocationRead]), next_cursor=found.next_cursor)


async def rows_by_code(ctx: Ctx, codes: Collection[str]) -> dict[str, Row]:
    """Return places as they are stored, by code; unknown ones are left out."""
    where = ctx.db.any_of("code", codes)
    rows = await ctx.db.fetch(f"{_SELECT} WHERE {where.sql}", *where.args) if codes else []
    return {row["code"]: row for row in rows}


async def every(ctx: Ctx) -> list[Row]:
    """Return all places as they are stored, for what concerns the tree as a whole; there are hundreds."""
    return await ctx.db.fetch(_SELECT)


async def row(ctx: Ctx, location_id: UUID) -> Row | None:
    """Return a place as it is stored; None where there is none."""
    return await ctx.db.fetch_one(f"{_SELECT} WHERE id = ?", location_id)


async def lineage(ctx: Ctx, location_id: UUID) -> list[UUID]:
    """Return a place and all that it lies in."""
    return [row["id"] for row in await ctx.db.fetch(_ANCESTORS, location_id)]


async def in_use(ctx: Ctx, location_id: UUID) -> bool:
    """Return whether a place has stock, or places below it that are not archived."""
    found = await ctx.db.fetch_one(
        "SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM inventory_balance balance"
        "  WHERE balance.location_id = ? AND balance.real AND balance.quantity_milli > 0)"
        " OR EXISTS (SELECT 1 FROM inventory_location WHERE parent_id = ? AND archived_at IS NULL)",
        *(location_id, location_id),
    )
    return found is not None


async def has_reserved(ctx: Ctx, location_id: UUID) -> bool:
    """Return whether tickets hold stock at a place."""
    found = await ctx.db.fetch_one(
        "SELECT 1 AS found FROM inventory_balance WHERE location_id = ? AND reserved_milli > 0 LIMIT 1", location_id
    )
    return found is not None


def _where(filters: LocationFilters) -> Clause:
    return all_of(
        *(equal(name, getattr(filters, name)) for name in ("code", "kind", "parent_id", "station_id")),
        TRUE if filters.archived is None else Clause(f"archived_at IS {'NOT ' if filters.archived else ''}NULL"),
        # No code that people give begins so.
        TRUE if filters.include_virtual else Clause("code NOT LIKE '@%'"),
    )
