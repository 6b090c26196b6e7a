"""The map of stations."""

from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta

from wellkept_sdk import Ctx
from wellkept_sdk.errors import PermissionDenied
from wellkept_sdk.http import FromQuery, NamedDependency, QueryParameter, documents, get, needs
from wellkept_stations import errors
from wellkept_stations.permissions import DISPATCH, READ
from wellkept_stations.queries import map as queries
from wellkept_stations.schemas.map import StationsMapLayer, StationsMapRead

GEO_JSON: Final = "application/geo+json"
_LAYER: Final = "|".join(StationsMapLayer)
_PATTERN: Final = rf"^(?:{_LAYER})(?:,(?:{_LAYER})){{0,3}}\Z"


@get(
    "/map",
    media_type=GEO_JSON,
    opt=needs(READ.name)
    | documents(problems=[errors.StationNotFound], answer=StationsMapRead, answer_media_type=GEO_JSON),
)
async def get_stations_map(
    ctx: NamedDependency[Ctx],
    station_id: FromQuery[UUID | None] = None,
    layers: Annotated[
        Annotated[str, Meta(pattern=_PATTERN)] | None,
        QueryParameter(description="Which layers, with commas between them; all that the caller may see, if absent."),
    ] = None,
) -> StationsMapRead:
    """Return what staff draw on a map; where engineers live is for dispatchers only."""
    if ctx.actor.is_outside:
        raise PermissionDenied(permissions=(DISPATCH.name,))
    wanted = set(StationsMapLayer) if layers is None else {StationsMapLayer(layer) for layer in layers.split(",")}
    if not ctx.actor.may(DISPATCH.name):
        wanted.discard(StationsMapLayer.ENGINEERS)
    return await queries.drawn(ctx, wanted, station_id=station_id)


ROUTES = (get_stations_map,)
