"""Day plans, and the tickets that they are made of."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.records.tickets import OPEN_STATUSES
from wellkept_stations.errors import PlanNotFound
from wellkept_stations.schemas.plans import TICKETS_MAX, StationsPlanRead
from wellkept_stations.tables import QUEUED_PLAN

_plans = ListDeclaration(
    select="SELECT * FROM stations_plan",
    sorts={"id": Sort("id", UUID)},
    sort_default="-id",
)
_ACCEPTED: Final = f"SELECT id FROM stations_plan WHERE {QUEUED_PLAN} ORDER BY id"
_STATUSES: Final = ", ".join(f"'{status}'" for status in OPEN_STATUSES)
_OPEN: Final = f"ticket.status IN ({_STATUSES})"
_WORK: Final = (
    f"SELECT ticket.id, ticket.grade, ticket.fault_code, {_OPEN} AS is_open,"
    " COALESCE(own.visits_open, 0) AS visits_open, own.required_skills, own.required_certificates"
    " FROM ticket LEFT JOIN stations_ticket own ON own.ticket_id = ticket.id"
)
_WORK_OF_STATION: Final = f"own.station_id = ? AND own.visits_open = 0 AND {_OPEN}"


class PlanFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which plans a list shows."""

    station_id: UUID | None = None
    day: date | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(
            TRUE if self.station_id is None else Clause("station_id = ?", (self.station_id,)),
            TRUE if self.day is None else Clause("day = ?", (self.day,)),
        )


async def plan_page(ctx: Ctx, page: PageRequest, *, filters: PlanFilters) -> Page[StationsPlanRead]:
    """Return one page of plans, the latest first; one statement."""
    found = await ctx.db.page(_plans, page, where=filters.clause(), filters=msgspec.to_builtins(filters))
    return Page(items=[StationsPlanRead.of(row) for row in found.items], next_cursor=found.next_cursor)


async def plan(ctx: Ctx, plan_id: UUID) -> StationsPlanRead:
    """
    Return one plan.

    Raises:
        PlanNotFound: there is none.
    """
    row = await ctx.db.fetch_one("SELECT * FROM stations_plan WHERE id = ?", plan_id)
    if row is None:
        raise PlanNotFound
    return StationsPlanRead.of(row)


async def queued(ctx: Ctx) -> list[UUID]:
    """Return the plans that are to be made, in the order of their orders."""
    return [row["id"] for row in await ctx.db.fetch(_ACCEPTED)]


async def work_of(ctx: Ctx, ticket_ids: Collection[UUID]) -> Sequence[Row]:
    """Return what planning needs of tickets, the urgent ones first; one statement."""
    return await _work(ctx, ctx.db.any_of("ticket.id", ticket_ids))


async def work_at(ctx: Ctx, station_id: UUID) -> Sequence[Row]:
    """Return the same of a station's open tickets without a visit, of which the most urgent ones; one statement."""
    return await _work(ctx, all_of(Clause(_WORK_OF_STATION, (station_id,)), ctx.active_tickets("ticket.id")))


async def known_tickets(ctx: Ctx, ticket_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the tickets that the caller may see and stations serve; one statement."""
    where = all_of(
        ctx.db.any_of("ticket.id", ticket_ids),
        ctx.active_tickets("ticket.id"),
        await ctx.seen_tickets("ticket.id"),
    )
    return {row["id"] for row in await ctx.db.fetch(f"SELECT ticket.id FROM ticket WHERE {where.sql}", *where.args)}


async def _work(ctx: Ctx, where: Clause) -> Sequence[Row]:
    return await ctx.db.fetch(
        f"{_WORK} WHERE {where.sql} ORDER BY ticket.grade, ticket.reported_at, ticket.id LIMIT {TICKETS_MAX}",
        *where.args,
    )
