"""How engineers stand at a moment: how many tickets they have, and whether anything else takes their time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_sdk.period import Period
from wellkept_sdk.records.tickets import OPEN_STATUSES
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.windows import earliest_overlapping
from wellkept_stations.tables import LIVING

_IS_OPEN: Final = ", ".join(f"'{status}'" for status in OPEN_STATUSES)
_OPEN_TICKETS: Final = (
    "(SELECT count(*) FROM ticket WHERE ticket.assignee_id = engineer.user_id AND ticket.id <> ?"
    f" AND ticket.status IN ({_IS_OPEN}))"
)
_ABSENT: Final = (
    "EXISTS (SELECT 1 FROM stations_absence absence WHERE absence.engineer_id = engineer.id"
    " AND absence.starts_at <= ? AND absence.ends_at > ?)"
)
# Without the time before, whose visits are over, the index over engineers and planned times serves both of these.
_BUSY_WITH: Final = (
    "(SELECT visit.number FROM stations_visit_member member JOIN stations_visit visit ON visit.id = member.visit_id"
    f" WHERE member.engineer_id = engineer.id AND member.{LIVING} AND member.planned_from >= ?"
    " AND member.planned_from < ? AND member.planned_to > ? AND visit.ticket_id <> ?"
    " ORDER BY member.planned_from, visit.id LIMIT 1)"
)
_LAST_CHECK_IN: Final = (
    "(SELECT visit.id FROM stations_visit_member member JOIN stations_visit visit ON visit.id = member.visit_id"
    " WHERE member.engineer_id = engineer.id AND member.planned_from >= ? AND visit.checked_in_at >= ?"
    " AND visit.checked_in_at <= ? AND visit.check_in_longitude IS NOT NULL"
    " ORDER BY visit.checked_in_at DESC, visit.id DESC LIMIT 1)"
)
_DECLINED: Final = (
    "EXISTS (SELECT 1 FROM stations_offer offer WHERE offer.ticket_id = ? AND offer.engineer_id = engineer.id"
    " AND offer.status = 'declined')"
)
_WORKLOADS: Final = (
    f"SELECT engineer.id, {_OPEN_TICKETS} AS open_tickets, {_ABSENT} AS is_absent, {_BUSY_WITH} AS busy_with,"
    f" {_DECLINED} AS has_declined, seen.check_in_longitude AS longitude, seen.check_in_latitude AS latitude"
    f" FROM stations_engineer engineer LEFT JOIN stations_visit seen ON seen.id = {_LAST_CHECK_IN}"
)


class Workload(Struct, frozen=True, kw_only=True, gc=False):
    """
    How an engineer stands.

    Args:
        open_tickets: that are assigned to him, without the one in question.
        busy_with: the number of a visit of another ticket that overlaps.
        last_seen: where he has last checked in that day.
    """

    open_tickets: int
    is_absent: bool
    busy_with: str | None
    last_seen: Point | None
    has_declined: bool


async def workloads(
    ctx: Ctx, engineer_ids: Collection[UUID], *, ticket_id: TicketId, visit: Period, since: datetime
) -> Mapping[UUID, Workload]:
    """
    Return how engineers stand, in one statement.

    Args:
        ctx: joins its transaction.
        engineer_ids: of whom.
        ticket_id: in question; neither it nor its visits count.
        visit: when the work would be done; whoever is absent at its beginning is absent.
        since: the beginning of that day.
    """
    at, until = visit.starts_at, visit.ends_at
    where = ctx.db.any_of("engineer.id", engineer_ids)
    rows = await ctx.db.fetch(
        f"{_WORKLOADS} WHERE {where.sql}",
        *(ticket_id, at, at, earliest_overlapping(at), until, at, ticket_id, ticket_id),
        *(earliest_overlapping(since), since, at, *where.args),
    )
    return {row["id"]: _workload(row) for row in rows}


async def open_tickets(ctx: Ctx, user_id: UUID, *, besides: TicketId) -> int:
    """Return how many open tickets somebody has, without one; one statement."""
    row = await ctx.db.fetch_one(
        f"SELECT count(*) AS open_tickets FROM ticket WHERE assignee_id = ? AND id <> ? AND status IN ({_IS_OPEN})",
        user_id,
        besides,
    )
    assert row is not None, "a count has one row"
    return row["open_tickets"]


def _workload(row: Row) -> Workload:
    longitude, latitude = row["longitude"], row["latitude"]
    return Workload(
        open_tickets=row["open_tickets"],
        is_absent=bool(row["is_absent"]),
        busy_with=row["busy_with"],
        last_seen=None if longitude is None or latitude is None else Point(longitude, latitude),
        has_declined=bool(row["has_declined"]),
    )
