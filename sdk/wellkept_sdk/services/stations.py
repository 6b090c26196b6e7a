"""Visits and the people who make them, as the plugin `stations` offers them to others."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import TicketId, UserId
from wellkept_sdk.services import ServiceKey


class VisitStatus(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"  #: Agreed.
    CONFIRMED = "confirmed"  #: Stands: engineer and window stay.
    EN_ROUTE = "en_route"  #: Those who make it are on their way.
    ON_SITE = "on_site"  #: They are there.
    COMPLETED = "completed"  #: They have left the site.
    CANCELLED = "cancelled"  #: Does not take place.
    MISSED = "missed"  #: Nobody came in the agreed window.


class VisitOutcome(StrEnum):
    """How a completed visit ended."""

    DONE = "done"  #: What it was for is done.
    INCOMPLETE = "incomplete"  #: Another visit is needed.
    NO_ACCESS = "no_access"  #: The site could not be entered.


class VisitRead(Struct, frozen=True, kw_only=True):
    """One visit as other plugins see it; `user_ids` are those who make it, the lead first."""

    id: UUID
    number: str
    ticket_id: TicketId
    status: VisitStatus
    user_ids: Sequence[UserId]
    window_from: datetime
    window_to: datetime
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    outcome: VisitOutcome | None
    work_minutes: int | None
    travel_m: int | None


class StationService(Protocol):
    """Stations and visits of tickets, in the caller's transaction."""

    async def visits(self, ticket_id: TicketId) -> Sequence[VisitRead]:
        """Return the visits of a ticket in the order of their making, in one statement."""
        ...

    async def worked_on(self, ticket_id: TicketId) -> frozenset[UserId]:
        """Return who was a member of a visit of the ticket that has begun, in one statement."""
        ...

    async def station_of(self, ticket_id: TicketId) -> UUID | None:
        """Return the station that a ticket belongs to; None where there is none."""
        ...

    def name_of(self, column: str) -> str:
        """
        Return the expression of a station's name, for a statement of the caller's own over many rows.

        Args:
            column: what names the station by its id, such as `invitation.station_id`; null has the name null.
        """
        ...


STATIONS: Final[ServiceKey[StationService]] = ServiceKey("stations.visit", version=1)
