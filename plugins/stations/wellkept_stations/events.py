"""What is announced about stations, dispatch and visits: ids, codes and moments, no rows."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.events.stations import VisitCheckedOut, VisitEvent
from wellkept_sdk.ids import TicketId, UserId
from wellkept_sdk.services.stations import VisitOutcome


class StationEvent(Event, frozen=True, kw_only=True):
    """What every event of a station tells."""

    station_id: UUID
    code: str

    @property
    def subject(self) -> str:
        """Return the station that this is about."""
        return f"stations/{self.station_id}"


class StationCreated(StationEvent, frozen=True, kw_only=True):
    """There is a new station."""

    type: ClassVar[str] = "stations.station.created"


class StationClosed(StationEvent, frozen=True, kw_only=True):
    """A station takes nothing any more."""

    type: ClassVar[str] = "stations.station.closed"


class EngineerEvent(Event, frozen=True, kw_only=True):
    """What every event of an engineer tells."""

    engineer_id: UUID
    code: str

    @property
    def subject(self) -> str:
        """Return the engineer that this is about."""
        return f"stations/engineers/{self.engineer_id}"


class CertificateEnding(EngineerEvent, frozen=True, kw_only=True):
    """A certificate ends soon; told once for each end."""

    type: ClassVar[str] = "stations.certificate.ending"
    certificate: str
    valid_until: date


class StationsTicketEvent(Event, frozen=True, kw_only=True):
    """What every event of a ticket tells."""

    ticket_id: TicketId

    @property
    def subject(self) -> str:
        """Return the ticket that this is about."""
        return f"tickets/{self.ticket_id}"


class TicketDispatched(StationsTicketEvent, frozen=True, kw_only=True):
    """Somebody was chosen and assigned; the proposal tells why."""

    type: ClassVar[str] = "stations.ticket.dispatched"
    proposal_id: UUID
    engineer_id: UUID
    user_id: UserId
    score: int | None


class DispatchFailed(StationsTicketEvent, frozen=True, kw_only=True):
    """Nobody could be sent; `rejections` counts why, by filter."""

    type: ClassVar[str] = "stations.dispatch.failed"
    rejections: dict[str, int]


class OfferEvent(StationsTicketEvent, frozen=True, kw_only=True):
    """What every event of an offer tells."""

    offer_id: UUID
    engineer_id: UUID
    wave: int


class OfferMade(OfferEvent, frozen=True, kw_only=True):
    """An engineer was asked."""

    type: ClassVar[str] = "stations.offer.made"
    expires_at: datetime


class OfferAccepted(OfferEvent, frozen=True, kw_only=True):
    """An engineer takes the ticket."""

    type: ClassVar[str] = "stations.offer.accepted"
    eta: datetime | None


class OfferDeclined(OfferEvent, frozen=True, kw_only=True):
    """An engineer does not take the ticket."""

    type: ClassVar[str] = "stations.offer.declined"
    reason: str | None


class OfferExpired(OfferEvent, frozen=True, kw_only=True):
    """An engineer has not answered in time."""

    type: ClassVar[str] = "stations.offer.expired"


class OffersExhausted(StationsTicketEvent, frozen=True, kw_only=True):
    """Nobody has taken the ticket, and nobody else is asked."""

    type: ClassVar[str] = "stations.offers.exhausted"
    waves: int


class VisitPlanned(VisitEvent, frozen=True, kw_only=True):
    """A visit was agreed."""

    type: ClassVar[str] = "stations.visit.planned"


class VisitConfirmed(VisitEvent, frozen=True, kw_only=True):
    """A visit stands: engineer and window stay."""

    type: ClassVar[str] = "stations.visit.confirmed"


class VisitRescheduled(VisitEvent, frozen=True, kw_only=True):
    """A visit takes place at another time."""

    type: ClassVar[str] = "stations.visit.rescheduled"
    reason: str


class VisitDeparted(VisitEvent, frozen=True, kw_only=True):
    """The engineers are on their way."""

    type: ClassVar[str] = "stations.visit.departed"
    occurred_at: datetime


class VisitCheckedIn(VisitEvent, frozen=True, kw_only=True):
    """The engineers are on site."""

    type: ClassVar[str] = "stations.visit.checked_in"
    occurred_at: datetime
    position_off: bool


class VisitIncomplete(VisitEvent, frozen=True, kw_only=True):
    """The matter is not put right by this visit; another is needed."""

    type: ClassVar[str] = "stations.visit.incomplete"
    outcome: VisitOutcome


class VisitCancelled(VisitEvent, frozen=True, kw_only=True):
    """A visit does not take place."""

    type: ClassVar[str] = "stations.visit.cancelled"
    reason: str | None


class VisitMissed(VisitEvent, frozen=True, kw_only=True):
    """Nobody came in the agreed window."""

    type: ClassVar[str] = "stations.visit.missed"
    reason: str | None


class PlanApplied(Event, frozen=True, kw_only=True):
    """The stops of a day plan have become visits."""

    type: ClassVar[str] = "stations.plan.applied"
    plan_id: UUID
    station_id: UUID
    day: date
    visits: int
    refused: int

    @property
    def subject(self) -> str:
        """Return the plan that this is about."""
        return f"stations/plans/{self.plan_id}"


EVENTS: tuple[type[Event], ...] = (
    StationCreated,
    StationClosed,
    CertificateEnding,
    TicketDispatched,
    DispatchFailed,
    OfferMade,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OffersExhausted,
    VisitPlanned,
    VisitConfirmed,
    VisitRescheduled,
    VisitDeparted,
    VisitCheckedIn,
    VisitCheckedOut,
    VisitIncomplete,
    VisitCancelled,
    VisitMissed,
    PlanApplied,
)
