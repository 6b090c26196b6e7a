"""The life of a visit: which action is allowed from which status, and where it leads."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from wellkept_sdk.services.stations import VisitStatus

PLANNED, CONFIRMED, EN_ROUTE, ON_SITE, COMPLETED, CANCELLED, MISSED = VisitStatus

#: The action that makes a visit; nobody does it to one.
PLAN: Final = "plan"
#: In these a visit takes up its engineers' time.
LIVING_STATUSES: Final = (PLANNED, CONFIRMED, EN_ROUTE, ON_SITE)
#: From these it may still be called off, or take place at another time.
AHEAD_STATUSES: Final = (PLANNED, CONFIRMED, EN_ROUTE)


class VisitAction(StrEnum):
    """What can be done to a visit; each leaves a stored, attributed step."""

    CONFIRM = "confirm"  #: Let engineer and window stay.
    DEPART = "depart"  #: Set out.
    CHECK_IN = "check_in"  #: Arrive on site.
    CHECK_OUT = "check_out"  #: Leave the site.
    RESCHEDULE = "reschedule"  #: Let it take place at another time.
    CANCEL = "cancel"  #: Call it off.
    MISS = "miss"  #: Say that nobody came in the window.


DESTINATION: Final = {
    VisitAction.CONFIRM: CONFIRMED,
    VisitAction.DEPART: EN_ROUTE,
    VisitAction.CHECK_IN: ON_SITE,
    VisitAction.CHECK_OUT: COMPLETED,
    VisitAction.RESCHEDULE: PLANNED,
    VisitAction.CANCEL: CANCELLED,
    VisitAction.MISS: MISSED,
}
_SOURCES: Final = {
    VisitAction.CONFIRM: (PLANNED,),
    VisitAction.DEPART: (PLANNED, CONFIRMED),
    VisitAction.CHECK_IN: AHEAD_STATUSES,
    VisitAction.CHECK_OUT: (ON_SITE,),
    VisitAction.RESCHEDULE: AHEAD_STATUSES,
    VisitAction.CANCEL: AHEAD_STATUSES,
    VisitAction.MISS: AHEAD_STATUSES,
}
#: What a ticket that is closed or cancelled still lets happen to its visits: all that ends them.
_ENDING: Final = (VisitAction.CHECK_OUT, VisitAction.CANCEL, VisitAction.MISS)


class Hindrance(StrEnum):
    """Why an action is not possible."""

    STATUS = "status"  #: From this status it never is.
    TICKET_CLOSED = "ticket_closed"  #: The ticket is closed or cancelled.
    WINDOW_OPEN = "window_open"  #: The window is not over.


def hindrance(
    action: VisitAction, status: VisitStatus, *, ticket_is_over: bool, window_to: datetime, at: datetime
) -> Hindrance | None:
    """
    Return why an action is not possible; None where it is.

    Args:
        action: which.
        status: of the visit.
        ticket_is_over: whether its ticket is closed or cancelled.
        window_to: when the window ends.
        at: when the action happens.
    """
    if ticket_is_over and action not in _ENDING:
        return Hindrance.TICKET_CLOSED
    if status not in _SOURCES[action]:
        return Hindrance.STATUS
    if action is VisitAction.MISS and at < window_to:
        return Hindrance.WINDOW_OPEN
    return None


def allowed_actions(status: VisitStatus) -> Sequence[VisitAction]:
    """Return what may be done to a visit of this status."""
    return [action for action in VisitAction if status in _SOURCES[action]]
