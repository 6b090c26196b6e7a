import pytest

from wellkept_survey.rules.follow_ups import FollowUpAction, allowed_actions, destination
from wellkept_survey.rules.kinds import SurveyFollowUpStatus

PLANNED, ASSIGNED, DONE, MISSED, CANCELLED = SurveyFollowUpStatus


class TestAllowedActions:
    @pytest.mark.parametrize("status", [PLANNED, ASSIGNED])
    def test_are_all_while_it_is_to_be_made(self, status: SurveyFollowUpStatus) -> None:
        assert allowed_actions(status) == list(FollowUpAction)

    @pytest.mark.parametrize("status", [DONE, MISSED, CANCELLED])
    def test_are_none_afterwards(self, status: SurveyFollowUpStatus) -> None:
        assert allowed_actions(status) == []


class TestDestination:
    @pytest.mark.parametrize(
        ("action", "to"),
        [
            (FollowUpAction.ASSIGN, ASSIGNED),
            (FollowUpAction.COMPLETE, DONE),
            (FollowUpAction.MISS, MISSED),
            (FollowUpAction.CANCEL, CANCELLED),
        ],
    )
    def test_is_that_of_the_action(self, action: FollowUpAction, to: SurveyFollowUpStatus) -> None:
        assert destination(action, PLANNED) is destination(action, ASSIGNED) is to

    def test_of_another_day_is_the_same_status(self) -> None:
        assert destination(FollowUpAction.RESCHEDULE, PLANNED) is PLANNED
        assert destination(FollowUpAction.RESCHEDULE, ASSIGNED) is ASSIGNED
