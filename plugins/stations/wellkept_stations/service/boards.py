"""Putting the dispatch board together."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import invalid
from wellkept_sdk.period import Period
from wellkept_stations.errors import StationNotFound
from wellkept_stations.queries import board as queries
from wellkept_stations.queries import stations
from wellkept_stations.queries.engineers import absences_of
from wellkept_stations.rules.kinds import StationsEngineerKind, StationsEngineerStatus
from wellkept_stations.rules.shifts import DAYS_AWAY_MAX, day_period
from wellkept_stations.schemas.board import (
    BOARD_ENGINEERS_MAX,
    BOARD_TICKETS_MAX,
    StationsBoardEngineer,
    StationsBoardPeriod,
    StationsBoardRead,
)
from wellkept_stations.service.duty import duty


async def board(ctx: Ctx, station_id: UUID, day: date) -> StationsBoardRead:
    """
    Return what a station and all below it do on a day, and what waits for them; six statements.

    Raises:
        StationNotFound: there is no such station.
        Invalid: the day is too far away.
    """
    away = (day - ctx.at.date()).days
    if abs(away) > DAYS_AWAY_MAX:
        code = "too_small" if away < 0 else "too_large"
        raise invalid("query/day", code, f"The day lies at most {DAYS_AWAY_MAX} days from now.")
    station = await stations.stored(ctx, station_id)
    if station is None:
        raise StationNotFound
    period = day_period(day, station["time_zone"])
    people = await queries.engineers_below(ctx, station["path"])
    shown = people[:BOARD_ENGINEERS_MAX]
    ids = [row["id"] for row in shown]
    absences = await absences_of(ctx, ids, period)
    visits = await queries.visits_on(ctx, ids, period)
    working = await duty(ctx, {row["calendar_code"] for row in shown})
    tickets = await queries.waiting_below(ctx, station["path"])
    return StationsBoardRead(
        station_id=station_id,
        day=day,
        time_zone=station["time_zone"],
        period=StationsBoardPeriod.of(period),
        engineers=[
            StationsBoardEngineer(
                engineer_id=row["id"],
                code=row["code"],
                name=row["name"],
                kind=StationsEngineerKind(row["kind"]),
                status=StationsEngineerStatus(row["status"]),
                station_id=row["station_id"],
                station_code=row["station_code"],
                shifts=_shown(working.intervals(row["calendar_code"], period.starts_at, period.ends_at)),
                absences=_shown(absences.get(row["id"], [])),
                visits=[queries.shown_visit(visit) for visit in visits.get(row["id"], [])],
            )
            for row in shown
        ],
        tickets=tickets[:BOARD_TICKETS_MAX],
        truncated=len(people) > BOARD_ENGINEERS_MAX or len(tickets) > BOARD_TICKETS_MAX,
    )


def _shown(periods: Iterable[Period]) -> list[StationsBoardPeriod]:
    return [StationsBoardPeriod.of(period) for period in periods]
