"""Every failure, with its public code."""

from typing import Final

from wellkept_sdk.errors import Conflict, Invalid, NotFound, WellkeptError


class StationNotFound(NotFound):
    """There is no such station."""

    code = "stations.station.not_found"


class StationCycle(Invalid):
    """A station would lie below itself."""

    code = "stations.station.cycle"


class StationInUse(Conflict):
    """Engineers or stations that are not closed belong to the station."""

    code = "stations.station.in_use"


class StationClosed(Conflict):
    """A closed station takes no engineers and no visits."""

    code = "stations.station.closed"


class CoverageInvalid(Invalid):
    """This is no rule of an area."""

    code = "stations.coverage.invalid"


class EngineerNotFound(NotFound):
    """There is no such engineer."""

    code = "stations.engineer.not_found"


class UserTaken(Conflict):
    """Another engineer has this account."""

    code = "stations.engineer.user_taken"


class EngineerLeft(Conflict):
    """An engineer who has left is not sent any more."""

    code = "stations.engineer.left"


class AbsenceInvalid(Invalid):
    """An absence ends after it starts."""

    code = "stations.absence.invalid"


class WeightsInvalid(Invalid):
    """Weights are not negative, not all zero, and of known criteria."""

    code = "stations.terms.weights"


class NoCandidate(Conflict):
    """Nobody can be sent; `rejections` counts why."""

    code = "stations.dispatch.no_candidate"


class NotEligible(Conflict):
    """This engineer cannot be sent; `rejections` tell why."""

    code = "stations.dispatch.not_eligible"


class OfferNotFound(NotFound):
    """There is no such offer of this ticket."""

    code = "stations.offer.not_found"


class OfferGone(Conflict):
    """Somebody else has taken the ticket, or the offer was answered or withdrawn."""

    code = "stations.offer.gone"


class OfferExpired(Conflict):
    """The time for an answer is over."""

    code = "stations.offer.expired"


class OffersOpen(Conflict):
    """A wave of offers is open already."""

    code = "stations.offers.open"


class TicketNotOpen(Conflict):
    """Nobody is sent for a ticket that is resolved, closed or cancelled."""

    code = "stations.ticket.not_open"


class VisitNotFound(NotFound):
    """There is no such visit."""

    code = "stations.visit.not_found"


class EngineerBusy(Conflict):
    """Another visit of this engineer overlaps; `number` is that visit's."""

    code = "stations.visit.engineer_busy"


class OffDuty(Conflict):
    """The time lies outside the engineer's working time or in an absence; an override may plan it all the same."""

    code = "stations.visit.off_duty"


class WindowInvalid(Invalid):
    """A window ends after it starts, lies ahead, and lasts from 30 minutes to 31 days."""

    code = "stations.visit.window_invalid"


class VisitNotAllowed(Conflict):
    """The visit's status does not allow this action."""

    code = "stations.visit.not_allowed"


class VisitTicketClosed(Conflict):
    """The visit's ticket is closed or cancelled."""

    code = "stations.visit.ticket_closed"


class VisitOnSite(Conflict):
    """Somebody is on site; the visit has to be checked out first."""

    code = "stations.visit.on_site"


class PlanNotFound(NotFound):
    """There is no such plan."""

    code = "stations.plan.not_found"


class PlanNotReady(Conflict):
    """Only a plan that is done can be applied, and only once."""

    code = "stations.plan.not_ready"


class PlanVisitOpen(Conflict):
    """A visit of the ticket has been agreed since the plan was made."""

    code = "stations.plan.visit_open"


class FeedNotFound(NotFound):
    """There is no such calendar."""

    code = "stations.feed.not_found"


ERRORS: Final[tuple[type[WellkeptError], ...]] = (
    StationNotFound,
    StationCycle,
    StationInUse,
    StationClosed,
    CoverageInvalid,
    EngineerNotFound,
    UserTaken,
    EngineerLeft,
    AbsenceInvalid,
    WeightsInvalid,
    NoCandidate,
    NotEligible,
    OfferNotFound,
    OfferGone,
    OfferExpired,
    OffersOpen,
    TicketNotOpen,
    VisitNotFound,
    EngineerBusy,
    OffDuty,
    WindowInvalid,
    VisitNotAllowed,
    VisitTicketClosed,
    VisitOnSite,
    PlanNotFound,
    PlanNotReady,
    PlanVisitOpen,
    FeedNotFound,
)
