"""What each action changes in a visit, and what it announces."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import invalid
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sdk.services.stations import VisitOutcome
from wellkept_stations.events import (
    VisitCancelled,
    VisitCheckedIn,
    VisitCheckedOut,
    VisitConfirmed,
    VisitDeparted,
    VisitEvent,
    VisitIncomplete,
    VisitMissed,
    VisitRescheduled,
)
from wellkept_stations.queries.sites import site_of
from wellkept_stations.rules.charges import metres_of, minutes_between
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.positions import is_off
from wellkept_stations.schemas.visit_steps import (
    StationsVisitCancel,
    StationsVisitCheckIn,
    StationsVisitCheckOut,
    StationsVisitConfirm,
    StationsVisitDepart,
    StationsVisitMiss,
    StationsVisitReschedule,
    StationsVisitTransition,
)
from wellkept_stations.schemas.visits import VisitMember
from wellkept_stations.service import booking
from wellkept_stations.service import visit_rows as rows
from wellkept_stations.terms import StationsTerms


class Scene(Struct, frozen=True, kw_only=True):
    """A visit, locked, with its ticket and members, and when something happens to it."""

    ticket: TicketRecord
    visit: Row
    members: Sequence[VisitMember]
    at: datetime


async def changes(ctx: Ctx, command: StationsVisitTransition, scene: Scene) -> Mapping[str, Any]:
    """
    Return which columns an action changes beside the status.

    Raises:
        Invalid: a position has one coordinate only, or a window is none.
        EngineerLeft: a member has left.
        StationClosed: the station of the lead takes no visits.
        EngineerBusy: another visit of a member overlaps the new time.
        OffDuty: a member is not there at the new time, and nothing overrides that.
    """
    match command:
        case StationsVisitDepart():
            return {"departed_at": scene.at}
        case StationsVisitCheckIn():
            return await _arrival(ctx, command, scene)
        case StationsVisitCheckOut():
            return _departure(command, scene)
        case StationsVisitReschedule():
            return await _new_times(ctx, command, scene)
        case _:
            return {}


def events(command: StationsVisitTransition, visit: Row, members: Sequence[VisitMember]) -> Sequence[VisitEvent]:
    """Return what an action announces."""
    told = rows.told(visit, members)
    at = visit["moved_at"]
    found: list[VisitEvent] = []
    match command:
        case StationsVisitConfirm():
            found.append(VisitConfirmed(**told))
        case StationsVisitDepart():
            found.append(VisitDeparted(**told, occurred_at=at))
        case StationsVisitCheckIn():
            found.append(VisitCheckedIn(**told, occurred_at=at, position_off=bool(visit["position_off"])))
        case StationsVisitCheckOut():
            found += _ended(command, told, at=at)
        case StationsVisitReschedule():
            found.append(VisitRescheduled(**told, reason=command.reason))
        case StationsVisitCancel():
            found.append(VisitCancelled(**told, reason=command.reason))
        case StationsVisitMiss():
            found.append(VisitMissed(**told, reason=command.reason))
    return found


def _ended(command: StationsVisitCheckOut, told: Mapping[str, Any], *, at: datetime) -> list[VisitEvent]:
    ended = VisitCheckedOut(**told, occurred_at=at, outcome=command.outcome)
    if command.outcome is VisitOutcome.DONE:
        return [ended]
    return [ended, VisitIncomplete(**told, outcome=command.outcome)]


async def _arrival(ctx: Ctx, command: StationsVisitCheckIn, scene: Scene) -> Mapping[str, Any]:
    position = _position(command)
    found = {"checked_in_at": scene.at}
    if position is None:
        return found
    where = await site_of(ctx, scene.ticket)
    radius_m = ctx.terms(StationsTerms).check_in_radius_m
    return {
        **found,
        "check_in_longitude": position.longitude,
        "check_in_latitude": position.latitude,
        "position_off": is_off(position, site=where.site.point, radius_m=radius_m),
    }


def _position(command: StationsVisitCheckIn) -> Point | None:
    if command.longitude is None and command.latitude is None:
        return None
    if command.longitude is None or command.latitude is None:
        missing = "/longitude" if command.longitude is None else "/latitude"
        raise invalid(missing, "required", "A position has a longitude and a latitude.")
    return Point(command.longitude, command.latitude)


def _departure(command: StationsVisitCheckOut, scene: Scene) -> Mapping[str, Any]:
    since = minutes_between(scene.visit["checked_in_at"], scene.at)
    return {
        "checked_out_at": scene.at,
        "outcome": command.outcome.value,
        "work_minutes": since if command.work_minutes is None else command.work_minutes,
        "travel_m": None if command.travel_km is None else metres_of(command.travel_km),
        "note": command.note,
    }


async def _new_times(ctx: Ctx, command: StationsVisitReschedule, scene: Scene) -> Mapping[str, Any]:
    times = booking.times_of(command.window, command.planned, at=ctx.at)
    engineers = await booking.locked_engineers(ctx, [member.engineer_id for member in scene.members])
    await booking.require_free(ctx, engineers, times.planned, except_visit=scene.visit["id"])
    if command.override is None:
        await booking.require_on_duty(ctx, engineers, times.planned)
    return {**times.columns(), "departed_at": None}
