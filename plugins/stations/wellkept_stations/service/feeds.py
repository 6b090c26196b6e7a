"""Calendars to subscribe to: each has a secret address that is shown once, of which only the digest is kept."""

import asyncio
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept_sdk import Ctx
from wellkept_sdk.errors import PermissionDenied
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import uuid7
from wellkept_stations.errors import EngineerLeft, EngineerNotFound, FeedNotFound
from wellkept_stations.permissions import DISPATCH
from wellkept_stations.queries import feeds as queries
from wellkept_stations.queries.feeds import FeedOwner
from wellkept_stations.rules.calendars import calendar
from wellkept_stations.rules.kinds import StationsEngineerStatus
from wellkept_stations.schemas.feeds import StationsFeedCreated, StationsFeedRead
from wellkept_stations.tables import StationsFeed

#: Behind it comes the secret; the route of the same path is open to everybody.
PATH: Final = "/v1/stations/calendars"
_TOKEN_BYTES: Final = 32
_ETAG_DIGITS: Final = 32


class CalendarFile(Struct, frozen=True, kw_only=True):
    """A calendar as it is sent; equal contents have the same entity tag."""

    content: bytes
    etag: str


async def open_for(ctx: Ctx, owner: FeedOwner) -> StationsFeedCreated:
    """
    Make a calendar of an engineer or a station, and return its address this once.

    Raises:
        NotFound: there is no such engineer or station for the caller.
        PermissionDenied: it is not the caller's own, and the caller does not dispatch.
        EngineerLeft: he is not sent any more.
    """
    status = await _require_allowed(ctx, owner)
    if status is StationsEngineerStatus.LEFT:
        raise EngineerLeft
    token = token_urlsafe(_TOKEN_BYTES)
    async with ctx.db.transaction():
        feed_id = uuid7()
        await ctx.db.insert(
            StationsFeed, id=feed_id, token_digest=_digest(token), created_by=ctx.actor.id, **asdict(owner)
        )
        await ctx.audit("stations.feed.created", subject=_subject(feed_id), after=asdict(owner))
    return StationsFeedCreated(id=feed_id, url_path=f"{PATH}/{token}")


async def page_of(ctx: Ctx, owner: FeedOwner, page: PageRequest) -> Page[StationsFeedRead]:
    """
    Return one page of the calendars of an engineer or a station, without their addresses.

    Raises:
        NotFound: there is no such engineer or station for the caller.
        PermissionDenied: it is not the caller's own, and the caller does not dispatch.
    """
    await _require_allowed(ctx, owner)
    return await queries.page_of(ctx, owner, page)


async def close(ctx: Ctx, owner: FeedOwner, feed_id: UUID) -> None:
    """
    End a calendar: from now on its address leads nowhere.

    Raises:
        NotFound: there is no such engineer or station for the caller.
        PermissionDenied: it is not the caller's own, and the caller does not dispatch.
        FeedNotFound: it has no such calendar.
    """
    await _require_allowed(ctx, owner)
    async with ctx.db.transaction():
        where = owner.clause
        ended = await ctx.db.execute(
            f"DELETE FROM stations_feed AS feed WHERE feed.id = ? AND {where.sql}", feed_id, *where.args
        )
        if not ended:
            raise FeedNotFound
        await ctx.audit("stations.feed.deleted", subject=_subject(feed_id), before=asdict(owner))


async def calendar_of(ctx: Ctx, token: str) -> CalendarFile:
    """
    Return the calendar that a secret opens; two statements.

    Raises:
        FeedNotFound: it opens none.
    """
    feed = await queries.by_digest(ctx, _digest(token))
    visits = await queries.visits_of(ctx, feed)
    # So many visits take long enough to keep other callers waiting.
    content = await asyncio.to_thread(calendar, feed.id, f"{feed.code} · {feed.name}", visits)
    return CalendarFile(content=content, etag=f'"{sha256(content).hexdigest()[:_ETAG_DIGITS]}"')


async def _require_allowed(ctx: Ctx, owner: FeedOwner) -> StationsEngineerStatus | None:
    """Refuse who neither dispatches nor is the engineer; return where the engineer stands, if it is about one."""
    may_dispatch = ctx.actor.may(DISPATCH.name)
    if owner.engineer_id is None:
        assert owner.station_id is not None, "a calendar is an engineer's or a station's"
        await queries.require_station(ctx, owner.station_id)
        return None
    account = await queries.engineer_account(ctx, owner.engineer_id)
    if not may_dispatch and account.user_id != ctx.actor.id:
        # From outside, nobody learns who is an engineer.
        raise EngineerNotFound if ctx.actor.is_outside else PermissionDenied(permissions=(DISPATCH.name,))
    return account.status


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _subject(feed_id: UUID) -> str:
    return f"stations/calendars/{feed_id}"
