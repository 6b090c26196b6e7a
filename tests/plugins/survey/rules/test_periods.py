"""Which period of a project has just begun."""

from datetime import date

import pytest

from wellkept_survey.rules.periods import BegunPeriod, begun_period

ANCHOR = date(2024, 8, 31)


class TestPeriod:
    @pytest.mark.parametrize(
        ("today", "months", "number", "begins_on"),
        [
            (date(2025, 8, 31), 12, 1, date(2025, 8, 31)),
            (date(2025, 9, 30), 12, 1, date(2025, 8, 31)),
            (date(2026, 8, 31), 12, 2, date(2026, 8, 31)),
            (date(2025, 2, 28), 6, 1, date(2025, 2, 28)),
            (date(2024, 9, 30), 1, 1, date(2024, 9, 30)),
            (date(2024, 10, 30), 1, 1, date(2024, 9, 30)),
        ],
    )
    def test_is_the_latest_that_has_begun(self, today: date, months: int, number: int, begins_on: date) -> None:
        assert begun_period(ANCHOR, every_months=months, today=today) == BegunPeriod(number=number, begins_on=begins_on)

    @pytest.mark.parametrize("today", [date(2024, 8, 31), date(2025, 8, 30), date(2020, 1, 1)])
    def test_is_none_before_the_first(self, today: date) -> None:
        assert begun_period(ANCHOR, every_months=12, today=today) is None

    def test_is_none_when_it_began_long_ago(self) -> None:
        assert begun_period(ANCHOR, every_months=12, today=date(2025, 10, 1)) is None
