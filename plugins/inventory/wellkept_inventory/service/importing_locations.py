"""Taking in places of stock by their codes."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from msgspec import UNSET, Struct

from wellkept_inventory.errors import LocationArchived, LocationCircular
from wellkept_inventory.queries import locations as queries
from wellkept_inventory.schemas.imports import InventoryImportTally, InventoryLocationImport
from wellkept_inventory.service.import_places import Placed, repeated
from wellkept_inventory.service.locations import TIME_ZONE_DEFAULT, differing
from wellkept_inventory.tables import InventoryLocation
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.stock import LocationKind
from wellkept_sdk.time_zones import time_zone_mistakes

_NEW = {"kind": LocationKind.WAREHOUSE.value, "sourcing_priority": 50, "station_id": None}


class _Tree(Struct, frozen=True, kw_only=True):
    """All places by code, those to come among them, and what each lies in."""

    rows: Mapping[str, Row]
    ids: Mapping[str, UUID]
    parents: Mapping[UUID, UUID | None]

    def lineage(self, location_id: UUID) -> list[UUID]:
        """Return a place and all that it lies in; it ends where a circle closes."""
        found: list[UUID] = []
        above: UUID | None = location_id
        while above is not None and above not in found:
            found.append(above)
            above = self.parents.get(above)
        return found

    def closes(self, location_id: UUID) -> bool:
        """Return whether a place lies inside itself."""
        return self.parents.get(self.lineage(location_id)[-1]) is not None


async def take_locations(ctx: Ctx, placed: Placed[InventoryLocationImport]) -> InventoryImportTally:
    """
    Make those that are new, change those that differ.

    Raises:
        Invalid: with every mistake at its place.
    """
    if not placed:
        return InventoryImportTally()
    tree = _grown(await queries.every(ctx), placed)
    refuse([*repeated(placed, "code", lambda item: item.code), *_mistakes(placed, tree)])
    new = [item for _, item in placed if item.code not in tree.rows]
    made: dict[UUID, Row] = {tree.ids[item.code]: _new_row(item, tree) for item in new}
    for location_id, row in made.items():
        row["time_zone"] = _time_zone(location_id, made, tree)
    # What a place lies in is stored before it.
    await ctx.db.insert_many(
        InventoryLocation, [made[each] for each in sorted(made, key=lambda each: len(tree.lineage(each)))]
    )
    updated = [await _update(ctx, item, tree) for _, item in placed if item.code in tree.rows]
    return InventoryImportTally(created=len(new), updated=sum(updated), unchanged=len(updated) - sum(updated))


def _grown(rows: Sequence[Row], placed: Placed[InventoryLocationImport]) -> _Tree:
    """Return the tree as it would be."""
    ids = {row["code"]: row["id"] for row in rows}
    ids |= {item.code: uuid7() for _, item in placed if item.code not in ids}
    parents = {row["id"]: row["parent_id"] for row in rows}
    for _, item in placed:
        if item.parent_code is not UNSET:
            parents[ids[item.code]] = None if item.parent_code is None else ids.get(item.parent_code)
    return _Tree(rows={row["code"]: row for row in rows}, ids=ids, parents=parents)


def _mistakes(placed: Placed[InventoryLocationImport], tree: _Tree) -> Iterator[Invalid]:
    for pointer, item in placed:
        if item.code not in tree.rows and item.name is UNSET:
            yield invalid(f"{pointer}/name", "required", "A new place needs a name.")
        yield from time_zone_mistakes(item.time_zone, pointer=f"{pointer}/time_zone")
        if isinstance(item.parent_code, str):
            yield from _parent_mistakes(f"{pointer}/parent_code", item.parent_code, tree)
            if tree.closes(tree.ids[item.code]):
                yield LocationCircular.at(f"{pointer}/parent_code")


def _parent_mistakes(pointer: str, code: str, tree: _Tree) -> Iterator[Invalid]:
    if code not in tree.ids:
        yield unknown_reference(pointer, "place")
    elif code in tree.rows and tree.rows[code]["archived_at"] is not None:
        yield invalid(pointer, LocationArchived.code, LocationArchived.title())


def _new_row(item: InventoryLocationImport, tree: _Tree) -> Row:
    location_id = tree.ids[item.code]
    nothing: Row = dict.fromkeys(("name", "kind", "time_zone", "sourcing_priority", "station_id"))
    said = differing(item, nothing)
    return {**_NEW, **said, "id": location_id, "code": item.code, "parent_id": tree.parents.get(location_id)}


def _time_zone(location_id: UUID, made: Mapping[UUID, Row], tree: _Tree) -> str:
    """Return the zone of a new place: its own, or that of the nearest place above it that has one."""
    stored = {row["id"]: row["time_zone"] for row in tree.rows.values()}
    zones = (stored.get(above) or made[above].get("time_zone") for above in tree.lineage(location_id))
    return next(filter(None, zones), TIME_ZONE_DEFAULT)


async def _update(ctx: Ctx, item: InventoryLocationImport, tree: _Tree) -> bool:
    """Write what differs, and tell whether anything does."""
    row = tree.rows[item.code]
    changes = differing(item, row)
    parent_id = tree.parents[row["id"]]
    if parent_id != row["parent_id"]:
        changes["parent_id"] = parent_id
    if changes:
        await ctx.db.update(InventoryLocation, row["id"], changes=changes)
    return bool(changes)
