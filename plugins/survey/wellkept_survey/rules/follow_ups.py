"""The life of a follow-up: which action is allowed from which status, and where it leads."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from wellkept_survey.rules.kinds import SurveyFollowUpStatus

PLANNED, ASSIGNED, DONE, MISSED, CANCELLED = SurveyFollowUpStatus

#: In these a follow-up is still to be made.
OPEN_STATUSES: Final = (PLANNED, ASSIGNED)


class FollowUpAction(StrEnum):
    """What can be done to a follow-up; each leaves a stored, attributed step."""

    ASSIGN = "assign"  #: Give it to somebody, or to somebody else.
    COMPLETE = "complete"  #: Say what it found.
    RESCHEDULE = "reschedule"  #: Let it be made on another day.
    MISS = "miss"  #: Say that it was not made in its window.
    CANCEL = "cancel"  #: Call it off.


_DESTINATION: Final = {
    FollowUpAction.ASSIGN: ASSIGNED,
    FollowUpAction.COMPLETE: DONE,
    FollowUpAction.MISS: MISSED,
    FollowUpAction.CANCEL: CANCELLED,
}


def allowed_actions(status: SurveyFollowUpStatus) -> Sequence[FollowUpAction]:
    """Return what may be done to a follow-up of this status: everything, as long as it is still to be made."""
    return list(FollowUpAction) if status in OPEN_STATUSES else []


def destination(action: FollowUpAction, status: SurveyFollowUpStatus) -> SurveyFollowUpStatus:
    """Return to which status an action leads; another day changes nothing about who makes it."""
    return _DESTINATION.get(action, status)
