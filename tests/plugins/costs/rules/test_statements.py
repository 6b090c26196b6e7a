"""The life of a statement."""

from datetime import UTC, datetime

from wellkept_costs.rules.statements import DESTINATION, StatementAction, StatementStatus, allowed_actions, answer_due


class TestAStatement:
    def test_allows_what_its_status_allows(self) -> None:
        assert {status.value: [each.value for each in allowed_actions(status)] for status in StatementStatus} == {
            "draft": ["issue", "void"],
            "issued": ["agree", "dispute", "void"],
            "disputed": ["amend", "void"],
            "agreed": ["settle"],
            "settled": [],
            "void": [],
        }

    def test_goes_where_an_action_leads(self) -> None:
        assert DESTINATION[StatementAction.AMEND] is StatementStatus.ISSUED
        assert {*DESTINATION} == {*StatementAction}

    def test_is_answered_within_days_of_24_hours(self) -> None:
        asked = datetime(2026, 3, 2, 2, tzinfo=UTC)

        assert answer_due(asked, within_days=14) == datetime(2026, 3, 16, 2, tzinfo=UTC)
