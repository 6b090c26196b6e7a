"""The life of a case: what may be done where it stands."""

import pytest

from wellkept_liability.rules.case_states import (
    DESTINATION,
    CaseAction,
    CaseStatus,
    allowed_actions,
    is_allowed,
    is_closed,
    is_frozen,
)


class TestStatus:
    @pytest.mark.parametrize(
        ("status", "actions"),
        [
            ("provisional", ["propose"]),
            ("proposed", ["accept", "dispute", "arbitrate"]),
            ("disputed", ["accept", "dispute", "arbitrate"]),
            ("accepted", ["accept", "dispute", "finalise"]),
            ("arbitrated", ["arbitrate", "finalise"]),
            ("final", []),
        ],
    )
    def test_allows_these_actions_and_no_others(self, status: str, actions: list[str]) -> None:
        assert allowed_actions(CaseStatus(status)) == actions
        assert [each for each in CaseAction if is_allowed(each, status=CaseStatus(status))] == actions

    def test_takes_no_version_once_it_was_decided_for_all(self) -> None:
        assert [each for each in CaseStatus if is_closed(each)] == ["arbitrated", "final"]

    def test_takes_nothing_once_it_is_final(self) -> None:
        assert [each for each in CaseStatus if is_frozen(each)] == ["final"]


class TestAction:
    def test_leads_somewhere(self) -> None:
        assert [DESTINATION[each] for each in CaseAction] == [
            "proposed",
            "accepted",
            "disputed",
            "arbitrated",
            "final",
        ]
