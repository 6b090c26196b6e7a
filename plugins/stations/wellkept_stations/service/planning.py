"""Day plans: ordered, made beside the requests, and kept."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import uuid7
from wellkept_sdk.local_days import local_day
from wellkept_stations.errors import StationClosed
from wellkept_stations.queries import plans as queries
from wellkept_stations.queries import stations
from wellkept_stations.queries.engineers import engineers_of
from wellkept_stations.rules.kinds import StationsStationStatus
from wellkept_stations.rules.problems import Routes, left_over, why_unserved
from wellkept_stations.rules.schedules import kept_times, schedule
from wellkept_stations.rules.shifts import DAYS_AWAY_MAX
from wellkept_stations.schemas.plans import (
    StationsLeftOut,
    StationsPlanCreate,
    StationsPlanOrder,
    StationsPlanRead,
    StationsPlanRoute,
    StationsPlanStatus,
    StationsPlanStop,
    StationsPlanUnassigned,
)
from wellkept_stations.service.day_problems import Day, day_of
from wellkept_stations.service.solving import solve
from wellkept_stations.settings import StationsSettings
from wellkept_stations.tables import StationsPlan

_FAILED: Final = "It could not be made; the log tells why."

_log = logging.getLogger(__name__)


async def create(ctx: Ctx, draft: StationsPlanCreate) -> StationsPlanRead:
    """
    Order a plan, which is made by a worker.

    Raises:
        Invalid: there is no such station, engineer or ticket, one is named twice, or the day is over.
        StationClosed: the station takes no visits.
    """
    station = await stations.stored(ctx, draft.station_id)
    if station is None:
        raise unknown_reference("/station_id", "station")
    if station["status"] == StationsStationStatus.CLOSED:
        raise StationClosed(station_id=station["id"])
    refuse([*_day_mistakes(ctx, draft.day, station["time_zone"]), *await _unknown(ctx, draft)])
    order = StationsPlanOrder(
        engineer_ids=draft.engineer_ids,
        ticket_ids=draft.ticket_ids,
        seconds=draft.seconds or ctx.settings(StationsSettings).plan_seconds,
        stop_minutes=draft.stop_minutes,
    )
    async with ctx.db.transaction():
        row = await ctx.db.insert(
            StationsPlan,
            id=uuid7(),
            station_id=draft.station_id,
            day=draft.day,
            status=StationsPlanStatus.QUEUED.value,
            request=msgspec.to_builtins(order),
            routes=[],
            unassigned=[],
            actor_id=ctx.actor.id,
        )
        return StationsPlanRead.of(row)


async def make_queued(ctx: Ctx) -> None:
    """
    Make the plans that were ordered, one after the other, each outside any transaction.

    Raises:
        ExceptionGroup: what went wrong with some of them, which have failed; the others are made.
    """
    failures: list[Exception] = []
    for plan_id in await queries.queued(ctx):
        try:
            await _make(ctx, plan_id)
        except Exception as failure:  # noqa: BLE001 - one day's trouble must not hold up what others wait for
            _log.exception("A day plan could not be made.", extra={"plan_id": str(plan_id)})
            await _store(ctx, plan_id, status=StationsPlanStatus.FAILED, reason=_FAILED)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some plans could not be made.", failures)


async def _make(ctx: Ctx, plan_id: UUID) -> None:
    row = await ctx.db.fetch_one("SELECT * FROM stations_plan WHERE id = ?", plan_id)
    assert row is not None, "plans are never deleted"
    station = await stations.stored(ctx, row["station_id"])
    assert station is not None, "a plan holds its station"
    order = msgspec.convert(row["request"], StationsPlanOrder)
    day = await day_of(ctx, station, row["day"], order)
    solution = await solve(day.problem, seconds=order.seconds)
    await _store(
        ctx,
        plan_id,
        status=StationsPlanStatus.DONE,
        solver=solution.solver.value,
        routes=msgspec.to_builtins(_routes(day, solution.routes)),
        unassigned=msgspec.to_builtins(_unassigned(day, solution.routes)),
    )


async def _store(ctx: Ctx, plan_id: UUID, *, status: StationsPlanStatus, **columns: object) -> None:
    async with ctx.db.transaction():
        row = await ctx.db.locked(StationsPlan, plan_id)
        # Another worker may have taken over from one that was believed dead.
        if row is not None and row["status"] == StationsPlanStatus.QUEUED:
            await ctx.db.update(StationsPlan, plan_id, changes={"status": status.value, **columns})


def _routes(day: Day, routes: Routes) -> list[StationsPlanRoute]:
    return [
        StationsPlanRoute(engineer_id=day.engineer_ids[vehicle], stops=_stops(day, vehicle, route))
        for vehicle, route in enumerate(routes)
    ]


def _stops(day: Day, vehicle: int, route: Sequence[int]) -> list[StationsPlanStop]:
    problem = day.problem
    times = schedule(problem, vehicle, route)
    # Promised visits may contradict each other; they stay where they are all the same.
    stops = kept_times(problem, route) if times is None else times
    places = [problem.vehicles[vehicle].start, *(problem.jobs[job].place for job in route)]
    return [
        StationsPlanStop(
            ticket_id=day.matters[stop.job].ticket_id,
            visit_id=day.matters[stop.job].visit_id,
            arrives_at=day.begins_at + timedelta(seconds=stop.starts),
            leaves_at=day.begins_at + timedelta(seconds=stop.ends),
            travel_m=problem.ways[here][problem.jobs[stop.job].place],
        )
        for here, stop in zip(places, stops, strict=False)
    ]


def _unassigned(day: Day, routes: Routes) -> list[StationsPlanUnassigned]:
    problem = day.problem
    found = [
        StationsPlanUnassigned(
            ticket_id=day.matters[job].ticket_id,
            code=StationsLeftOut(why_unserved(problem, problem.jobs[job]).value),
        )
        for job in left_over(problem, routes)
    ]
    return [*found, *day.left_out]


def _day_mistakes(ctx: Ctx, day: date, time_zone: str) -> list[Invalid]:
    away = (day - local_day(ctx.at, time_zone=time_zone)).days
    if away < 0:
        return [invalid("/day", "too_small", "The day is over.")]
    if away > DAYS_AWAY_MAX:
        return [invalid("/day", "too_large", f"The day lies at most {DAYS_AWAY_MAX} days from now.")]
    return []


async def _unknown(ctx: Ctx, draft: StationsPlanCreate) -> list[Invalid]:
    engineer_ids, ticket_ids = draft.engineer_ids or [], draft.ticket_ids or []
    engineers = {one.id for one in await engineers_of(ctx, engineer_ids=engineer_ids)} if engineer_ids else set[UUID]()
    tickets = await queries.known_tickets(ctx, ticket_ids) if ticket_ids else set[UUID]()
    return [
        *_reference_mistakes("engineer", engineer_ids, engineers),
        *_reference_mistakes("ticket", ticket_ids, tickets),
    ]


def _reference_mistakes(what: str, named: Sequence[UUID], known: set[UUID]) -> list[Invalid]:
    unknown = [unknown_reference(f"/{what}_ids/{place}", what) for place, each in enumerate(named) if each not in known]
    twice = [
        invalid(f"/{what}_ids/{place}", "duplicate", "It is named already.")
        for place, each in enumerate(named)
        if each in named[:place]
    ]
    return [*unknown, *twice]
