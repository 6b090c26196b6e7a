"""Routes of calendars to subscribe to."""

from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    NamedDependency,
    Page,
    PageRequest,
    Response,
    anonymous,
    delete,
    documents,
    get,
    needs,
    post,
)
from wellkept_stations import errors
from wellkept_stations.permissions import DISPATCH, VISIT
from wellkept_stations.queries.feeds import FeedOwner
from wellkept_stations.schemas.feeds import StationsFeedCreated, StationsFeedRead
from wellkept_stations.service import feeds

CALENDAR: Final = "text/calendar"
TOKEN_LENGTH_MAX: Final = 200

Token = Annotated[str, Meta(min_length=1, max_length=TOKEN_LENGTH_MAX)]


@post(
    "/engineers/{engineer_id:uuid}/calendar",
    opt=needs(DISPATCH.name, VISIT.name) | documents(problems=[errors.EngineerNotFound, errors.EngineerLeft]),
)
async def make_engineer_calendar(engineer_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> StationsFeedCreated:
    """Make a calendar of an engineer's visits; its address is a secret, shown this once. Engineers make their own."""
    return await feeds.open_for(ctx, FeedOwner(engineer_id=engineer_id))


@get(
    "/engineers/{engineer_id:uuid}/calendar",
    opt=needs(DISPATCH.name, VISIT.name) | documents(problems=[errors.EngineerNotFound]),
)
async def list_engineer_calendars(
    engineer_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[StationsFeedRead]:
    """Return the calendars of an engineer without their addresses, oldest first; engineers see their own."""
    return await feeds.page_of(ctx, FeedOwner(engineer_id=engineer_id), page)


@delete(
    "/engineers/{engineer_id:uuid}/calendar/{feed_id:uuid}",
    opt=needs(DISPATCH.name, VISIT.name) | documents(problems=[errors.EngineerNotFound, errors.FeedNotFound]),
)
async def end_engineer_calendar(
    engineer_id: FromPath[UUID], feed_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> None:
    """End a calendar of an engineer: its address leads nowhere from now on; engineers end their own."""
    await feeds.close(ctx, FeedOwner(engineer_id=engineer_id), feed_id)


@post("/{station_id:uuid}/calendar", opt=needs(DISPATCH.name) | documents(problems=[errors.StationNotFound]))
async def make_station_calendar(station_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> StationsFeedCreated:
    """Make a calendar of a station's visits; its address is a secret, shown this once."""
    return await feeds.open_for(ctx, FeedOwner(station_id=station_id))


@get("/{station_id:uuid}/calendar", opt=needs(DISPATCH.name) | documents(problems=[errors.StationNotFound]))
async def list_station_calendars(
    station_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[StationsFeedRead]:
    """Return the calendars of a station without their addresses, oldest first."""
    return await feeds.page_of(ctx, FeedOwner(station_id=station_id), page)


@delete(
    "/{station_id:uuid}/calendar/{feed_id:uuid}",
    opt=needs(DISPATCH.name) | documents(problems=[errors.StationNotFound, errors.FeedNotFound]),
)
async def end_station_calendar(station_id: FromPath[UUID], feed_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> None:
    """End a calendar of a station: its address leads nowhere from now on."""
    await feeds.close(ctx, FeedOwner(station_id=station_id), feed_id)


@get(
    "/calendars/{token:str}",
    opt=anonymous() | documents(problems=[errors.FeedNotFound], conditional=True, answer_media_type=CALENDAR),
)
async def read_calendar(token: FromPath[Token], ctx: NamedDependency[Ctx]) -> Response[bytes]:
    """Return the visits of a calendar from a month ago to half a year ahead as iCalendar; its address is the key."""
    found = await feeds.calendar_of(ctx, token)
    headers = {"ETag": found.etag, "Cache-Control": "private, no-cache"}
    return Response(found.content, media_type=CALENDAR, headers=headers)


ROUTES = (
    make_engineer_calendar,
    list_engineer_calendars,
    end_engineer_calendar,
    make_station_calendar,
    list_station_calendars,
    end_station_calendar,
    read_calendar,
)
