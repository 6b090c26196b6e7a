"""The life of a statement."""

import pytest

from wellkept_consignment.rules.statements import StatementAction, StatementStatus, allowed_actions


class TestActions:
    @pytest.mark.parametrize(
        ("status", "allowed"),
        [
            ("draft", ["issue", "cancel"]),
            ("issued", ["agree", "cancel"]),
            ("agreed", ["close"]),
            ("closed", []),
            ("cancelled", []),
        ],
    )
    def test_depend_on_the_status(self, status: str, allowed: list[str]) -> None:
        assert list(allowed_actions(StatementStatus(status))) == [StatementAction(each) for each in allowed]
