"""The table of a ticket's life, as core.md states it."""

import pytest

from wellkept.tickets.rules.transitions import TRANSITIONS, destination
from wellkept_sdk.records.tickets import Action, TicketStatus

NEW, TRIAGED, ASSIGNED, IN_PROGRESS, ON_HOLD, RESOLVED, CONFIRMED, CLOSED, CANCELLED = TicketStatus


class TestTransitions:
    def test_knows_every_action(self) -> None:
        assert set(TRANSITIONS) == set(Action)

    @pytest.mark.parametrize(
        ("status", "actions"),
        [
            (NEW, "triage assign respond start hold resolve cancel escalate"),
            (TRIAGED, "triage assign respond start hold resolve cancel escalate"),
            (ASSIGNED, "triage assign respond start hold resolve cancel escalate"),
            (IN_PROGRESS, "triage assign respond hold resolve cancel escalate"),
            (ON_HOLD, "triage assign respond resume resolve cancel escalate"),
            (RESOLVED, "confirm reject close escalate"),
            (CONFIRMED, "close reopen"),
            (CLOSED, "reopen"),
            (CANCELLED, "reopen"),
        ],
    )
    def test_allows_these_actions_only(self, status: TicketStatus, actions: str) -> None:
        assert " ".join(action for action in Action if status in TRANSITIONS[action].sources) == actions

    @pytest.mark.parametrize(
        ("action", "status", "to"),
        [
            (Action.TRIAGE, NEW, TRIAGED),
            (Action.TRIAGE, IN_PROGRESS, IN_PROGRESS),
            (Action.ASSIGN, NEW, ASSIGNED),
            (Action.ASSIGN, IN_PROGRESS, ASSIGNED),
            (Action.ASSIGN, ON_HOLD, ON_HOLD),
            (Action.RESPOND, ON_HOLD, ON_HOLD),
            (Action.START, ASSIGNED, IN_PROGRESS),
            (Action.HOLD, TRIAGED, ON_HOLD),
            (Action.RESOLVE, ON_HOLD, RESOLVED),
            (Action.CONFIRM, RESOLVED, CONFIRMED),
            (Action.REJECT, RESOLVED, IN_PROGRESS),
            (Action.CLOSE, CONFIRMED, CLOSED),
            (Action.REOPEN, CANCELLED, TRIAGED),
            (Action.CANCEL, ON_HOLD, CANCELLED),
            (Action.ESCALATE, RESOLVED, RESOLVED),
        ],
    )
    def test_leads_to(self, action: Action, status: TicketStatus, to: TicketStatus) -> None:
        assert destination(action, status=status, held_from=None) is to

    def test_resumes_where_the_hold_began(self) -> None:
        assert destination(Action.RESUME, status=ON_HOLD, held_from=TRIAGED) is TRIAGED
