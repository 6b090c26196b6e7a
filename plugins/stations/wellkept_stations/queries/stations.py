"""Questions about stations."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, Dialect, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_stations.errors import StationNotFound
from wellkept_stations.rules.kinds import StationsStationKind, StationsStationStatus
from wellkept_stations.schemas.stations import StationsStationRead

_SELECT: Final = "SELECT * FROM stations_station"
_stations = ListDeclaration(
    select=_SELECT,
    sorts={"code": Sort("code", str), "name": Sort("name", str)},
    sort_default="code",
)


class StationFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which stations a list shows."""

    code: str | None = None
    kind: StationsStationKind | None = None
    status: StationsStationStatus | None = None
    parent_id: UUID | None = None
    party_id: UUID | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(*(equal(name, getattr(self, name)) for name in self.__struct_fields__))


async def station_page(
    ctx: Ctx, page: PageRequest, *, filters: StationFilters, sort: str | None
) -> Page[StationsStationRead]:
    """Return one page of stations with the rules of their areas; two statements."""
    where = filters.clause()
    found = await ctx.db.page(_stations, page, where=where, sort=sort, filters=msgspec.to_builtins(filters))
    rules = await coverage(ctx, [row["id"] for row in found.items])
    items = [StationsStationRead.of(row, coverage=rules.get(row["id"], [])) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def station(ctx: Ctx, station_id: UUID) -> StationsStationRead:
    """
    Return one station with the rules of its area.

    Raises:
        StationNotFound: there is none.
    """
    row = await stored(ctx, station_id)
    if row is None:
        raise StationNotFound
    return StationsStationRead.of(row, coverage=(await coverage(ctx, [station_id])).get(station_id, []))


async def stored(ctx: Ctx, station_id: UUID) -> Row | None:
    """Return a station as it is stored; None where there is none."""
    return await ctx.db.fetch_one(f"{_SELECT} WHERE id = ?", station_id)


async def lock_all(ctx: Ctx) -> None:
    """
    Let nobody else change the tree of stations before the transaction ends.

    So no two callers close a circle between them, and no station is closed while another comes below it. The tree
    changes a few times a month. Rows that refer to stations are written meanwhile as ever.
    """
    # SQLite has one writer, whose transaction has begun.
    if ctx.db.dialect is Dialect.POSTGRES:
        await ctx.db.fetch("SELECT id FROM stations_station ORDER BY id FOR NO KEY UPDATE")


async def coverage(ctx: Ctx, station_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Row]]:
    """Return the stored rules of the areas of stations, each in its order; one statement."""
    if not station_ids:
        return {}
    where = ctx.db.any_of("station_id", station_ids)
    rows = await ctx.db.fetch(f"SELECT * FROM stations_coverage WHERE {where.sql} ORDER BY position", *where.args)
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["station_id"]].append(row)
    return found


async def is_code_taken(ctx: Ctx, code: str) -> bool:
    """Return whether a station has this code."""
    return await ctx.db.fetch_one("SELECT 1 AS one FROM stations_station WHERE code = ?", code) is not None


async def is_in_use(ctx: Ctx, station_id: UUID) -> bool:
    """Return whether engineers who have not left, or stations that are not closed, belong to a station."""
    found = await ctx.db.fetch_one(
        "SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM stations_engineer WHERE station_id = ? AND status <> 'left')"
        " OR EXISTS (SELECT 1 FROM stations_station WHERE parent_id = ? AND status <> 'closed')",
        *(station_id, station_id),
    )
    return found is not None
