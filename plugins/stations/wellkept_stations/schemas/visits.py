"""Visits, as callers plan them and as they are shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import Meta, Struct, field

from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId, UserId
from wellkept_sdk.moment import Moment
from wellkept_sdk.services.stations import VisitOutcome, VisitStatus

#: Who makes one visit.
MEMBERS_MAX: Final = 10
_REASON_LENGTH_MAX: Final = 500
_M_PER_KM: Final = 1_000

Reason = Annotated[str, Meta(min_length=1, max_length=_REASON_LENGTH_MAX)]


class StationsVisitPeriod(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The moments from `from` until before `to`."""

    starts_at: Moment = field(name="from")
    ends_at: Moment = field(name="to")


class StationsVisitOverride(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why somebody is sent outside working time or in an absence."""

    reason: Reason


class StationsVisitCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Agree a visit.

    Args:
        engineer_ids: who makes it, the lead first.
        window: in which they arrive.
        planned: what it takes of their time; the window, if absent.
        purpose: what it is for; the customer sees it.
        override: sends them outside working time or in an absence all the same.
    """

    engineer_ids: Annotated[list[UUID], Meta(min_length=1, max_length=MEMBERS_MAX)]
    window: StationsVisitPeriod
    planned: StationsVisitPeriod | None = None
    purpose: Reason | None = None
    override: StationsVisitOverride | None = None


class VisitMember(Struct, frozen=True, kw_only=True):
    """Somebody who makes a visit, as the plugin knows him."""

    visit_id: UUID
    engineer_id: UUID
    lead: bool
    code: str
    name: str
    user_id: UserId
    party_id: UUID | None
    station_id: UUID


class StationsVisitEngineer(Struct, frozen=True, kw_only=True):
    """Somebody who makes a visit."""

    engineer_id: UUID
    code: str
    name: str
    lead: bool


class StationsCheckInPosition(Struct, frozen=True, kw_only=True):
    """From where somebody checked in, in degrees."""

    longitude: float
    latitude: float


class StationsVisitRead(Struct, frozen=True, kw_only=True):
    """
    A visit; of `planned`, positions, minutes, travel and the note customers see nothing.

    Args:
        window: in which those who make it arrive.
        planned: what it takes of their time.
        position_off: whether they checked in farther from the site than the terms allow.
    """

    id: UUID
    number: str
    ticket_id: TicketId
    station_id: UUID | None
    status: VisitStatus
    purpose: str | None
    engineers: list[StationsVisitEngineer]
    window: StationsVisitPeriod
    planned: StationsVisitPeriod | None
    departed_at: datetime | None
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    position: StationsCheckInPosition | None
    position_off: bool | None
    outcome: VisitOutcome | None
    work_minutes: int | None
    travel_km: float | None
    note: str | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row, members: Sequence[VisitMember], *, actor: Actor) -> "StationsVisitRead":
        """Return a stored visit as the actor may see it."""
        return cls(
            id=row["id"],
            number=row["number"],
            ticket_id=row["ticket_id"],
            station_id=row["station_id"],
            status=VisitStatus(row["status"]),
            purpose=row["purpose"],
            engineers=[
                StationsVisitEngineer(engineer_id=each.engineer_id, code=each.code, name=each.name, lead=each.lead)
                for each in members
            ],
            window=StationsVisitPeriod(starts_at=row["window_from"], ends_at=row["window_to"]),
            departed_at=row["departed_at"],
            checked_in_at=row["checked_in_at"],
            checked_out_at=row["checked_out_at"],
            outcome=None if row["outcome"] is None else VisitOutcome(row["outcome"]),
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            version=row["version"],
            **(_HIDDEN if actor.role is Role.CUSTOMER else _internal(row)),
        )


#: What customers do not see.
_HIDDEN: Final[Mapping[str, Any]] = {
    "planned": None,
    "position": None,
    "position_off": None,
    "work_minutes": None,
    "travel_km": None,
    "note": None,
}


def _internal(row: Row) -> dict[str, Any]:
    is_placed = row["check_in_longitude"] is not None
    return {
        "planned": StationsVisitPeriod(starts_at=row["planned_from"], ends_at=row["planned_to"]),
        "position": StationsCheckInPosition(longitude=row["check_in_longitude"], latitude=row["check_in_latitude"])
        if is_placed
        else None,
        "position_off": bool(row["position_off"]),
        "work_minutes": row["work_minutes"],
        "travel_km": None if row["travel_m"] is None else row["travel_m"] / _M_PER_KM,
        "note": row["note"],
    }
