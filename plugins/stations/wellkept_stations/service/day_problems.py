"""From a station's day, as it is stored, to the problem that a solver takes."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_stations.queries import plans
from wellkept_stations.queries.covering import point_in
from wellkept_stations.queries.engineers import EngineerFacts, engineers_of
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.kinds import StationsEngineerStatus
from wellkept_stations.rules.problems import Job, Problem, Span
from wellkept_stations.rules.shifts import day_period, full_minute
from wellkept_stations.rules.travel import travel_seconds, ways_m
from wellkept_stations.schemas.plans import StationsPlanOrder, StationsPlanUnassigned
from wellkept_stations.service.day_people import Person, people_of, seconds_between
from wellkept_stations.service.day_work import Work, promised, work_of
from wellkept_stations.terms import StationsTerms

#: Nobody is sent sooner than this: a plan has to be made, looked at and applied first.
LEAD: Final = timedelta(minutes=30)


class Matter(Struct, frozen=True, kw_only=True):
    """What a job of the problem stands for: a ticket, or a visit of it that is agreed already."""

    ticket_id: TicketId
    visit_id: UUID | None


class Day(Struct, frozen=True, kw_only=True):
    """
    A problem with what its numbers stand for.

    Args:
        problem: for a solver.
        begins_at: where its seconds begin.
        engineer_ids: its vehicles.
        matters: its jobs.
        left_out: tickets of which no job was made.
    """

    problem: Problem
    begins_at: datetime
    engineer_ids: Sequence[UUID]
    matters: Sequence[Matter]
    left_out: Sequence[StationsPlanUnassigned]


class _Piece(Struct, frozen=True, kw_only=True):
    """A job with where it is and what it stands for."""

    job: Job
    point: Point | None
    matter: Matter


async def day_of(ctx: Ctx, station: Row, day: date, order: StationsPlanOrder) -> Day:
    """
    Return the problem of a day.

    Args:
        ctx: of the deployment.
        station: whose day.
        day: as the station counts days.
        order: what was asked for.
    """
    period = day_period(day, station["time_zone"])
    earliest = max(period.starts_at, full_minute(ctx.at + LEAD))
    engineers = await _engineers(ctx, station["id"], order)
    people = await people_of(ctx, engineers, period=period, earliest=earliest)
    wanted = order.ticket_ids
    rows = await (plans.work_at(ctx, station["id"]) if wanted is None else plans.work_of(ctx, wanted))
    window = Span(seconds_between(period.starts_at, earliest), seconds_between(period.starts_at, period.ends_at))
    work = await work_of(ctx, rows, engineers, window=window, stop_minutes=order.stop_minutes)
    pieces = _pieces(work, people, begins_at=period.starts_at)
    speed_kmh = ctx.terms(StationsTerms).speed_kmh
    # Hundreds of places have a hundred thousand ways between them.
    problem = await asyncio.to_thread(
        _problem, pieces, people, day=day, begins_at=period.starts_at, speed_kmh=speed_kmh
    )
    return Day(
        problem=problem,
        begins_at=period.starts_at,
        engineer_ids=[engineer.id for engineer in engineers],
        matters=[piece.matter for piece in pieces],
        left_out=work.left_out,
    )


async def _engineers(ctx: Ctx, station_id: UUID, order: StationsPlanOrder) -> Sequence[EngineerFacts]:
    found = (
        await engineers_of(ctx, station_ids=[station_id])
        if order.engineer_ids is None
        else await engineers_of(ctx, engineer_ids=order.engineer_ids)
    )
    return [one for one in found if one.user_active and one.status is StationsEngineerStatus.ACTIVE]


def _pieces(work: Work, people: Sequence[Person], *, begins_at: datetime) -> list[_Piece]:
    waiting = [
        _Piece(job=task.job, point=task.point, matter=Matter(ticket_id=task.ticket_id, visit_id=None))
        for task in work.tasks
    ]
    agreed = [
        _Piece(
            job=promised(row, vehicle=vehicle, begins_at=begins_at),
            point=point_in(row),
            matter=Matter(ticket_id=row["ticket_id"], visit_id=row["visit_id"]),
        )
        for vehicle, person in enumerate(people)
        for row in person.promised
    ]
    return [*waiting, *agreed]


def _problem(
    pieces: Sequence[_Piece], people: Sequence[Person], *, day: date, begins_at: datetime, speed_kmh: int
) -> Problem:
    """Return the problem; its places are those of the jobs, then where everybody begins."""
    ways = ways_m([*(piece.point for piece in pieces), *(person.start for person in people)])
    travel = travel_seconds(ways, speed_kmh=speed_kmh)
    for place, person in enumerate(people, start=len(pieces)):
        if not person.is_out:
            # The way to the first stop is made before working time begins, as that from the last is made after it.
            travel[place] = [0] * len(ways)
    return Problem(
        jobs=[replace(piece.job, place=place) for place, piece in enumerate(pieces)],
        vehicles=[
            person.vehicle(place=place, day=day, begins_at=begins_at)
            for place, person in enumerate(people, start=len(pieces))
        ],
        travel=travel,
        ways=ways,
    )
