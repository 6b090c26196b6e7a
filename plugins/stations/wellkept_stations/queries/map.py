"""What a map draws, layer by layer; what has no position is on no map."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Row, all_of
from wellkept_sdk.records.tickets import OPEN_STATUSES
from wellkept_stations.errors import StationNotFound
from wellkept_stations.queries.covering import point_in
from wellkept_stations.rules.circles import circle
from wellkept_stations.rules.covering import rings_of
from wellkept_stations.rules.flat_maps import Rings, flat_parts, running_on
from wellkept_stations.schemas.map import (
    FEATURES_MAX,
    StationsMapFeature,
    StationsMapLayer,
    StationsMapMultiPolygon,
    StationsMapPoint,
    StationsMapPolygon,
    StationsMapProperties,
    StationsMapRead,
)

_OPEN: Final = ", ".join(f"'{status}'" for status in OPEN_STATUSES)
_STATIONS: Final = (
    "SELECT station.id, station.code, station.name, station.kind, NULL AS grade, station.parent_id AS station_id,"
    " station.longitude, station.latitude FROM stations_station station"
    " WHERE station.status = 'active' AND station.longitude IS NOT NULL"
)
_COVERAGE: Final = (
    "SELECT coverage.id, station.code, station.name, coverage.kind, NULL AS grade, station.id AS station_id,"
    " station.longitude, station.latitude, coverage.radius_m, coverage.polygon FROM stations_station station"
    " JOIN stations_coverage coverage ON coverage.station_id = station.id"
    " WHERE station.status = 'active' AND coverage.kind IN ('polygon', 'radius')"
)
_TICKETS: Final = (
    "SELECT ticket.id, ticket.number AS code, ticket.title AS name, ticket.status AS kind, ticket.grade,"
    " own.station_id, project.longitude, project.latitude"
    " FROM ticket JOIN stations_ticket own ON own.ticket_id = ticket.id JOIN project ON project.id = ticket.project_id"
    " LEFT JOIN stations_station station ON station.id = own.station_id"
    f" WHERE ticket.status IN ({_OPEN}) AND project.longitude IS NOT NULL"
)
_ENGINEERS: Final = (
    "SELECT engineer.id, engineer.code, engineer.name, engineer.kind, NULL AS grade, engineer.station_id,"
    " engineer.longitude, engineer.latitude FROM stations_station station"
    " JOIN stations_engineer engineer ON engineer.station_id = station.id"
    " WHERE engineer.status <> 'left' AND engineer.longitude IS NOT NULL"
)


async def drawn(ctx: Ctx, layers: Collection[StationsMapLayer], *, station_id: UUID | None) -> StationsMapRead:
    """
    Return layers of the map, of one station and all below it if it is named; a statement a layer, and one for that.

    Raises:
        StationNotFound: there is no such station.
    """
    where = TRUE if station_id is None else await _below(ctx, station_id)
    features: list[StationsMapFeature] = []
    for layer in StationsMapLayer:
        # One more than fits tells that there is more.
        room = FEATURES_MAX + 1 - len(features)
        if layer in layers and room > 0:
            features += [_feature(layer, row) for row in await _READERS[layer](ctx, where, room)]
    return StationsMapRead(
        type="FeatureCollection", features=features[:FEATURES_MAX], truncated=len(features) > FEATURES_MAX
    )


async def _below(ctx: Ctx, station_id: UUID) -> Clause:
    row = await ctx.db.fetch_one("SELECT path FROM stations_station WHERE id = ?", station_id)
    if row is None:
        raise StationNotFound
    return Clause("station.path LIKE ?", (f"{row['path']}%",))


async def _stations(ctx: Ctx, where: Clause, room: int) -> list[Row]:
    return await ctx.db.fetch(f"{_STATIONS} AND ({where.sql}) ORDER BY station.code LIMIT {room}", *where.args)


async def _coverage(ctx: Ctx, where: Clause, room: int) -> list[Row]:
    order = f"ORDER BY station.code, coverage.position LIMIT {room}"
    return await ctx.db.fetch(f"{_COVERAGE} AND ({where.sql}) {order}", *where.args)


async def _tickets(ctx: Ctx, where: Clause, room: int) -> list[Row]:
    seen = all_of(where, ctx.active_tickets("ticket.id"), await ctx.seen_tickets("ticket.id"))
    order = f"ORDER BY ticket.grade, ticket.reported_at, ticket.id LIMIT {room}"
    return await ctx.db.fetch(f"{_TICKETS} AND ({seen.sql}) {order}", *seen.args)


async def _engineers(ctx: Ctx, where: Clause, room: int) -> list[Row]:
    return await ctx.db.fetch(f"{_ENGINEERS} AND ({where.sql}) ORDER BY engineer.code LIMIT {room}", *where.args)


_READERS: Final[Mapping[StationsMapLayer, Callable[[Ctx, Clause, int], Awaitable[list[Row]]]]] = {
    StationsMapLayer.STATIONS: _stations,
    StationsMapLayer.COVERAGE: _coverage,
    StationsMapLayer.TICKETS: _tickets,
    StationsMapLayer.ENGINEERS: _engineers,
}


def _feature(layer: StationsMapLayer, row: Row) -> StationsMapFeature:
    same: dict[str, Any] = {name: row[name] for name in ("code", "name", "kind", "grade", "station_id")}
    return StationsMapFeature(
        type="Feature", id=row["id"], geometry=_geometry(row), properties=StationsMapProperties(layer=layer, **same)
    )


def _geometry(row: Row) -> StationsMapPoint | StationsMapPolygon | StationsMapMultiPolygon:
    if row.get("polygon") is not None:
        return _area(running_on(rings_of(row["polygon"])))
    point = point_in(row)
    assert point is not None, "every layer leaves out what has no position, and a radius has its station's"
    if row.get("radius_m") is None:
        return StationsMapPoint(coordinates=[point.longitude, point.latitude])
    return _area([circle(point, row["radius_m"])])


def _area(rings: Rings) -> StationsMapPolygon | StationsMapMultiPolygon:
    parts = flat_parts(rings)
    shown = [[[[corner.longitude, corner.latitude] for corner in ring] for ring in part] for part in parts]
    return StationsMapPolygon(coordinates=shown[0]) if len(shown) == 1 else StationsMapMultiPolygon(coordinates=shown)
