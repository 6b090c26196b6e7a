"""Day plans become visits."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.errors import Conflict, Invalid, NotFound, ServiceInactive, WellkeptError
from wellkept_stations.errors import PlanNotFound, PlanNotReady, PlanVisitOpen, TicketNotOpen
from wellkept_stations.events import PlanApplied
from wellkept_stations.queries import plans
from wellkept_stations.queries.holding import hold_ticket
from wellkept_stations.schemas.plans import (
    StationsPlanApplied,
    StationsPlanRefused,
    StationsPlanRoute,
    StationsPlanStatus,
    StationsPlanStop,
)
from wellkept_stations.schemas.visits import StationsVisitCreate, StationsVisitPeriod, StationsVisitRead
from wellkept_stations.service.placing import ticket_row
from wellkept_stations.service.visiting import plan_visit
from wellkept_stations.tables import StationsPlan

_LOCK: Final = "SELECT id FROM stations_engineer WHERE {where} ORDER BY id FOR NO KEY UPDATE"


async def apply(ctx: Ctx, plan_id: UUID) -> StationsPlanApplied:
    """
    Agree a visit for every stop of a plan that is none yet; what no longer fits is told, the rest is made.

    Raises:
        PlanNotFound: there is no such plan.
        PlanNotReady: it is not done, or was applied before.
    """
    async with ctx.db.transaction():
        row = await _ready(ctx, plan_id)
        stops = [
            (route.engineer_id, stop)
            for route in msgspec.convert(row["routes"], list[StationsPlanRoute])
            for stop in route.stops
            if stop.visit_id is None
        ]
        tickets = await _held(ctx, stops)
        made, refused = list[StationsVisitRead](), list[StationsPlanRefused]()
        for engineer_id, stop in stops:
            try:
                made.append(await _planned(ctx, engineer_id, stop, ticket=tickets.get(stop.ticket_id)))
            except (Conflict, Invalid, NotFound) as refusal:
                refused.append(_refused(engineer_id, stop, refusal))
        await _done(ctx, row, made=len(made), refused=len(refused))
        return StationsPlanApplied(plan_id=plan_id, visits=made, refused=refused)


async def _ready(ctx: Ctx, plan_id: UUID) -> Row:
    row = await ctx.db.locked(StationsPlan, plan_id)
    if row is None:
        raise PlanNotFound
    if row["status"] != StationsPlanStatus.DONE:
        raise PlanNotReady(plan_status=row["status"])
    return row


async def _held(ctx: Ctx, stops: Sequence[tuple[UUID, StationsPlanStop]]) -> Mapping[UUID, Row]:
    """
    Hold everything at once that the stops will lock: tickets, then engineers; return the tickets that are served.

    Stop by stop, we would hold the engineers of one while we wait for the ticket of another, whose holder may be
    waiting for one of these engineers.
    """
    served = await ctx.active_among(RecordName.TICKET, {stop.ticket_id for _, stop in stops})
    for ticket_id in sorted(served):
        await hold_ticket(ctx, ticket_id)
        await ticket_row(ctx, ticket_id, lock=True)
    # SQLite has one writer, whose transaction has begun.
    if stops and ctx.db.dialect is Dialect.POSTGRES:
        where = ctx.db.any_of("id", {engineer_id for engineer_id, _ in stops})
        await ctx.db.fetch(_LOCK.format(where=where.sql), *where.args)
    return {row["id"]: row for row in await plans.work_of(ctx, served)}


async def _planned(ctx: Ctx, engineer_id: UUID, stop: StationsPlanStop, *, ticket: Row | None) -> StationsVisitRead:
    if ticket is None:
        raise ServiceInactive(detail="Stations do not serve the ticket any more.", plugin=ctx.plugin)
    if not ticket["is_open"]:
        raise TicketNotOpen
    if ticket["visits_open"]:
        raise PlanVisitOpen
    period = StationsVisitPeriod(starts_at=stop.arrives_at, ends_at=stop.leaves_at)
    draft = StationsVisitCreate(engineer_ids=[engineer_id], window=period)
    async with ctx.db.transaction():
        return await plan_visit(ctx, stop.ticket_id, draft)


def _refused(engineer_id: UUID, stop: StationsPlanStop, refusal: WellkeptError) -> StationsPlanRefused:
    return StationsPlanRefused(
        ticket_id=stop.ticket_id, engineer_id=engineer_id, code=refusal.code, detail=refusal.detail
    )


async def _done(ctx: Ctx, row: Row, *, made: int, refused: int) -> None:
    after = {"status": StationsPlanStatus.APPLIED.value}
    await ctx.db.update(StationsPlan, row["id"], changes=after)
    await ctx.audit(
        "stations.plan.applied",
        subject=f"stations/plans/{row['id']}",
        before={"status": row["status"]},
        after={**after, "visits": made, "refused": refused},
    )
    await ctx.emit(
        PlanApplied(plan_id=row["id"], station_id=row["station_id"], day=row["day"], visits=made, refused=refused)
    )
