"""Periods that are over."""

from datetime import date

from wellkept_consignment.rules.periods import Period, last_ended


class TestLastEnded:
    def test_is_the_month_before_this_one(self) -> None:
        assert last_ended("month", date(2026, 3, 2)) == Period(date(2026, 2, 1), date(2026, 3, 1))
        assert last_ended("month", date(2026, 1, 1)) == Period(date(2025, 12, 1), date(2026, 1, 1))

    def test_is_the_week_from_monday_before_this_one(self) -> None:
        assert last_ended("week", date(2026, 3, 1)) == Period(date(2026, 2, 16), date(2026, 2, 23))
        assert last_ended("week", date(2026, 3, 2)) == Period(date(2026, 2, 23), date(2026, 3, 2))

    def test_is_none_where_settling_is_on_demand(self) -> None:
        assert last_ended("on_demand", date(2026, 3, 2)) is None
