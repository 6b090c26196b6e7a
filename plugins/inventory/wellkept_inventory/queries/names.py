"""What parts, lots and places are called and how they are told apart, for the ledger and all that calls it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_inventory.rules.keys import VIRTUAL_LOCATIONS
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.money import Money
from wellkept_sdk.services.stock import LocationKind, PartStatus, Tracking


class PartName(Struct, frozen=True, kw_only=True):
    """A part; `is_watched` tells whether a policy watches its stock somewhere."""

    id: UUID
    code: str
    name: str
    unit: str
    tracking: Tracking
    whole_units: bool
    status: PartStatus
    shelf_life_days: int | None
    standard_cost: Money | None
    is_watched: bool


class LotName(Struct, frozen=True, kw_only=True):
    """A lot or a serial number of a part."""

    id: UUID
    part_id: UUID
    kind: Tracking
    number: str
    expires_on: date | None

    @property
    def is_serial(self) -> bool:
        """Return whether it stands for one piece."""
        return self.kind is Tracking.SERIAL


class PlaceName(Struct, frozen=True, kw_only=True):
    """A place of stock."""

    id: UUID
    code: str
    kind: LocationKind
    time_zone: str
    sourcing_priority: int
    archived_at: datetime | None


class Names(Struct, frozen=True, kw_only=True):
    """What is known by name, by id; virtual places always are."""

    parts: dict[UUID, PartName]
    places: dict[UUID, PlaceName]
    lots: dict[UUID, LotName]


_VIRTUAL: Final = {
    place_id: PlaceName(
        id=place_id, code=f"@{kind}", kind=kind, time_zone="UTC", sourcing_priority=99, archived_at=None
    )
    for kind, place_id in VIRTUAL_LOCATIONS.items()
}
_PART: Final = (
    "part.id, part.code, part.name, part.unit, part.tracking, part.whole_units, part.status, part.shelf_life_days,"
    " part.standard_cost_minor, part.currency"
)
_PLACE: Final = ("id", "code", "kind", "time_zone", "sourcing_priority", "archived_at")
_LOCKED: Final = (
    f"SELECT {_PART}, {', '.join(f'place.{name} AS place_{name}' for name in _PLACE)},"
    " EXISTS (SELECT 1 FROM inventory_policy policy WHERE policy.part_id = part.id) AS is_watched"
    " FROM inventory_part part LEFT JOIN place ON TRUE"
)
#: On PostgreSQL nobody archives a place while stock may come in; on SQLite nobody else writes meanwhile anyway.
_PLACES: Final = {
    Dialect.POSTGRES: "WITH place AS MATERIALIZED (SELECT * FROM inventory_location WHERE {where} FOR KEY SHARE)",
    Dialect.SQLITE: "WITH place AS (SELECT * FROM inventory_location WHERE {where})",
}


async def locked_names(ctx: Ctx, *, part_ids: Collection[UUID], location_ids: Collection[UUID] = ()) -> Names:
    """
    Return parts and places, and let nobody else change stock of these parts, or archive the places, before the
    transaction ends.

    Whoever changes balances takes the parts first, in their order: so nobody waits for each other in a circle, and
    what is read afterwards is what will be changed. Unknown ones are left out. One statement.
    """
    real = [location_id for location_id in location_ids if location_id not in _VIRTUAL]
    places = ctx.db.any_of("id", real)
    parts = ctx.db.any_of("part.id", part_ids)
    lock = " FOR NO KEY UPDATE OF part" if ctx.db.dialect is Dialect.POSTGRES else ""
    rows = await ctx.db.fetch(
        f"{_PLACES[ctx.db.dialect].format(where=places.sql)} {_LOCKED} WHERE {parts.sql} ORDER BY part.id{lock}",
        *places.args,
        *parts.args,
    )
    found = {row["place_id"]: _place(row) for row in rows if row["place_id"] is not None}
    if real and not rows:
        # Places come along with the parts, of which there are none.
        found = await places_by_id(ctx, real)
    return Names(parts={row["id"]: _part(row) for row in rows}, places=dict(_VIRTUAL) | found, lots={})


async def parts_by_id(ctx: Ctx, part_ids: Collection[UUID]) -> dict[UUID, PartName]:
    """Return parts without locking them; unknown ones are left out."""
    where = ctx.db.any_of("part.id", part_ids)
    rows = await ctx.db.fetch(
        f"SELECT {_PART}, FALSE AS is_watched FROM inventory_part part WHERE {where.sql}", *where.args
    )
    return {row["id"]: _part(row) for row in rows}


async def lots_by_id(ctx: Ctx, lot_ids: Collection[UUID]) -> dict[UUID, LotName]:
    """Return lots and serial numbers; unknown ones are left out. No statement is sent without any."""
    if not lot_ids:
        return {}
    where = ctx.db.any_of("id", lot_ids)
    return await _lots(ctx, where.sql, where.args)


async def lots_by_number(ctx: Ctx, numbers: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], LotName]:
    """Return lots and serial numbers by part and number; unknown ones are left out."""
    if not numbers:
        return {}
    parts = ctx.db.any_of("part_id", list({part_id for part_id, _ in numbers}))
    named = ctx.db.any_of("number", list({number for _, number in numbers}))
    where = parts & named
    found = await _lots(ctx, where.sql, where.args)
    return {(lot.part_id, lot.number): lot for lot in found.values()}


async def places_by_id(ctx: Ctx, location_ids: Collection[UUID]) -> dict[UUID, PlaceName]:
    """Return places, virtual ones among them; unknown ones are left out."""
    where = ctx.db.any_of("id", location_ids)
    rows = await ctx.db.fetch(f"SELECT {', '.join(_PLACE)} FROM inventory_location WHERE {where.sql}", *where.args)
    return {row["id"]: msgspec.convert(row, PlaceName) for row in rows}


async def _lots(ctx: Ctx, where: str, args: tuple[object, ...]) -> dict[UUID, LotName]:
    rows = await ctx.db.fetch(f"SELECT id, part_id, kind, number, expires_on FROM inventory_lot WHERE {where}", *args)
    return {row["id"]: msgspec.convert(row, LotName) for row in rows}


def _part(row: Row) -> PartName:
    cost, currency = row["standard_cost_minor"], row["currency"]
    return PartName(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        unit=row["unit"],
        tracking=Tracking(row["tracking"]),
        whole_units=row["whole_units"],
        status=PartStatus(row["status"]),
        shelf_life_days=row["shelf_life_days"],
        standard_cost=None if cost is None or currency is None else Money(amount_minor=cost, currency=currency),
        is_watched=bool(row["is_watched"]),
    )


def _place(row: Row) -> PlaceName:
    return msgspec.convert({name: row[f"place_{name}"] for name in _PLACE}, PlaceName)
