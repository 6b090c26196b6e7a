"""Visits as a calendar that programs subscribe to: RFC 5545."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Calendar, Event, vGeo
from icalendar.enums import STATUS
from msgspec import Struct

from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.rules.geometry import Point

_PRODUCT: Final = "-//Wellkept//Stations//EN"
_REFRESH: Final = timedelta(minutes=15)
#: RFC 5545 lets programs cut off what comes behind.
_DEGREE_DIGITS: Final = 6
_STATUSES: Final = {
    VisitStatus.PLANNED: STATUS.TENTATIVE,
    VisitStatus.CONFIRMED: STATUS.CONFIRMED,
    VisitStatus.EN_ROUTE: STATUS.CONFIRMED,
    VisitStatus.ON_SITE: STATUS.CONFIRMED,
    VisitStatus.COMPLETED: STATUS.CONFIRMED,
    VisitStatus.CANCELLED: STATUS.CANCELLED,
    VisitStatus.MISSED: STATUS.CANCELLED,
}


class CalendarVisit(Struct, frozen=True, kw_only=True):
    """A visit as far as a calendar tells of it: nothing of the customer but where the site is."""

    id: UUID
    number: str
    ticket_number: str
    status: VisitStatus
    planned_from: datetime
    planned_to: datetime
    address: str | None
    point: Point | None
    created_at: datetime
    updated_at: datetime
    version: int


class _Position(vGeo):
    """A place in plain digits; the library writes what is near zero with an exponent, which is not allowed."""

    def to_ical(self) -> str:
        return f"{self.latitude:.{_DEGREE_DIGITS}f};{self.longitude:.{_DEGREE_DIGITS}f}"


def calendar(calendar_id: UUID, name: str, visits: Iterable[CalendarVisit]) -> bytes:
    """Return a calendar of visits; of equal visits always the same bytes."""
    found = Calendar.new(
        uid=calendar_id,
        prodid=_PRODUCT,
        name=name,
        method="PUBLISH",
        refresh_interval=_REFRESH,
        subcomponents=[_event(visit) for visit in visits],
    )
    # RFC 7986 wants its type told, which the library does not.
    found["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
    return found.to_ical()


def _event(visit: CalendarVisit) -> Event:
    event = Event.new(
        uid=visit.id,
        stamp=visit.updated_at,
        created=visit.created_at,
        last_modified=visit.updated_at,
        start=visit.planned_from,
        end=visit.planned_to,
        status=_STATUSES[visit.status],
        sequence=visit.version,
        summary=f"{visit.number} · {visit.ticket_number}",
        location=visit.address,
    )
    if visit.point is not None:
        event["GEO"] = _Position((visit.point.latitude, visit.point.longitude))
    return event
