"""The life of a visit: one table says which action leads where."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.rules.visit_states import (
    DESTINATION,
    LIVING_STATUSES,
    Hindrance,
    VisitAction,
    allowed_actions,
    hindrance,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
#: As the specification has it, status by status.
ALLOWED = {
    "planned": {"confirm", "depart", "check_in", "reschedule", "cancel", "miss"},
    "confirmed": {"depart", "check_in", "reschedule", "cancel", "miss"},
    "en_route": {"check_in", "reschedule", "cancel", "miss"},
    "on_site": {"check_out"},
    "completed": set[str](),
    "cancelled": set[str](),
    "missed": set[str](),
}


class TestTheTable:
    @pytest.mark.parametrize("status", VisitStatus, ids=str)
    def test_is_that_of_the_specification(self, status: VisitStatus) -> None:
        assert {str(action) for action in allowed_actions(status)} == ALLOWED[status]


class TestAnAction:
    @pytest.mark.parametrize("action", ["confirm", "depart", "check_in", "reschedule"])
    def test_begins_nothing_for_a_ticket_that_is_over(self, action: str) -> None:
        because = hindrance(
            VisitAction(action), VisitStatus.PLANNED, ticket_is_over=True, window_to=NOON, at=NOON - timedelta(hours=1)
        )

        assert because is Hindrance.TICKET_CLOSED

    def test_says_first_that_the_ticket_is_over(self) -> None:
        because = hindrance(VisitAction.CHECK_IN, VisitStatus.CANCELLED, ticket_is_over=True, window_to=NOON, at=NOON)

        assert because is Hindrance.TICKET_CLOSED

    @pytest.mark.parametrize(("action", "status"), [("check_out", "on_site"), ("cancel", "en_route")])
    def test_ends_what_is_left_of_a_ticket_that_is_over(self, action: str, status: str) -> None:
        because = hindrance(VisitAction(action), VisitStatus(status), ticket_is_over=True, window_to=NOON, at=NOON)

        assert because is None

    @pytest.mark.parametrize(
        ("at", "because"), [(NOON - timedelta(microseconds=1), Hindrance.WINDOW_OPEN), (NOON, None)]
    )
    def test_misses_a_visit_once_its_window_is_over(self, at: datetime, because: Hindrance | None) -> None:
        found = hindrance(VisitAction.MISS, VisitStatus.EN_ROUTE, ticket_is_over=False, window_to=NOON, at=at)

        assert found is because


class Life(RuleBasedStateMachine):
    """A visit to which anything is tried; what happens is what the table above allows."""

    def __init__(self) -> None:
        super().__init__()
        self.status = VisitStatus.PLANNED
        self.done: list[str] = []

    @rule(action=st.sampled_from(VisitAction), minutes=st.integers(-60, 60), is_over=st.booleans())
    def act(self, action: VisitAction, minutes: int, *, is_over: bool) -> None:
        at = NOON + timedelta(minutes=minutes)
        because = hindrance(action, self.status, ticket_is_over=is_over, window_to=NOON, at=at)
        refused_by_status = because is Hindrance.STATUS
        assert because is Hindrance.TICKET_CLOSED or refused_by_status is (action.value not in ALLOWED[self.status])
        if because is None:
            self.status = DESTINATION[action]
            self.done.append(action.value)

    @invariant()
    def nobody_leaves_who_has_not_arrived(self) -> None:
        assert self.done.count("check_out") <= self.done.count("check_in") <= 1

    @invariant()
    def what_has_ended_stays_so(self) -> None:
        ended = [action for action in self.done if action in {"check_out", "cancel", "miss"}]
        assert (self.status not in LIVING_STATUSES) is bool(ended)
        assert ended == self.done[-1:] or not ended

    @invariant()
    def nothing_is_called_off_once_somebody_is_on_site(self) -> None:
        if "check_in" in self.done:
            assert set(self.done[self.done.index("check_in") + 1 :]) <= {"check_out"}


TestLife = Life.TestCase
