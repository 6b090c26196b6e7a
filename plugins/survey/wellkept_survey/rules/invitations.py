"""When invitations are sent, may be answered and are reminded of."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final
from uuid import UUID

from wellkept_sdk.records.histories import TicketFactRecord
from wellkept_sdk.records.tickets import Action, FactKind, LogKind
from wellkept_survey.rules.kinds import SurveyStatus
from wellkept_survey.terms import SurveyCap, SurveyMoment, SurveyTrigger

MANUAL: Final = "manual"
#: What tickets come to by which action.
MOMENTS: Final = {
    Action.RESOLVE: SurveyMoment.RESOLVED,
    Action.CONFIRM: SurveyMoment.CONFIRMED,
    Action.CLOSE: SurveyMoment.CLOSED,
}
#: After these the ticket is not put right any more: nobody is asked how it was.
UNDOING: Final = frozenset({Action.REOPEN, Action.REJECT, Action.CANCEL})
#: Whoever writes such lines has worked on the ticket.
WORKING_LINES: Final = frozenset({LogKind.DIAGNOSIS, LogKind.STEP, LogKind.PART, LogKind.TEST})
_WORKING_ACTIONS: Final = frozenset({Action.START, Action.RESOLVE, Action.RESPOND})


class Access(Enum):
    """What somebody may do who has the link."""

    ANSWER = auto()  #: Nothing is answered yet.
    EDIT = auto()  #: The answer may be replaced.
    LOOK = auto()  #: The answer stands.
    NOTHING = auto()  #: The link has died.


def in_turn(triggers: Mapping[str, SurveyTrigger]) -> Sequence[tuple[str, SurveyTrigger]]:
    """
    Return triggers in the order in which they ask: the one that waits least first, then by name.

    Of several that ask the same person the same, the first one does; so this must not depend on how terms are stored.
    """
    return sorted(triggers.items(), key=lambda each: (each[1].delay_minutes, each[0]))


def access(status: SurveyStatus, *, expires_at: datetime | None, edited_until: datetime | None, at: datetime) -> Access:
    """
    Return what a link is good for.

    Args:
        status: of the invitation.
        expires_at: until when it can be answered, exclusive.
        edited_until: until when the answer may be replaced, exclusive.
        at: now.
    """
    is_over = expires_at is not None and at >= expires_at
    if status is SurveyStatus.ANSWERED:
        if edited_until is not None and at < edited_until:
            return Access.EDIT
        return Access.NOTHING if is_over else Access.LOOK
    return Access.ANSWER if status is SurveyStatus.SENT and not is_over else Access.NOTHING


def is_capped(*, trigger: str, reopened: bool, asked: int, cap: SurveyCap | None) -> bool:
    """
    Return whether somebody has been asked too lately; what people send themselves is not held back.

    Args:
        trigger: what has invited.
        reopened: whether the ticket was taken up again: a new wave is not held back either.
        asked: how many invitations he was sent within the cap's days.
        cap: None for no limit.
    """
    return cap is not None and trigger != MANUAL and not reopened and asked >= cap.invitations


def next_reminder(days: Sequence[int], *, sent: int, sent_at: datetime, expires_at: datetime) -> datetime | None:
    """
    Return when somebody is reminded next; None if he is not any more.

    Args:
        days: after the sending, each a reminder.
        sent: how many he has had.
        sent_at: when he was asked.
        expires_at: when it is too late.
    """
    ordered = sorted(set(days))
    if sent >= len(ordered):
        return None
    due_at = sent_at + timedelta(days=ordered[sent])
    return due_at if due_at < expires_at else None


def reminders_due(days: Sequence[int], *, sent_at: datetime, at: datetime) -> int:
    """Return how many reminders have come due since somebody was asked; `days` are after the sending."""
    return sum(sent_at + timedelta(days=day) <= at for day in set(days))


def workers_of(facts: Sequence[TicketFactRecord], current: Collection[UUID | None]) -> set[UUID]:
    """
    Return who has worked on a ticket, as far as its history tells: whoever had it, and whoever answered or did it.

    Args:
        facts: the whole history.
        current: the first owner and who has it now.
    """
    found = {each for each in current if each is not None}
    for fact in facts:
        if fact.action in _WORKING_ACTIONS and fact.actor.id is not None:
            found.add(fact.actor.id)
        if fact.action is Action.ASSIGN:
            found |= _ids(fact.data.get("assignee_id"))
        change = fact.change_of("assignee_id")
        if change is not None or fact.kind is FactKind.HANDOVER:
            found |= _ids(change and change.before) | _ids(change and change.after)
    return found


def _ids(value: object) -> set[UUID]:
    return {UUID(value)} if isinstance(value, str) else set()
