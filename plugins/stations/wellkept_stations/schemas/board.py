"""The dispatch board: who works when on a day, what is agreed, and what waits."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import TicketId
from wellkept_sdk.period import Period
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.rules.kinds import StationsEngineerKind, StationsEngineerStatus

BOARD_ENGINEERS_MAX: Final = 200
BOARD_TICKETS_MAX: Final = 200


class StationsBoardPeriod(Struct, frozen=True, kw_only=True):
    """The moments from `starts_at` until before `ends_at`."""

    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, period: Period) -> "StationsBoardPeriod":
        """Return a period as it is shown."""
        return cls(starts_at=period.starts_at, ends_at=period.ends_at)


class StationsBoardPosition(Struct, frozen=True, kw_only=True):
    """Where a site is, in degrees."""

    longitude: float
    latitude: float


class StationsBoardVisit(Struct, frozen=True, kw_only=True):
    """A visit of the day; `position` is that of its site."""

    visit_id: UUID
    number: str
    status: VisitStatus
    lead: bool
    window: StationsBoardPeriod
    planned: StationsBoardPeriod
    ticket_id: TicketId
    ticket_number: str
    ticket_title: str
    ticket_grade: int
    position: StationsBoardPosition | None


class StationsBoardEngineer(Struct, frozen=True, kw_only=True):
    """One line of the board; `shifts` is working time, from which absences are not taken away."""

    engineer_id: UUID
    code: str
    name: str
    kind: StationsEngineerKind
    status: StationsEngineerStatus
    station_id: UUID
    station_code: str
    shifts: list[StationsBoardPeriod]
    absences: list[StationsBoardPeriod]
    visits: list[StationsBoardVisit]


class StationsBoardTicket(Struct, frozen=True, kw_only=True):
    """An open ticket for which no visit is agreed."""

    ticket_id: TicketId
    number: str
    title: str
    grade: int
    status: TicketStatus
    station_id: UUID
    reported_at: datetime
    position: StationsBoardPosition | None


class StationsBoardRead(Struct, frozen=True, kw_only=True):
    """
    The day of a station and of all below it, as the station counts days.

    `truncated` tells that there are more than 200 engineers or tickets: then a station below shows its own.
    """

    station_id: UUID
    day: date
    time_zone: str
    period: StationsBoardPeriod
    engineers: list[StationsBoardEngineer]
    tickets: list[StationsBoardTicket]
    truncated: bool
