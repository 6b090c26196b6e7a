"""Which terms serve where nothing is known."""

import pytest

from wellkept.activation.queries import core_terms, everything, nothing
from wellkept.activation.terms import Confirmation, CoreTerms

pytestmark = pytest.mark.usefixtures("host")


class TestNothing:
    def test_has_the_default_terms_of_the_core(self) -> None:
        assert core_terms(nothing()) == CoreTerms(
            confirmation=Confirmation.REQUIRED,
            remind_after_days=5,
            auto_close_after_days=10,
            reopen_within_days=30,
            recurrence_watch_days=30,
            handovers_max=3,
        )

    def test_has_the_plugins_that_are_always_on(self) -> None:
        assert nothing().plugins == {"house"}


class TestEverything:
    def test_has_every_active_plugin(self) -> None:
        assert everything().plugins == {"house", "shelf", "clock"}
