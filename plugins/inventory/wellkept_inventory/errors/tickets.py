"""What may be wrong with reservations, issues and returns."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound


class ReservationNotFound(NotFound):
    """There is no such reservation of this ticket."""

    code = "inventory.reservation.not_found"


class LocationNotInTerms(Conflict):
    """The contract of this ticket is not served from this place."""

    code = "inventory.location.not_in_terms"


class TicketNotOpen(Conflict):
    """The ticket's state does not allow this any more."""

    code = "inventory.ticket.not_open"


class EquipmentElsewhere(Invalid):
    """The equipment belongs to another project than the ticket."""

    code = "inventory.equipment.elsewhere"


class ReservationNeeded(Conflict):
    """Under this contract parts are issued for a reservation only."""

    code = "inventory.reservation.needed"


class ReservationMismatch(Invalid):
    """The reservation is of another part, or is not open any more."""

    code = "inventory.reservation.mismatch"


class ReservationEnded(Conflict):
    """The reservation is issued or released already."""

    code = "inventory.reservation.ended"


class ReturnExceedsIssue(Conflict):
    """More would come back than was issued."""

    code = "inventory.return.exceeds_issue"


class QuarantineMissing(Conflict):
    """Nobody has said where defective parts go: neither the terms nor the request."""

    code = "inventory.return.no_quarantine"
