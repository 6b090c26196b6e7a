"""The routes, below `/v1/weather_hold`, a project and a ticket."""

from uuid import UUID

import msgspec

from weather_hold import queries
from weather_hold.errors import ReadingInFuture, ReadingRepeated
from weather_hold.permissions import READ, WRITE
from weather_hold.rules.wind import Wind
from weather_hold.schemas import (
    WeatherHoldReadingCreate,
    WeatherHoldReadingRead,
    WeatherHoldTicketWeather,
    WeatherHoldWatchRead,
)
from weather_hold.service import possibility, readings
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    Mount,
    MountPoint,
    NamedDependency,
    Page,
    PageRequest,
    documents,
    get,
    needs,
    post,
)


@get("/readings", opt=needs(READ.name))
async def list_readings(
    project_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[WeatherHoldReadingRead]:
    """List the wind at a project, newest first."""
    found = await queries.reading_page(ctx, project_id, page)
    items = [WeatherHoldReadingRead.of(msgspec.convert(row, Wind)) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


@post("/readings", opt=needs(WRITE.name) | documents(problems=[ReadingInFuture, ReadingRepeated]))
async def report_reading(
    project_id: FromPath[UUID], data: JSONBody[WeatherHoldReadingCreate], ctx: NamedDependency[Ctx]
) -> WeatherHoldReadingRead:
    """Report the wind at a project."""
    return WeatherHoldReadingRead.of(await readings.report(ctx, project_id, data))


@get("/", opt=needs(READ.name))
async def get_ticket_weather(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> WeatherHoldTicketWeather:
    """Return what the weather means for the work of a ticket now."""
    return await possibility.ticket_weather(ctx, ticket_id)


@get("/watches", opt=needs(READ.name))
async def list_watches(page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]) -> Page[WeatherHoldWatchRead]:
    """List the tickets that wait for the weather, longest first."""
    found = await queries.watch_page(ctx, page)
    return Page(items=[WeatherHoldWatchRead.of(row) for row in found.items], next_cursor=found.next_cursor)


MOUNTS = (
    Mount(at=MountPoint.PROJECT, routes=[list_readings, report_reading]),
    Mount(at=MountPoint.TICKET, routes=[get_ticket_weather]),
    Mount(at=MountPoint.DEPLOYMENT, routes=[list_watches]),
)
