"""The rows of visits: their locks, their steps, and what tickets show of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.records.tickets import TicketRecord, TicketStatus
from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.queries.holding import hold_ticket
from wellkept_stations.rules.visit_states import AHEAD_STATUSES, LIVING_STATUSES, ON_SITE
from wellkept_stations.schemas.visits import VisitMember
from wellkept_stations.service import placing
from wellkept_stations.tables import StationsVisit, StationsVisitTransition

#: The timer that makes a visit missed when its window is over.
WINDOW_TIMER: Final = "visit_window"
OVER: Final = (TicketStatus.CLOSED, TicketStatus.CANCELLED)

_AMONG: Final = "status IN ({})"
_LIVING: Final = _AMONG.format(", ".join(f"'{status}'" for status in LIVING_STATUSES))
_AHEAD: Final = _AMONG.format(", ".join(f"'{status}'" for status in AHEAD_STATUSES))
_NEXT: Final = (
    "(SELECT {column} FROM stations_visit WHERE ticket_id = stations_ticket.ticket_id"
    f" AND {_AHEAD} ORDER BY window_from, id LIMIT 1)"
)
_REFRESH: Final = (
    "UPDATE stations_ticket SET visits_open = (SELECT COUNT(*) FROM stations_visit"
    f" WHERE ticket_id = stations_ticket.ticket_id AND {_LIVING}),"
    f" next_window_from = {_NEXT.format(column='window_from')},"
    f" next_window_to = {_NEXT.format(column='window_to')}, updated_at = ? WHERE ticket_id = ?"
)
_PLAN_MEMBERS: Final = (
    "UPDATE stations_visit_member SET planned_from = ?, planned_to = ?, living = ? WHERE visit_id = ?"
)


class Step(Struct, frozen=True, kw_only=True):
    """
    What is done to a visit.

    Args:
        action: which.
        to: the status that it leads to.
        at: when it happened.
        changes: columns of the visit beside its status.
        note: kept with the step.
        data: what was said with the action.
    """

    action: str
    to: VisitStatus
    at: datetime
    changes: Mapping[str, Any] = {}
    note: str | None = None
    data: Mapping[str, Any] = {}


async def locked_ticket(ctx: Ctx, ticket_id: UUID) -> TicketRecord:
    """
    Return a ticket whose visits nobody else plans or moves before the running transaction ends.

    Raises:
        NotFound: there is no such ticket that the caller may see.
    """
    # Before it is read: what waits here sees what the one before has made of it.
    await hold_ticket(ctx, ticket_id)
    ticket = await ctx.tickets.get(TicketId(ticket_id))
    await placing.ticket_row(ctx, ticket_id, lock=True)
    return ticket


async def locked_visit(ctx: Ctx, visit_id: UUID) -> Row:
    """Return a visit that nobody else moves before the running transaction ends; its ticket is locked already."""
    row = await ctx.db.locked(StationsVisit, visit_id)
    assert row is not None, "a visit is deleted with its ticket only, which is locked"
    return row


async def take(ctx: Ctx, before: Row, step: Step) -> Row:
    """Store a step with what it changes, in the visit, its members, its ticket and the audit; return the visit."""
    changes = {**step.changes, "status": step.to.value, "moved_at": step.at}
    row = await ctx.db.update(StationsVisit, before["id"], changes=changes)
    await record(ctx, row, step, from_status=before["status"])
    if step.to not in LIVING_STATUSES or "planned_from" in changes:
        await _follow(ctx, row, is_living=step.to in LIVING_STATUSES)
    elif step.to == ON_SITE:
        await refresh(ctx, row["ticket_id"])
    return row


async def record(ctx: Ctx, visit: Row, step: Step, *, from_status: str | None) -> None:
    """Keep who has done what to a visit, and when."""
    data = msgspec.to_builtins(step.data)
    await ctx.db.insert(
        StationsVisitTransition,
        id=uuid7(),
        visit_id=visit["id"],
        action=step.action,
        from_status=from_status,
        to_status=step.to.value,
        occurred_at=step.at,
        recorded_at=ctx.at,
        actor_id=ctx.actor.id,
        note=step.note,
        data=data,
    )
    await ctx.audit(
        f"stations.visit.{_DONE[step.action]}",
        subject=f"stations/visits/{visit['id']}",
        before=None if from_status is None else {"status": from_status},
        after={"status": step.to.value, "number": visit["number"], "occurred_at": step.at, **data},
    )


async def refresh(ctx: Ctx, ticket_id: UUID) -> None:
    """Let the ticket show its visits as they are now."""
    await ctx.db.execute(_REFRESH, ctx.at, ticket_id)
    await ctx.raise_version(RecordName.TICKET, ticket_id)


def told(visit: Row, members: Sequence[VisitMember]) -> dict[str, Any]:
    """Return what every event of a visit tells, as its arguments."""
    return {
        "visit_id": visit["id"],
        "number": visit["number"],
        "ticket_id": TicketId(visit["ticket_id"]),
        "user_ids": [member.user_id for member in members],
        "window_from": visit["window_from"],
        "window_to": visit["window_to"],
    }


async def _follow(ctx: Ctx, visit: Row, *, is_living: bool) -> None:
    """Let members take the visit's times, and the ticket show it."""
    await ctx.db.execute(_PLAN_MEMBERS, visit["planned_from"], visit["planned_to"], is_living, visit["id"])
    await refresh(ctx, visit["ticket_id"])
    if is_living:
        await ctx.timers.set(WINDOW_TIMER, visit["id"], due_at=visit["window_to"])
    else:
        await ctx.timers.cancel(WINDOW_TIMER, visit["id"])


#: What was done, as events and the audit name it.
_DONE: Final = {
    "plan": "planned",
    "confirm": "confirmed",
    "depart": "departed",
    "check_in": "checked_in",
    "check_out": "checked_out",
    "reschedule": "rescheduled",
    "cancel": "cancelled",
    "miss": "missed",
}
