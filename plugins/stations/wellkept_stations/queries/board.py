"""What a dispatch board is made of: people, what they do on a day, and what waits for them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_sdk.period import Period
from wellkept_sdk.records.tickets import OPEN_STATUSES, TicketStatus
from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.rules.windows import earliest_overlapping
from wellkept_stations.schemas.board import (
    BOARD_ENGINEERS_MAX,
    BOARD_TICKETS_MAX,
    StationsBoardPeriod,
    StationsBoardPosition,
    StationsBoardTicket,
    StationsBoardVisit,
)

_OPEN: Final = ", ".join(f"'{status}'" for status in OPEN_STATUSES)
_BELOW: Final = "station.path LIKE ?"
_ENGINEERS: Final = (
    "SELECT engineer.id, engineer.code, engineer.name, engineer.kind, engineer.status, engineer.station_id,"
    " station.code AS station_code, COALESCE(engineer.calendar_code, station.calendar_code) AS calendar_code"
    " FROM stations_station station JOIN stations_engineer engineer ON engineer.station_id = station.id"
    f" WHERE {_BELOW} AND engineer.status <> 'left' ORDER BY engineer.code LIMIT {BOARD_ENGINEERS_MAX + 1}"
)
_VISITS: Final = (
    "SELECT member.engineer_id, member.lead, visit.id AS visit_id, visit.number, visit.status, visit.window_from,"
    " visit.window_to, visit.planned_from, visit.planned_to, visit.ticket_id, ticket.number AS ticket_number,"
    " ticket.title AS ticket_title, ticket.grade AS ticket_grade, project.longitude, project.latitude"
    " FROM stations_visit_member member JOIN stations_visit visit ON visit.id = member.visit_id"
    " JOIN ticket ON ticket.id = visit.ticket_id JOIN project ON project.id = ticket.project_id"
    " WHERE visit.status <> 'cancelled'"
    " AND member.planned_from >= ? AND member.planned_from < ? AND member.planned_to > ?"
)
_TICKETS: Final = (
    "SELECT ticket.id AS ticket_id, ticket.number, ticket.title, ticket.grade, ticket.status, own.station_id,"
    " ticket.reported_at, project.longitude, project.latitude"
    " FROM stations_station station JOIN stations_ticket own ON own.station_id = station.id"
    " JOIN ticket ON ticket.id = own.ticket_id JOIN project ON project.id = ticket.project_id"
    f" WHERE {_BELOW} AND own.visits_open = 0"
    f" AND ticket.status IN ({_OPEN})"
)


async def engineers_below(ctx: Ctx, path: str) -> Sequence[Row]:
    """Return the engineers of a station and of all below it who have not left, by code; one more than are shown."""
    return await ctx.db.fetch(_ENGINEERS, f"{path}%")


async def visits_on(ctx: Ctx, engineer_ids: Collection[UUID], period: Period) -> Mapping[UUID, list[Row]]:
    """Return by engineer the visits that touch a period, in order, those that are over too; one statement."""
    where = ctx.db.any_of("member.engineer_id", engineer_ids)
    rows = await ctx.db.fetch(
        f"{_VISITS} AND {where.sql} ORDER BY visit.planned_from, visit.id",
        *(earliest_overlapping(period.starts_at), period.ends_at, period.starts_at, *where.args),
    )
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["engineer_id"]].append(row)
    return found


async def waiting_below(ctx: Ctx, path: str) -> list[StationsBoardTicket]:
    """Return the open tickets without a visit of a station and of all below it, the urgent ones first; one more."""
    where = ctx.active_tickets("ticket.id")
    rows = await ctx.db.fetch(
        f"{_TICKETS} AND {where.sql} ORDER BY ticket.grade, ticket.reported_at, ticket.id"
        f" LIMIT {BOARD_TICKETS_MAX + 1}",
        *(f"{path}%", *where.args),
    )
    return [
        StationsBoardTicket(
            ticket_id=TicketId(row["ticket_id"]),
            number=row["number"],
            title=row["title"],
            grade=row["grade"],
            status=TicketStatus(row["status"]),
            station_id=row["station_id"],
            reported_at=row["reported_at"],
            position=_position(row),
        )
        for row in rows
    ]


def shown_visit(row: Row) -> StationsBoardVisit:
    """Return a row of `visits_on` as the board shows it."""
    same = {name: row[name] for name in ("visit_id", "number", "ticket_number", "ticket_title", "ticket_grade")}
    return StationsBoardVisit(
        **same,
        ticket_id=TicketId(row["ticket_id"]),
        status=VisitStatus(row["status"]),
        lead=bool(row["lead"]),
        window=StationsBoardPeriod(starts_at=row["window_from"], ends_at=row["window_to"]),
        planned=StationsBoardPeriod(starts_at=row["planned_from"], ends_at=row["planned_to"]),
        position=_position(row),
    )


def _position(row: Row) -> StationsBoardPosition | None:
    return None if row["longitude"] is None else msgspec.convert(row, StationsBoardPosition)
