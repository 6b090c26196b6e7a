"""Planning visits."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import refuse
from wellkept_sdk.ids import uuid7
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_stations.errors import VisitTicketClosed
from wellkept_stations.events import VisitPlanned
from wellkept_stations.queries import visits as queries
from wellkept_stations.queries.engineers import EngineerFacts
from wellkept_stations.rules.visit_states import PLAN, PLANNED
from wellkept_stations.schemas.visits import StationsVisitCreate, StationsVisitRead
from wellkept_stations.service import booking
from wellkept_stations.service import visit_rows as rows
from wellkept_stations.service.booking import Times
from wellkept_stations.tables import StationsVisit, StationsVisitMember

_COUNT: Final = "SELECT COUNT(*) AS made FROM stations_visit WHERE ticket_id = ?"


async def plan_visit(ctx: Ctx, ticket_id: UUID, draft: StationsVisitCreate) -> StationsVisitRead:
    """
    Agree a visit.

    Raises:
        Invalid: a time is no window, there is no such engineer, or one is named twice.
        VisitTicketClosed: the ticket is closed or cancelled.
        EngineerLeft: one of the engineers has left.
        StationClosed: the station of the first takes no visits.
        EngineerBusy: another visit of one of them overlaps.
        OffDuty: one of them is not there at that time, and nothing overrides that.
    """
    refuse(booking.member_mistakes(draft.engineer_ids))
    times = booking.times_of(draft.window, draft.planned, at=ctx.at)
    async with ctx.db.transaction():
        ticket = await rows.locked_ticket(ctx, ticket_id)
        if ticket.status in rows.OVER:
            raise VisitTicketClosed(ticket_status=ticket.status)
        engineers = await booking.locked_engineers(ctx, draft.engineer_ids)
        await booking.require_free(ctx, engineers, times.planned)
        if draft.override is None:
            await booking.require_on_duty(ctx, engineers, times.planned)
        visit = await _store(ctx, ticket, draft, times=times, engineers=engineers)
        members = (await queries.members_of(ctx, [visit["id"]]))[visit["id"]]
        await ctx.emit(VisitPlanned(**rows.told(visit, members)))
        return StationsVisitRead.of(visit, members, actor=ctx.actor)


async def _store(
    ctx: Ctx, ticket: TicketRecord, draft: StationsVisitCreate, *, times: Times, engineers: Sequence[EngineerFacts]
) -> Row:
    visit = await ctx.db.insert(
        StationsVisit,
        id=uuid7(),
        number=await _number(ctx, ticket),
        ticket_id=ticket.id,
        station_id=engineers[0].station_id,
        status=PLANNED.value,
        purpose=draft.purpose,
        **times.columns(),
        # The making of a visit sets no bound to what happens to it: late paperwork can be entered.
        moved_at=min(ticket.reported_at, ctx.at),
    )
    await ctx.db.insert_many(
        StationsVisitMember,
        [
            {
                "id": uuid7(),
                "visit_id": visit["id"],
                "engineer_id": engineer.id,
                "lead": place == 0,
                "position": place,
                "planned_from": times.planned.starts_at,
                "planned_to": times.planned.ends_at,
                "living": True,
            }
            for place, engineer in enumerate(engineers)
        ],
    )
    said = {"engineer_ids": draft.engineer_ids, "window": draft.window, "planned": draft.planned}
    data = {**said, "override": draft.override} if draft.override is not None else said
    step = rows.Step(action=PLAN, to=PLANNED, at=ctx.at, data=msgspec.to_builtins(data))
    await rows.record(ctx, visit, step, from_status=None)
    await rows.refresh(ctx, ticket.id)
    await ctx.timers.set(rows.WINDOW_TIMER, visit["id"], due_at=times.window.ends_at)
    return visit


async def _number(ctx: Ctx, ticket: TicketRecord) -> str:
    """Return the next number of a ticket's visits; the ticket is locked, and no visit is ever deleted before it."""
    row = await ctx.db.fetch_one(_COUNT, ticket.id)
    assert row is not None, "an aggregate has a value"
    return f"{ticket.number}-V{row['made'] + 1}"
