"""The life of a statement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

_DAY: Final = timedelta(hours=24)


class StatementStatus(StrEnum):
    """Where a statement stands."""

    DRAFT = "draft"  #: Was drawn up; the customer does not see it.
    ISSUED = "issued"  #: The customer sees it and is asked to answer.
    DISPUTED = "disputed"  #: The customer does not agree to some of its lines.
    AGREED = "agreed"  #: Both sides agree; it never changes any more.
    SETTLED = "settled"  #: Was paid.
    VOID = "void"  #: Does not count; its lines are free.


class StatementAction(StrEnum):
    """What may be done to a statement."""

    ISSUE = "issue"
    AGREE = "agree"
    DISPUTE = "dispute"
    AMEND = "amend"
    SETTLE = "settle"
    VOID = "void"


class AgreedBy(StrEnum):
    """Who has agreed to a statement."""

    CUSTOMER = "customer"  #: The customer itself.
    STAFF = "staff"  #: Somebody of ours, who was told.
    SILENCE = "silence"  #: Nobody in time, which was agreed to mean yes.


#: What the customer may do.
ANSWERS: Final = frozenset({StatementAction.AGREE, StatementAction.DISPUTE})
DESTINATION: Final = {
    StatementAction.ISSUE: StatementStatus.ISSUED,
    StatementAction.AGREE: StatementStatus.AGREED,
    StatementAction.DISPUTE: StatementStatus.DISPUTED,
    StatementAction.AMEND: StatementStatus.ISSUED,
    StatementAction.SETTLE: StatementStatus.SETTLED,
    StatementAction.VOID: StatementStatus.VOID,
}
_ALLOWED: Final = {
    StatementStatus.DRAFT: (StatementAction.ISSUE, StatementAction.VOID),
    StatementStatus.ISSUED: (StatementAction.AGREE, StatementAction.DISPUTE, StatementAction.VOID),
    StatementStatus.DISPUTED: (StatementAction.AMEND, StatementAction.VOID),
    StatementStatus.AGREED: (StatementAction.SETTLE,),
    StatementStatus.SETTLED: (),
    StatementStatus.VOID: (),
}


def allowed_actions(status: StatementStatus) -> Sequence[StatementAction]:
    """Return what may be done to a statement of this status."""
    return _ALLOWED[status]


def answer_due(asked_at: datetime, *, within_days: int) -> datetime:
    """Return the moment until which an answer is in time: so many times 24 hours later."""
    return asked_at + within_days * _DAY
