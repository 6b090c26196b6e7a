"""Day plans, as callers order them and as they are shown."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_stations.schemas.visits import StationsVisitRead

ENGINEERS_MAX: Final = 100
TICKETS_MAX: Final = 500


class StationsPlanStatus(StrEnum):
    """Where a plan stands."""

    QUEUED = "queued"  #: It is going to be made.
    DONE = "done"  #: It is made; nothing has come of it yet.
    FAILED = "failed"  #: It could not be made.
    APPLIED = "applied"  #: Its stops have become visits.


class StationsPlanSolver(StrEnum):
    """Who has found the routes."""

    VROOM = "vroom"  #: The solver of the extra `routing`.
    GREEDY = "greedy"  #: The one that is always there.


class StationsLeftOut(StrEnum):
    """Why a ticket is in no route."""

    NOBODY_ABLE = "nobody_able"  #: Nobody has the skills and certificates, or is in the customer's team.
    NOBODY_ON_DUTY = "nobody_on_duty"  #: Those who are able do not work on the day, or have no time left.
    NO_ROOM = "no_room"  #: It does not fit beside the rest.
    NO_POSITION = "no_position"  #: Nobody knows where its site is.
    NOT_OPEN = "not_open"  #: There is nothing to be done for it any more.
    VISIT_OPEN = "visit_open"  #: A visit is agreed already.


class StationsPlanCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Order a plan of one day.

    Args:
        station_id: whose engineers and tickets are planned.
        day: as the station counts days; today or later.
        engineer_ids: who is planned instead of the station's active engineers.
        ticket_ids: what is planned instead of its open tickets without a visit, of which the most urgent 500 are.
        seconds: how long the solver may search.
        stop_minutes: how long the work of one ticket takes.
    """

    station_id: UUID
    day: date
    engineer_ids: Annotated[list[UUID], Meta(min_length=1, max_length=ENGINEERS_MAX)] | None = None
    ticket_ids: Annotated[list[UUID], Meta(min_length=1, max_length=TICKETS_MAX)] | None = None
    seconds: Annotated[int, Meta(ge=1, le=30)] | None = None
    stop_minutes: Annotated[int, Meta(ge=30, le=720)] = 60


class StationsPlanOrder(Struct, frozen=True, kw_only=True):
    """What is kept of an order."""

    engineer_ids: list[UUID] | None
    ticket_ids: list[UUID] | None
    seconds: int
    stop_minutes: int


class StationsPlanStop(Struct, frozen=True, kw_only=True):
    """
    One place of a route.

    Args:
        visit_id: of a visit that was agreed before, and stays as it was; else null.
        arrives_at: when the work begins.
        leaves_at: when it ends.
        travel_m: of the way there, as the crow flies.
    """

    ticket_id: TicketId
    visit_id: UUID | None
    arrives_at: datetime
    leaves_at: datetime
    travel_m: int


class StationsPlanRoute(Struct, frozen=True, kw_only=True):
    """The day of one engineer."""

    engineer_id: UUID
    stops: list[StationsPlanStop]


class StationsPlanUnassigned(Struct, frozen=True, kw_only=True):
    """A ticket that is in no route, and why."""

    ticket_id: TicketId
    code: StationsLeftOut


class StationsPlanRead(Struct, frozen=True, kw_only=True):
    """A plan; until it is done it has no solver and no routes. `reason` tells why it failed."""

    id: UUID
    station_id: UUID
    day: date
    status: StationsPlanStatus
    solver: StationsPlanSolver | None
    routes: list[StationsPlanRoute]
    unassigned: list[StationsPlanUnassigned]
    reason: str | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row) -> "StationsPlanRead":
        """Return a stored plan as it is shown."""
        return msgspec.convert({name: row[name] for name in cls.__struct_fields__}, cls)


class StationsPlanRefused(Struct, frozen=True, kw_only=True):
    """A stop that no longer fits, and why."""

    ticket_id: TicketId
    engineer_id: UUID
    code: str
    detail: str


class StationsPlanApplied(Struct, frozen=True, kw_only=True):
    """What came of a plan."""

    plan_id: UUID
    visits: list[StationsVisitRead]
    refused: list[StationsPlanRefused]
