"""What the plugin offers to others."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx, provide
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId, UserId
from wellkept_sdk.services.stations import STATIONS, VisitOutcome, VisitRead, VisitStatus

_VISITS: Final = (
    "SELECT visit.*, engineer.user_id FROM stations_visit visit"
    " JOIN stations_visit_member member ON member.visit_id = visit.id"
    " JOIN stations_engineer engineer ON engineer.id = member.engineer_id"
    " WHERE visit.ticket_id = ? ORDER BY visit.id, member.position"
)
_WORKED: Final = (
    "SELECT DISTINCT engineer.user_id FROM stations_visit visit"
    " JOIN stations_visit_member member ON member.visit_id = visit.id"
    " JOIN stations_engineer engineer ON engineer.id = member.engineer_id"
    " WHERE visit.ticket_id = ? AND visit.checked_in_at IS NOT NULL"
)
_STATION: Final = "SELECT station_id FROM stations_ticket WHERE id = ?"


class Stations:
    """Stations and visits of tickets, for one context; plugins see all of them, whoever the caller is."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer in the caller's transaction."""
        self._ctx = ctx

    async def visits(self, ticket_id: TicketId) -> Sequence[VisitRead]:
        """Return the visits of a ticket in the order of their making, in one statement."""
        rows = await self._ctx.db.fetch(_VISITS, ticket_id)
        return [_read(list(of_visit)) for _, of_visit in groupby(rows, key=itemgetter("id"))]

    async def worked_on(self, ticket_id: TicketId) -> frozenset[UserId]:
        """Return who was a member of a visit of the ticket that has begun, in one statement."""
        return frozenset(UserId(row["user_id"]) for row in await self._ctx.db.fetch(_WORKED, ticket_id))

    async def station_of(self, ticket_id: TicketId) -> UUID | None:
        """Return the station that a ticket belongs to; None where there is none."""
        row = await self._ctx.db.fetch_one(_STATION, ticket_id)
        return None if row is None else row["station_id"]

    def name_of(self, column: str) -> str:
        """Return the expression of a station's name, for a statement of the caller's own over many rows."""
        return f"(SELECT station.name FROM stations_station station WHERE station.id = {column})"


def _read(rows: Sequence[Row]) -> VisitRead:
    visit = rows[0]
    return VisitRead(
        id=visit["id"],
        number=visit["number"],
        ticket_id=TicketId(visit["ticket_id"]),
        status=VisitStatus(visit["status"]),
        user_ids=[UserId(row["user_id"]) for row in rows],
        window_from=visit["window_from"],
        window_to=visit["window_to"],
        checked_in_at=visit["checked_in_at"],
        checked_out_at=visit["checked_out_at"],
        outcome=None if visit["outcome"] is None else VisitOutcome(visit["outcome"]),
        work_minutes=visit["work_minutes"],
        travel_m=visit["travel_m"],
    )


SERVICES = (provide(STATIONS, Stations),)
