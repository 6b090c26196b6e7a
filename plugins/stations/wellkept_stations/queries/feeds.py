"""Calendars to subscribe to, whose they are, and the visits in them."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, ListDeclaration, Sort
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import UserId
from wellkept_stations.errors import EngineerNotFound, FeedNotFound, StationNotFound
from wellkept_stations.queries.covering import point_in
from wellkept_stations.rules.calendars import CalendarVisit
from wellkept_stations.rules.kinds import StationsEngineerStatus
from wellkept_stations.schemas.feeds import StationsFeedRead

PAST: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=180)
#: Of more visits, the calendar tells the last.
VISITS_MAX: Final = 2_000

FEEDS: Final = ListDeclaration(
    select="SELECT feed.id, feed.engineer_id, feed.station_id, feed.created_by, feed.created_at"
    " FROM stations_feed feed",
    sorts={"created_at": Sort("feed.created_at", datetime)},
    sort_default="created_at",
    id_column="feed.id",
)
# It ends with the account of whom it was made for: of the engineer, else of whoever has made it.
_BY_DIGEST: Final = (
    "SELECT feed.id, feed.engineer_id, feed.station_id, COALESCE(engineer.code, station.code) AS code,"
    " COALESCE(engineer.name, station.name) AS name FROM stations_feed feed"
    " LEFT JOIN stations_engineer engineer ON engineer.id = feed.engineer_id"
    " LEFT JOIN stations_station station ON station.id = feed.station_id"
    " JOIN user_account account ON account.id = COALESCE(engineer.user_id, feed.created_by)"
    " WHERE feed.token_digest = ? AND account.active AND (engineer.id IS NULL OR engineer.status <> 'left')"
)
_VISITS: Final = (
    "SELECT visit.id, visit.number, visit.status, visit.planned_from, visit.planned_to, visit.created_at,"
    " visit.updated_at, visit.version, ticket.number AS ticket_number, project.address, project.longitude,"
    " project.latitude FROM stations_visit visit JOIN ticket ON ticket.id = visit.ticket_id"
    " JOIN project ON project.id = ticket.project_id"
)
_OF_ENGINEER: Final = (
    "visit.id IN (SELECT member.visit_id FROM stations_visit_member member WHERE member.engineer_id = ?"
    " AND member.planned_from >= ? AND member.planned_from < ?)"
)
_OF_STATION: Final = "visit.station_id = ? AND visit.planned_from >= ? AND visit.planned_from < ?"


class FeedOwner(Struct, frozen=True, kw_only=True):
    """Whose calendar it is: an engineer's or a station's."""

    engineer_id: UUID | None = None
    station_id: UUID | None = None

    @property
    def clause(self) -> Clause:
        """Return the condition that a calendar is the owner's."""
        if self.engineer_id is not None:
            return Clause("feed.engineer_id = ?", (self.engineer_id,))
        return Clause("feed.station_id = ?", (self.station_id,))


class Feed(Struct, frozen=True, kw_only=True):
    """A calendar that is in force, with code and name of whose it is."""

    id: UUID
    engineer_id: UUID | None
    station_id: UUID | None
    code: str
    name: str


class EngineerAccount(Struct, frozen=True, kw_only=True):
    """Whose account an engineer uses."""

    user_id: UserId
    status: StationsEngineerStatus


async def engineer_account(ctx: Ctx, engineer_id: UUID) -> EngineerAccount:
    """
    Return whose account an engineer uses.

    Raises:
        EngineerNotFound: there is no such engineer.
    """
    row = await ctx.db.fetch_one("SELECT user_id, status FROM stations_engineer WHERE id = ?", engineer_id)
    if row is None:
        raise EngineerNotFound
    return msgspec.convert(row, EngineerAccount)


async def require_station(ctx: Ctx, station_id: UUID) -> None:
    """
    Refuse what is no station.

    Raises:
        StationNotFound: there is none.
    """
    if await ctx.db.fetch_one("SELECT id FROM stations_station WHERE id = ?", station_id) is None:
        raise StationNotFound


async def page_of(ctx: Ctx, owner: FeedOwner, page: PageRequest) -> Page[StationsFeedRead]:
    """Return one page of the calendars of an engineer or a station, oldest first."""
    found = await ctx.db.page(FEEDS, page, where=owner.clause)
    return Page(items=msgspec.convert(found.items, list[StationsFeedRead]), next_cursor=found.next_cursor)


async def by_digest(ctx: Ctx, token_digest: str) -> Feed:
    """
    Return the calendar that a secret opens.

    Raises:
        FeedNotFound: there is none, or whose it was has gone.
    """
    row = await ctx.db.fetch_one(_BY_DIGEST, token_digest)
    if row is None:
        raise FeedNotFound
    return msgspec.convert(row, Feed)


async def visits_of(ctx: Ctx, feed: Feed) -> list[CalendarVisit]:
    """Return the visits of a calendar from a month ago to half a year ahead, by their planned times; one statement."""
    days = (ctx.at - PAST, ctx.at + AHEAD)
    if feed.engineer_id is not None:
        whose = Clause(_OF_ENGINEER, (feed.engineer_id, *days))
    else:
        whose = Clause(_OF_STATION, (feed.station_id, *days))
    where = whose & ctx.active_tickets("visit.ticket_id")
    rows = await ctx.db.fetch(
        f"{_VISITS} WHERE {where.sql} ORDER BY visit.planned_from DESC, visit.id DESC LIMIT ?", *where.args, VISITS_MAX
    )
    return [_visit(row) for row in reversed(rows)]


def _visit(row: dict[str, Any]) -> CalendarVisit:
    return msgspec.convert({**row, "point": point_in(row)}, CalendarVisit)
