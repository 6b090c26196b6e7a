"""The life of a liability case."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final


class CaseStatus(StrEnum):
    """Where a case stands."""

    PROVISIONAL = "provisional"  #: Our own finding; nobody else sees it.
    PROPOSED = "proposed"  #: Those who bear shares are asked.
    DISPUTED = "disputed"  #: Somebody says that a share is wrong.
    ACCEPTED = "accepted"  #: All who are asked agree.
    ARBITRATED = "arbitrated"  #: Somebody whom all must follow has decided.
    FINAL = "final"  #: Never changes any more; what it costs is shared so.


class CaseAction(StrEnum):
    """What may be done to a case, beside writing a new version."""

    PROPOSE = "propose"  #: Ask those who bear shares.
    ACCEPT = "accept"  #: Say that a share is right.
    DISPUTE = "dispute"  #: Say that a share is wrong.
    ARBITRATE = "arbitrate"  #: Record what was decided for all.
    FINALISE = "finalise"  #: Freeze it.


class CaseStep(StrEnum):
    """What the history of a case tells."""

    OPEN = "open"  #: The first version was written.
    REVISE = "revise"  #: A new version was written.
    PROPOSE = "propose"  #: Those who bear shares were asked.
    ACCEPT = "accept"  #: Somebody said that its shares are right.
    DISPUTE = "dispute"  #: Somebody said that its shares are wrong.
    ARBITRATE = "arbitrate"  #: It was decided for all.
    FINALISE = "finalise"  #: The case was frozen.
    LAPSE = "lapse"  #: Time for answers was over.


_ANSWERABLE: Final = (CaseStatus.PROPOSED, CaseStatus.DISPUTED, CaseStatus.ACCEPTED)
_SOURCES: Final[Mapping[CaseAction, Sequence[CaseStatus]]] = {
    CaseAction.PROPOSE: (CaseStatus.PROVISIONAL,),
    CaseAction.ACCEPT: _ANSWERABLE,
    CaseAction.DISPUTE: _ANSWERABLE,
    CaseAction.ARBITRATE: (CaseStatus.PROPOSED, CaseStatus.DISPUTED, CaseStatus.ARBITRATED),
    CaseAction.FINALISE: (CaseStatus.ACCEPTED, CaseStatus.ARBITRATED),
}
#: Accepting leads there only with the last of all who are asked.
DESTINATION: Final[Mapping[CaseAction, CaseStatus]] = {
    CaseAction.PROPOSE: CaseStatus.PROPOSED,
    CaseAction.ACCEPT: CaseStatus.ACCEPTED,
    CaseAction.DISPUTE: CaseStatus.DISPUTED,
    CaseAction.ARBITRATE: CaseStatus.ARBITRATED,
    CaseAction.FINALISE: CaseStatus.FINAL,
}
_BINDING: Final = frozenset({CaseStatus.ARBITRATED, CaseStatus.FINAL})


def allowed_actions(status: CaseStatus) -> list[CaseAction]:
    """Return what may be done to a case of this status."""
    return [action for action in CaseAction if is_allowed(action, status=status)]


def is_allowed(action: CaseAction, *, status: CaseStatus) -> bool:
    """Return whether the status of a case allows an action."""
    return status in _SOURCES[action]


def is_closed(status: CaseStatus) -> bool:
    """Return whether no version may follow: what was decided for all stands."""
    return status in _BINDING


def is_frozen(status: CaseStatus) -> bool:
    """Return whether nothing joins the case any more, evidence neither."""
    return status is CaseStatus.FINAL
