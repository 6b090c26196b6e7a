"""The life of a statement."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class StatementStatus(StrEnum):
    """Where a statement stands."""

    DRAFT = "draft"  #: Was drawn up; the supplier does not see it.
    ISSUED = "issued"  #: The supplier sees it and answers.
    AGREED = "agreed"  #: Both sides agree; it never changes any more.
    CLOSED = "closed"  #: Was paid.
    CANCELLED = "cancelled"  #: Is void; its lines are free.


class StatementAction(StrEnum):
    """What may be done to a statement."""

    ISSUE = "issue"
    AGREE = "agree"
    CLOSE = "close"
    CANCEL = "cancel"


DESTINATION: Final = {
    StatementAction.ISSUE: StatementStatus.ISSUED,
    StatementAction.AGREE: StatementStatus.AGREED,
    StatementAction.CLOSE: StatementStatus.CLOSED,
    StatementAction.CANCEL: StatementStatus.CANCELLED,
}
_ALLOWED: Final = {
    StatementStatus.DRAFT: (StatementAction.ISSUE, StatementAction.CANCEL),
    StatementStatus.ISSUED: (StatementAction.AGREE, StatementAction.CANCEL),
    StatementStatus.AGREED: (StatementAction.CLOSE,),
    StatementStatus.CLOSED: (),
    StatementStatus.CANCELLED: (),
}


def allowed_actions(status: StatementStatus) -> Sequence[StatementAction]:
    """Return what may be done to a statement of this status."""
    return _ALLOWED[status]
