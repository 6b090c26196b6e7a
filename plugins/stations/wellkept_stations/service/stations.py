"""Making, changing, moving and closing stations."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from msgspec import UNSET
from msgspec.structs import asdict

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import CodeTaken, Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import uuid7
from wellkept_sdk.time_zones import time_zone_mistakes
from wellkept_stations import events
from wellkept_stations.errors import CoverageInvalid, StationClosed, StationCycle, StationInUse, StationNotFound
from wellkept_stations.queries import stations as queries
from wellkept_stations.queries.covering import point_in
from wellkept_stations.rules.kinds import StationsStationStatus
from wellkept_stations.schemas.coverage import CoverageRule, coverage_of
from wellkept_stations.schemas.stations import (
    StationsLocation,
    StationsStationCreate,
    StationsStationPatch,
    StationsStationRead,
)
from wellkept_stations.service.areas import area_mistakes, has_radius, store_area
from wellkept_stations.service.references import reference_mistakes, require_party
from wellkept_stations.tables import StationsStation

_PARENT: Final = "/parent_id"
_STATUS: Final = "/status"
_TIME_ZONE: Final = "/time_zone"
_LOCATION: Final = StationsLocation.__struct_fields__
_WHOLE: Final = frozenset({"location", "coverage", "parent_id"})
_MOVE: Final = "UPDATE stations_station SET path = ? || substr(path, ?) WHERE path LIKE ?"


async def create(ctx: Ctx, draft: StationsStationCreate) -> StationsStationRead:
    """
    Make a station.

    Raises:
        Invalid: the body has mistakes.
        CodeTaken: another station has this code.
        StationClosed: the parent is closed.
        Conflict: the party is blocked or archived.
    """
    station_id = uuid7()
    values = {name: value for name, value in asdict(draft).items() if name not in _WHOLE}
    values |= asdict(draft.location or StationsLocation())
    async with ctx.db.transaction():
        await queries.lock_all(ctx)
        parent = None if draft.parent_id is None else await queries.stored(ctx, draft.parent_id)
        refuse(
            [
                *_value_mistakes(values),
                *area_mistakes(draft.coverage, point=point_in(values)),
                *_parent_mistakes(draft.parent_id, parent),
                *await reference_mistakes(ctx, values),
            ]
        )
        if await queries.is_code_taken(ctx, draft.code):
            raise CodeTaken.at("/code")
        _require_open(parent)
        await require_party(ctx, draft.party_id)
        values |= {"parent_id": draft.parent_id, "status": StationsStationStatus.ACTIVE}
        await ctx.db.insert(StationsStation, id=station_id, path=_path(parent, station_id), **values)
        await store_area(ctx, station_id, draft.coverage, point=point_in(values))
        await ctx.audit(events.StationCreated.type, subject=_subject(station_id), after=values)
        await ctx.emit(events.StationCreated(station_id=station_id, code=draft.code))
        return await queries.station(ctx, station_id)


async def update(ctx: Ctx, station_id: UUID, patch: StationsStationPatch, *, if_match: IfMatch) -> StationsStationRead:
    """
    Change, move, close or reopen a station by JSON merge patch; what stays as it was is not written.

    Raises:
        StationNotFound: there is no such station.
        PreconditionFailed: the station has changed since the version that the caller has seen.
        Invalid: the body has mistakes.
        StationCycle: the parent lies below the station.
        StationInUse: engineers or open stations belong to it, so it is not closed.
        StationClosed: the parent is closed.
        Conflict: the party is blocked or archived.
    """
    async with ctx.db.transaction():
        await queries.lock_all(ctx)
        before = await ctx.db.locked(StationsStation, station_id)
        if before is None:
            raise StationNotFound
        if_match.require(before["version"])
        changes = {name: value for name, value in _values(patch).items() if value != before[name]}
        after = {**before, **changes}
        area = await _area(ctx, patch, before=before, after=after)
        parent = None if after["parent_id"] is None else await queries.stored(ctx, after["parent_id"])
        refuse(
            [
                *_value_mistakes(changes, after=after),
                *_parent_mistakes(after["parent_id"], parent),
                *_area_mistakes(patch, area, after=after),
                *await reference_mistakes(ctx, changes),
            ]
        )
        await _require_possible(ctx, changes, before=before, parent=parent)
        if changes or area is not None:
            await _write(ctx, before, changes, area=area, parent=parent)
        return await queries.station(ctx, station_id)


async def _write(
    ctx: Ctx, before: Row, changes: Mapping[str, Any], *, area: list[CoverageRule] | None, parent: Row | None
) -> None:
    """Write what a patch changes, and announce it."""
    station_id = before["id"]
    # At least one column is written, so that the version tells of a new area too.
    await ctx.db.update(StationsStation, station_id, changes={"name": before["name"], **changes})
    if "parent_id" in changes:
        await ctx.db.execute(_MOVE, _path(parent, station_id), len(before["path"]) + 1, f"{before['path']}%")
    if area is not None:
        await store_area(ctx, station_id, area, point=point_in({**before, **changes}))
    closes = changes.get("status") == StationsStationStatus.CLOSED
    changed = [*changes, *([] if area is None else ["coverage"])]
    await ctx.audit(
        events.StationClosed.type if closes else "stations.station.updated",
        subject=_subject(station_id),
        before={name: before[name] for name in changes},
        after={**changes, "changed_fields": changed},
    )
    if closes:
        await ctx.emit(events.StationClosed(station_id=station_id, code=before["code"]))


def _values(patch: StationsStationPatch) -> dict[str, Any]:
    """Return the column values that a patch asks for."""
    values = {name: value for name, value in asdict(patch).items() if value is not UNSET and name not in _WHOLE}
    if patch.parent_id is not UNSET:
        values["parent_id"] = patch.parent_id
    if patch.location is None:
        values |= dict.fromkeys(_LOCATION)
    elif patch.location is not UNSET:
        values |= {name: value for name, value in asdict(patch.location).items() if value is not UNSET}
    return values


async def _area(ctx: Ctx, patch: StationsStationPatch, *, before: Row, after: Row) -> list[CoverageRule] | None:
    """Return the rules to be stored; None where they stay as they are. The box of a radius moves with the station."""
    has_moved = point_in(before) != point_in(after)
    if patch.coverage is UNSET and not has_moved:
        return None
    present = coverage_of((await queries.coverage(ctx, [before["id"]])).get(before["id"], []))
    wanted = present if patch.coverage is UNSET else list(patch.coverage)
    return wanted if wanted != present or (has_moved and has_radius(wanted)) else None


def _area_mistakes(patch: StationsStationPatch, area: list[CoverageRule] | None, *, after: Row) -> list[Invalid]:
    if area is None:
        return []
    if patch.coverage is UNSET:
        return [CoverageInvalid.at("/location")] if has_radius(area) and point_in(after) is None else []
    return area_mistakes(area, point=point_in(after))


async def _require_possible(ctx: Ctx, changes: Mapping[str, Any], *, before: Row, parent: Row | None) -> None:
    """Refuse circles, closing what is in use, and places below a closed station."""
    if "parent_id" in changes and parent is not None and parent["path"].startswith(before["path"]):
        raise StationCycle.at(_PARENT)
    status = changes.get("status", before["status"])
    if status == StationsStationStatus.ACTIVE and {"status", "parent_id"} & changes.keys():
        _require_open(parent, pointer=_PARENT if "parent_id" in changes else _STATUS)
    if changes.get("status") == StationsStationStatus.CLOSED and await queries.is_in_use(ctx, before["id"]):
        raise StationInUse.at(_STATUS)
    await require_party(ctx, changes.get("party_id"))


def _value_mistakes(values: Mapping[str, Any], *, after: Mapping[str, Any] | None = None) -> list[Invalid]:
    whole = values if after is None else after
    mistakes = time_zone_mistakes(values.get("time_zone"), pointer=_TIME_ZONE)
    for name, other in (("longitude", "latitude"), ("latitude", "longitude")):
        if whole[name] is None and whole[other] is not None:
            mistakes.append(invalid(f"/location/{name}", "required", f"Is required with the {other}."))
    return mistakes


def _parent_mistakes(parent_id: UUID | None, parent: Row | None) -> list[Invalid]:
    return [unknown_reference(_PARENT, "station")] if parent_id is not None and parent is None else []


def _require_open(parent: Row | None, *, pointer: str = _PARENT) -> None:
    if parent is not None and parent["status"] == StationsStationStatus.CLOSED:
        raise StationClosed.at(pointer)


def _path(parent: Row | None, station_id: UUID) -> str:
    return f"{'' if parent is None else parent['path']}{station_id}/"


def _subject(station_id: UUID) -> str:
    return f"stations/{station_id}"
