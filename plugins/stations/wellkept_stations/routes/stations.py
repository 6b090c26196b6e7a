"""Routes of stations."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken, invalid
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    Response,
    documents,
    get,
    needs,
    patch,
    post,
    require_staff,
    tagged,
)
from wellkept_sdk.text import Code
from wellkept_stations import errors
from wellkept_stations.permissions import READ, WRITE
from wellkept_stations.queries import covering
from wellkept_stations.queries import stations as queries
from wellkept_stations.queries.covering import Site
from wellkept_stations.queries.stations import StationFilters
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.kinds import StationsStationKind, StationsStationStatus
from wellkept_stations.schemas.stations import (
    StationsChain,
    StationsChainLink,
    StationsStationCreate,
    StationsStationPatch,
    StationsStationRead,
)
from wellkept_stations.service import stations as service

CREATED = 201
_CREATE = {
    "station": {
        "code": "SH",
        "name": "上海服务站",
        "kind": "station",
        "time_zone": "Asia/Shanghai",
        "location": {"region_code": "310115", "longitude": 121.5447, "latitude": 31.2215},
        "coverage": [{"kind": "region", "region_code": "310000"}, {"kind": "radius", "radius_km": 80}],
    }
}
_PROBLEMS = (errors.CoverageInvalid, errors.StationClosed)
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]


def provide_station_filters(
    code: Annotated[Code | None, QueryParameter(description="Exactly this code.")] = None,
    kind: FromQuery[StationsStationKind | None] = None,
    status: FromQuery[StationsStationStatus | None] = None,
    parent_id: Annotated[UUID | None, QueryParameter(description="Directly below this station.")] = None,
    party_id: Annotated[UUID | None, QueryParameter(description="Of this party.")] = None,
) -> StationFilters:
    """Return which stations the caller asks for."""
    return StationFilters(code=code, kind=kind, status=status, parent_id=parent_id, party_id=party_id)


@get("/", opt=needs(READ.name), dependencies={"filters": Provide(provide_station_filters, sync_to_thread=False)})
async def list_stations(
    filters: NamedDependency[StationFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        Literal["code", "-code", "name", "-name"] | None, QueryParameter(description="The order, by default `code`.")
    ] = None,
) -> Page[StationsStationRead]:
    """List stations with the rules of their areas."""
    require_staff(ctx.actor, READ.name)
    return await queries.station_page(ctx, page, filters=filters, sort=sort)


@post(
    "/",
    opt=needs(WRITE.name) | documents(problems=[CodeTaken, *_PROBLEMS], examples=_CREATE),
)
async def create_station(
    data: JSONBody[StationsStationCreate], ctx: NamedDependency[Ctx]
) -> Response[StationsStationRead]:
    """Make a station."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/stations/{created.id}")


@get("/covering", opt=needs(READ.name))
async def list_covering_stations(
    ctx: NamedDependency[Ctx],
    region_code: Annotated[Code | None, QueryParameter(description="Of the site.")] = None,
    longitude: Annotated[Longitude | None, QueryParameter(description="Of the site, degrees east.")] = None,
    latitude: Annotated[Latitude | None, QueryParameter(description="Of the site, degrees north.")] = None,
) -> StationsChain:
    """Return the station that a site belongs to and why, then those above it; without any rule, the root."""
    require_staff(ctx.actor, READ.name)
    site = Site(region_code, _point(longitude, latitude))
    links = await covering.chain(ctx, site, allow_parent=True)
    return StationsChain(items=[msgspec.convert(link, StationsChainLink, from_attributes=True) for link in links])


@get("/{station_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.StationNotFound]))
async def get_station(station_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[StationsStationRead]:
    """Return one station with the rules of its area."""
    require_staff(ctx.actor, READ.name)
    return tagged(await queries.station(ctx, station_id))


@patch(
    "/{station_id:uuid}",
    opt=needs(WRITE.name)
    | documents(problems=[errors.StationNotFound, errors.StationCycle, errors.StationInUse, *_PROBLEMS]),
)
async def update_station(
    station_id: FromPath[UUID],
    data: JSONBody[StationsStationPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[StationsStationRead]:
    """Change, move, close or reopen a station by JSON merge patch; its coverage is replaced as a whole."""
    return tagged(await service.update(ctx, station_id, data, if_match=if_match))


def _point(longitude: float | None, latitude: float | None) -> Point | None:
    """
    Return the place that a query names, if it does.

    Raises:
        Invalid: one of the two is missing.
    """
    if longitude is None and latitude is None:
        return None
    if longitude is None:
        raise invalid("query/longitude", "required", "Is required with the latitude.")
    if latitude is None:
        raise invalid("query/latitude", "required", "Is required with the longitude.")
    return Point(longitude, latitude)


ROUTES = (list_stations, create_station, list_covering_stations, get_station, update_station)
