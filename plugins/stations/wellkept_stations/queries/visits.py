"""Visits: which take up an engineer's time, where somebody was last, and lists of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import FALSE, TRUE, Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.period import Period
from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.errors import VisitNotFound
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.windows import earliest_overlapping
from wellkept_stations.schemas.visit_steps import StationsVisitStep
from wellkept_stations.schemas.visits import StationsVisitRead, VisitMember
from wellkept_stations.tables import LIVING

_SELECT: Final = "SELECT visit.* FROM stations_visit visit"
_visits = ListDeclaration(
    select=_SELECT,
    sorts={"planned_from": Sort("visit.planned_from", datetime)},
    sort_default="planned_from",
    id_column="visit.id",
)
# Customers see windows and no planned times, which order, filters and cursors would tell all the same.
_windows = ListDeclaration(
    select=_SELECT,
    sorts={"planned_from": Sort("visit.window_from", datetime)},
    sort_default="planned_from",
    id_column="visit.id",
)
_visits_of_ticket = ListDeclaration(
    select=_SELECT, sorts={"id": Sort("visit.id", UUID)}, sort_default="id", id_column="visit.id"
)
_steps = ListDeclaration(
    select="SELECT step.* FROM stations_visit_transition step",
    sorts={"id": Sort("step.id", UUID)},
    sort_default="id",
    id_column="step.id",
)
_MEMBERS: Final = (
    "SELECT member.visit_id, member.engineer_id, member.lead, engineer.code, engineer.name, engineer.user_id,"
    " engineer.party_id, engineer.station_id FROM stations_visit_member member"
    " JOIN stations_engineer engineer ON engineer.id = member.engineer_id"
)
_OF_PARTY: Final = (
    "visit.id IN (SELECT own.visit_id FROM stations_engineer mine JOIN stations_visit_member own"
    " ON own.engineer_id = mine.id WHERE mine.party_id = ?)"
)
_BUSY: Final = (
    "SELECT member.engineer_id, member.visit_id, visit.number, member.planned_from AS starts_at,"
    " member.planned_to AS ends_at FROM stations_visit_member member"
    f" JOIN stations_visit visit ON visit.id = member.visit_id WHERE member.{LIVING}"
    " AND member.planned_from >= ? AND member.planned_from < ? AND member.planned_to > ?"
)
# Nobody arrives longer before or after the planned time than a window may last; so the index finds them.
_CHECK_INS: Final = (
    "SELECT member.engineer_id, visit.check_in_longitude AS longitude, visit.check_in_latitude AS latitude"
    " FROM stations_visit_member member JOIN stations_visit visit ON visit.id = member.visit_id"
    " WHERE member.planned_from >= ? AND visit.checked_in_at >= ? AND visit.check_in_longitude IS NOT NULL"
)


class Busy(Struct, frozen=True, kw_only=True):
    """A living visit that takes up an engineer's time from `starts_at` until before `ends_at`."""

    engineer_id: UUID
    visit_id: UUID
    number: str
    starts_at: datetime
    ends_at: datetime


class VisitFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed; `starts_at` and `ends_at` are a time that the visit's overlaps."""

    engineer_id: UUID | None = None
    station_id: UUID | None = None
    status: VisitStatus | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def clause(self, *, times: Literal["planned", "window"]) -> Clause:
        """Return the condition that all filters make together, over the planned times or the windows."""
        return all_of(
            _given(
                "visit.id IN (SELECT of.visit_id FROM stations_visit_member of WHERE of.engineer_id = ?)",
                self.engineer_id,
            ),
            _given("visit.station_id = ?", self.station_id),
            _given("visit.status = ?", self.status and self.status.value),
            _given(f"visit.{times}_to > ?", self.starts_at),
            _given(f"visit.{times}_from >= ?", self.starts_at and earliest_overlapping(self.starts_at)),
            _given(f"visit.{times}_from < ?", self.ends_at),
        )


async def living_visits(ctx: Ctx, engineer_ids: Collection[UUID], period: Period) -> Mapping[UUID, Sequence[Busy]]:
    """Return by engineer the visits that take up time of a period, in the order of their planned times."""
    where = ctx.db.any_of("member.engineer_id", engineer_ids)
    rows = await ctx.db.fetch(
        f"{_BUSY} AND {where.sql} ORDER BY member.engineer_id, member.planned_from, member.visit_id",
        *(earliest_overlapping(period.starts_at), period.ends_at, period.starts_at, *where.args),
    )
    found: dict[UUID, list[Busy]] = {engineer_id: [] for engineer_id in engineer_ids}
    for row in rows:
        found[row["engineer_id"]].append(msgspec.convert(row, Busy))
    return found


async def last_check_ins(ctx: Ctx, engineer_ids: Collection[UUID], *, since: datetime) -> Mapping[UUID, Point]:
    """Return where engineers last checked in from a moment on; who did not, or without a position, is absent."""
    where = ctx.db.any_of("member.engineer_id", engineer_ids)
    rows = await ctx.db.fetch(
        f"{_CHECK_INS} AND {where.sql} ORDER BY visit.checked_in_at, visit.id",
        *(earliest_overlapping(since), since, *where.args),
    )
    return {row["engineer_id"]: Point(row["longitude"], row["latitude"]) for row in rows}


async def page_of_all(
    ctx: Ctx, page: PageRequest, *, filters: VisitFilters, sort: str | None = None
) -> Page[StationsVisitRead]:
    """Return one page of the visits that the caller may see, by their planned times or windows; two statements."""
    is_customer = ctx.actor.role is Role.CUSTOMER
    where = all_of(
        filters.clause(times="window" if is_customer else "planned"),
        _own(ctx),
        ctx.active_tickets("visit.ticket_id"),
        await ctx.seen_tickets("visit.ticket_id"),
    )
    listed = _windows if is_customer else _visits
    found = await ctx.db.page(listed, page, where=where, sort=sort, filters=msgspec.to_builtins(filters))
    return await _shown(ctx, found)


async def page_of_ticket(ctx: Ctx, ticket_id: UUID, page: PageRequest) -> Page[StationsVisitRead]:
    """Return one page of a ticket's visits that the caller may see, in the order of their making; two statements."""
    where = all_of(Clause("visit.ticket_id = ?", (ticket_id,)), _own(ctx))
    found = await ctx.db.page(_visits_of_ticket, page, where=where, filters={"ticket_id": str(ticket_id)})
    return await _shown(ctx, found)


async def step_page(ctx: Ctx, ticket_id: UUID, visit_id: UUID, page: PageRequest) -> Page[StationsVisitStep]:
    """
    Return one page of what was done to a visit, oldest first.

    Raises:
        VisitNotFound: the ticket has no such visit that the caller may see.
    """
    await visible(ctx, ticket_id, visit_id)
    where = Clause("step.visit_id = ?", (visit_id,))
    found = await ctx.db.page(_steps, page, where=where, filters={"visit_id": str(visit_id)})
    return Page(items=[StationsVisitStep.of(row) for row in found.items], next_cursor=found.next_cursor)


async def visible(ctx: Ctx, ticket_id: UUID, visit_id: UUID) -> Row:
    """
    Return the row of a ticket's visit that the caller may see.

    Raises:
        VisitNotFound: there is none.
    """
    where = all_of(Clause("visit.id = ? AND visit.ticket_id = ?", (visit_id, ticket_id)), _own(ctx))
    row = await ctx.db.fetch_one(f"{_SELECT} WHERE {where.sql}", *where.args)
    if row is None:
        raise VisitNotFound
    return row


async def read(ctx: Ctx, row: Row) -> StationsVisitRead:
    """Return a stored visit as the caller may see it."""
    members = await members_of(ctx, [row["id"]])
    return StationsVisitRead.of(row, members[row["id"]], actor=ctx.actor)


async def members_of(ctx: Ctx, visit_ids: Collection[UUID]) -> Mapping[UUID, Sequence[VisitMember]]:
    """Return who makes visits, the lead first; one statement."""
    where = ctx.db.any_of("member.visit_id", visit_ids)
    rows = await ctx.db.fetch(f"{_MEMBERS} WHERE {where.sql} ORDER BY member.visit_id, member.position", *where.args)
    found: defaultdict[UUID, list[VisitMember]] = defaultdict(list)
    for row in rows:
        found[row["visit_id"]].append(msgspec.convert(row, VisitMember, strict=False))
    return found


def _own(ctx: Ctx) -> Clause:
    """Return the condition that a visit is the caller's own business: a partner has only what its people make."""
    if ctx.actor.role is not Role.PARTNER:
        return TRUE
    return FALSE if ctx.actor.party_id is None else Clause(_OF_PARTY, (ctx.actor.party_id,))


async def _shown(ctx: Ctx, found: Page[Row]) -> Page[StationsVisitRead]:
    members = await members_of(ctx, [row["id"] for row in found.items])
    items = [StationsVisitRead.of(row, members[row["id"]], actor=ctx.actor) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


def _given(condition: str, value: object) -> Clause:
    return TRUE if value is None else Clause(condition, (value,))
