"""Every failure, with its public code; that there is no such party stands in the SDK, for others name it too."""

from typing import Final

from wellkept_sdk.errors import Conflict, Invalid, NotFound, WellkeptError
from wellkept_sdk.services.parties import PartyNotFound


class RegistrationInvalid(Invalid):
    """This is no unified social credit code: 18 characters, of which the last checks the others."""

    code = "parties.party.registration_invalid"


class RegistrationTaken(Conflict):
    """Another party has this registration number."""

    code = "parties.party.registration_taken"


class RoleNotPlayed(Invalid):
    """The party does not play this role."""

    code = "parties.party.role_not_played"


class PartyBlocked(Conflict):
    """A blocked party goes on with what it has; nothing new names it."""

    code = "parties.party.blocked"


class PartyArchived(Conflict):
    """An archived party is kept for the record only."""

    code = "parties.party.archived"


class StillInvolved(Conflict):
    """The party takes part in open tickets."""

    code = "parties.party.still_involved"


class ActionNotAllowed(Conflict):
    """The party's status does not allow this action."""

    code = "parties.party.action_not_allowed"


class InvolvementNotFound(NotFound):
    """There is no such involvement in this record."""

    code = "parties.involvement.not_found"


class EmptyPeriod(Invalid):
    """An involvement ends after the day on which it starts."""

    code = "parties.involvement.empty_period"


class InvolvementEnded(Conflict):
    """An involvement that has ended is history."""

    code = "parties.involvement.ended"


class InvolvementOverlaps(Conflict):
    """Another involvement of this party, in the same role, begins before this one would end."""

    code = "parties.involvement.overlaps"


ERRORS: Final[tuple[type[WellkeptError], ...]] = (
    PartyNotFound,
    RegistrationInvalid,
    RegistrationTaken,
    RoleNotPlayed,
    PartyBlocked,
    PartyArchived,
    StillInvolved,
    ActionNotAllowed,
    InvolvementNotFound,
    EmptyPeriod,
    InvolvementEnded,
    InvolvementOverlaps,
)
