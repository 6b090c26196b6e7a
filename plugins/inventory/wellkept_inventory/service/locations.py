"""Making, changing and archiving places of stock."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET

from wellkept_inventory.errors import (
    LocationArchived,
    LocationCircular,
    LocationInUse,
    LocationNotFound,
    LocationVirtual,
)
from wellkept_inventory.queries import locations as queries
from wellkept_inventory.schemas.locations import (
    InventoryLocationChanges,
    InventoryLocationCreate,
    InventoryLocationPatch,
    InventoryLocationRead,
)
from wellkept_inventory.service.catalogue import change_alone
from wellkept_inventory.tables import InventoryLocation
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import CodeTaken, Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.stock import LocationKind
from wellkept_sdk.time_zones import time_zone_mistakes

TIME_ZONE_DEFAULT: Final = "UTC"
_PARENT: Final = "/parent_id"
_TIME_ZONE: Final = "/time_zone"
_PLAIN: Final = ("name", "kind", "time_zone", "sourcing_priority", "station_id")


async def create(ctx: Ctx, draft: InventoryLocationCreate) -> InventoryLocationRead:
    """
    Make a place.

    Raises:
        Invalid: the time zone or the parent is unknown, or the parent is virtual.
        CodeTaken: another place has this code.
        LocationArchived: the parent is archived.
    """
    location_id = uuid7()
    async with ctx.db.transaction():
        await change_alone(ctx)
        parent = None if draft.parent_id is None else await queries.row(ctx, draft.parent_id)
        refuse(
            [
                *time_zone_mistakes(draft.time_zone, pointer=_TIME_ZONE),
                *_parent_mistakes(draft.parent_id, parent),
            ]
        )
        if await queries.rows_by_code(ctx, [draft.code]):
            raise CodeTaken.at("/code")
        _require_in_use(parent)
        columns = msgspec.to_builtins(draft, builtin_types=(UUID,))
        columns["time_zone"] = draft.time_zone or (TIME_ZONE_DEFAULT if parent is None else parent["time_zone"])
        await ctx.db.insert(InventoryLocation, id=location_id, **columns)
        await ctx.audit("inventory.location.created", subject=_subject(location_id), after=columns)
        return await queries.location(ctx, location_id)


async def update(
    ctx: Ctx, location_id: UUID, patch: InventoryLocationPatch, *, if_match: IfMatch
) -> InventoryLocationRead:
    """
    Change, move, archive or restore a place by JSON merge patch; what stays as it was is not written.

    Raises:
        LocationNotFound: there is no such place.
        PreconditionFailed: the place has changed since the version that the caller has seen.
        LocationVirtual: it belongs to the ledger.
        Invalid: the time zone or the parent is unknown, or the parent lies inside the place.
        LocationInUse: it has stock or places below it, so it is not archived; or tickets hold stock there, so it goes
            on being a place that they get it from.
        LocationArchived: the parent is archived.
    """
    async with ctx.db.transaction():
        await change_alone(ctx)
        row = await ctx.db.locked(InventoryLocation, location_id)
        if row is None:
            raise LocationNotFound
        if_match.require(row["version"])
        if LocationKind(row["kind"]).is_virtual:
            raise LocationVirtual
        refuse(time_zone_mistakes(patch.time_zone, pointer=_TIME_ZONE))
        await _require_unreserved(ctx, row, patch)
        changes = {**differing(patch, row), **await _moved(ctx, row, patch), **await _archived(ctx, row, patch)}
        if changes:
            await ctx.db.update(InventoryLocation, location_id, changes=changes)
            before = {name: row[name] for name in changes}
            await ctx.audit("inventory.location.updated", subject=_subject(location_id), before=before, after=changes)
        return await queries.location(ctx, location_id)


def differing(said: InventoryLocationChanges, row: Row) -> dict[str, Any]:
    """Return the columns that a body changes."""
    given: Iterable[tuple[str, Any]] = ((name, getattr(said, name)) for name in _PLAIN)
    return {name: value for name, value in given if value is not UNSET and value != row[name]}


async def _require_unreserved(ctx: Ctx, row: Row, patch: InventoryLocationPatch) -> None:
    """Refuse that stock which tickets hold lies where nothing is issued from."""
    if patch.kind is UNSET or LocationKind(patch.kind).is_issuable or not LocationKind(row["kind"]).is_issuable:
        return
    if await queries.has_reserved(ctx, row["id"]):
        raise LocationInUse.at("/kind")


async def _moved(ctx: Ctx, row: Row, patch: InventoryLocationPatch) -> dict[str, Any]:
    """Return the column that puts a place into another."""
    if patch.parent_id is UNSET or patch.parent_id == row["parent_id"]:
        return {}
    if patch.parent_id is not None:
        parent = await queries.row(ctx, patch.parent_id)
        refuse(_parent_mistakes(patch.parent_id, parent))
        _require_in_use(parent)
        if row["id"] in await queries.lineage(ctx, patch.parent_id):
            raise LocationCircular.at(_PARENT)
    return {"parent_id": patch.parent_id}


async def _archived(ctx: Ctx, row: Row, patch: InventoryLocationPatch) -> dict[str, Any]:
    """Return the column that archives or restores a place."""
    if patch.archived is UNSET or patch.archived is (row["archived_at"] is not None):
        return {}
    if patch.archived and await queries.in_use(ctx, row["id"]):
        raise LocationInUse.at("/archived")
    return {"archived_at": ctx.at if patch.archived else None}


def _parent_mistakes(parent_id: UUID | None, parent: Row | None) -> list[Invalid]:
    if parent_id is None:
        return []
    if parent is None:
        return [unknown_reference(_PARENT, "place")]
    virtual = LocationKind(parent["kind"]).is_virtual
    return [invalid(_PARENT, "not_a_choice", "Nothing lies in a virtual place.")] if virtual else []


def _require_in_use(parent: Row | None) -> None:
    if parent is not None and parent["archived_at"] is not None:
        raise LocationArchived.at(_PARENT)


def _subject(location_id: UUID) -> str:
    return f"inventory/locations/{location_id}"
