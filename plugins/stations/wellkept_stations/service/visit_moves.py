"""What is done to visits: confirmed, set out for, checked in and out, moved, called off, missed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import PermissionDenied, invalid
from wellkept_sdk.http import IfMatch
from wellkept_sdk.moment import as_utc
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.errors import VisitNotAllowed, VisitTicketClosed
from wellkept_stations.permissions import DISPATCH, VISIT
from wellkept_stations.queries import visits as queries
from wellkept_stations.rules.visit_states import DESTINATION, Hindrance, VisitAction, allowed_actions, hindrance
from wellkept_stations.schemas.visit_steps import (
    StationsVisitActionRead,
    StationsVisitActions,
    StationsVisitCancel,
    StationsVisitCheckIn,
    StationsVisitCheckOut,
    StationsVisitConfirm,
    StationsVisitDepart,
    StationsVisitMiss,
    StationsVisitReschedule,
    StationsVisitTransition,
)
from wellkept_stations.schemas.visits import StationsVisitRead, VisitMember
from wellkept_stations.service import arriving, booking, visit_effects
from wellkept_stations.service import visit_rows as rows
from wellkept_stations.service.visit_effects import Scene

_CLOCK_SKEW_MAX: Final = timedelta(seconds=60)
_ACTION: Final[Mapping[type[StationsVisitTransition], VisitAction]] = {
    StationsVisitConfirm: VisitAction.CONFIRM,
    StationsVisitDepart: VisitAction.DEPART,
    StationsVisitCheckIn: VisitAction.CHECK_IN,
    StationsVisitCheckOut: VisitAction.CHECK_OUT,
    StationsVisitReschedule: VisitAction.RESCHEDULE,
    StationsVisitCancel: VisitAction.CANCEL,
    StationsVisitMiss: VisitAction.MISS,
}
#: What every step says in members of its own.
_COMMON: Final = ("action", "occurred_at", "note")


async def actions(ctx: Ctx, ticket_id: UUID, visit_id: UUID) -> StationsVisitActions:
    """
    Return every action, whether it is possible now, and why not.

    Raises:
        VisitNotFound: the ticket has no such visit that the caller may see.
    """
    visit = await queries.visible(ctx, ticket_id, visit_id)
    ticket = await ctx.tickets.get(visit["ticket_id"])
    found = {action: _hindrance(action, ticket, visit, at=ctx.at) for action in VisitAction}
    return StationsVisitActions(
        status=VisitStatus(visit["status"]),
        actions=[
            StationsVisitActionRead(action=action, allowed=because is None, to=DESTINATION[action], because=because)
            for action, because in found.items()
        ],
    )


async def transition(
    ctx: Ctx, ticket_id: UUID, visit_id: UUID, command: StationsVisitTransition, *, if_match: IfMatch
) -> StationsVisitRead:
    """
    Do an action to a visit.

    Raises:
        VisitNotFound: the ticket has no such visit that the caller may see.
        PermissionDenied: the caller neither makes the visit nor dispatches.
        PreconditionFailed: it has changed since the version that the caller has seen.
        Invalid: a moment, a position or a window is wrong.
        VisitNotAllowed: its status, or a window that is not over, does not allow the action.
        VisitTicketClosed: its ticket is closed or cancelled.
        EngineerBusy: another visit of a member overlaps the new time.
        OffDuty: a member is not there at the new time, and nothing overrides that.
        Conflict: a plugin does not allow that the ticket's work begins.
    """
    await queries.visible(ctx, ticket_id, visit_id)
    async with ctx.db.transaction():
        ticket = await rows.locked_ticket(ctx, ticket_id)
        members = (await queries.members_of(ctx, [visit_id]))[visit_id]
        _require_mover(ctx, members)
        if isinstance(command, StationsVisitReschedule):
            # Before the visit, as whoever plans visits locks engineers first.
            await booking.lock(ctx, [member.engineer_id for member in members])
        visit = await rows.locked_visit(ctx, visit_id)
        if_match.require(visit["version"])
        at = _moment(ctx, command, ticket=ticket, visit=visit)
        scene = Scene(ticket=ticket, visit=visit, members=members, at=at)
        moved = await _perform(ctx, scene, command)
        return StationsVisitRead.of(moved, members, actor=ctx.actor)


async def _perform(ctx: Ctx, scene: Scene, command: StationsVisitTransition) -> Row:
    action = _ACTION[type(command)]
    _require_allowed(action, scene)
    changes = await visit_effects.changes(ctx, command, scene)
    step = rows.Step(
        action=action.value,
        to=DESTINATION[action],
        at=scene.at,
        changes=changes,
        note=command.note,
        data=_data(command),
    )
    moved = await rows.take(ctx, scene.visit, step)
    for event in visit_effects.events(command, moved, scene.members):
        await ctx.emit(event)
    if action is VisitAction.CHECK_IN:
        await arriving.arrived(ctx, scene.ticket, moved)
    return moved


def _require_mover(ctx: Ctx, members: Sequence[VisitMember]) -> None:
    if not ctx.actor.may(DISPATCH.name) and ctx.actor.id not in {member.user_id for member in members}:
        raise PermissionDenied(permissions=(VISIT.name,))


def _require_allowed(action: VisitAction, scene: Scene) -> None:
    because = _hindrance(action, scene.ticket, scene.visit, at=scene.at)
    if because is Hindrance.TICKET_CLOSED:
        raise VisitTicketClosed(ticket_status=scene.ticket.status)
    if because is not None:
        status = VisitStatus(scene.visit["status"])
        raise VisitNotAllowed(visit_status=status, because=because, allowed_actions=list(allowed_actions(status)))


def _hindrance(action: VisitAction, ticket: TicketRecord, visit: Row, *, at: datetime) -> Hindrance | None:
    return hindrance(
        action,
        VisitStatus(visit["status"]),
        ticket_is_over=ticket.status in rows.OVER,
        window_to=visit["window_to"],
        at=at,
    )


def _moment(ctx: Ctx, command: StationsVisitTransition, *, ticket: TicketRecord, visit: Row) -> datetime:
    """
    Return when an action happens: now or later than the last one, if it does not say.

    Raises:
        Invalid: it says that it happens in the future, or before the last one.
    """
    if command.occurred_at is None:
        return arriving.earliest(ctx.at, ticket=ticket, visit=visit)
    at = as_utc(command.occurred_at, pointer="/occurred_at")
    if at > ctx.at + _CLOCK_SKEW_MAX:
        raise invalid("/occurred_at", "too_large", "It lies in the future.")
    if at < visit["moved_at"]:
        raise invalid("/occurred_at", "too_small", "The visit's last action happened later.")
    return at


def _data(command: StationsVisitTransition) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(command)
    return {name: value for name, value in said.items() if name not in _COMMON and value is not None}
