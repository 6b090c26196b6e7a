"""Which terms serve a record."""

from wellkept.activation.queries import core_terms
from wellkept.activation.terms import Confirmation, CoreTerms


class TestCoreTerms:
    def test_are_the_defaults_while_no_plan_can_say_otherwise(self) -> None:
        assert core_terms() == CoreTerms(
            confirmation=Confirmation.REQUIRED,
            remind_after_days=5,
            auto_close_after_days=10,
            reopen_within_days=30,
            recurrence_watch_days=30,
            handovers_max=3,
        )
