"""The dispatch board."""

from datetime import date
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import FromQuery, NamedDependency, documents, get, needs
from wellkept_stations import errors
from wellkept_stations.permissions import DISPATCH
from wellkept_stations.schemas.board import StationsBoardRead
from wellkept_stations.service import boards


@get("/board", opt=needs(DISPATCH.name) | documents(problems=[errors.StationNotFound]))
async def get_dispatch_board(
    station_id: FromQuery[UUID], day: FromQuery[date], ctx: NamedDependency[Ctx]
) -> StationsBoardRead:
    """Return what the engineers of a station and of all below it do on a day, and the tickets that wait."""
    return await boards.board(ctx, station_id, day)


ROUTES = (get_dispatch_board,)
