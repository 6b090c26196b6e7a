import pytest

from sla_clocks import CALENDAR, course, hours, working
from wellkept_sdk.period import BusinessDays, BusinessTime


class TestACourse:
    def test_without_time_that_counts_by_a_calendar_asks_none(self):
        assert course(hours(4), ("03-02 09:00", "03-02 10:00")).counts_by is None

    @pytest.mark.parametrize("target", [working(4), BusinessDays(days=1)])
    def test_counts_by_its_calendar(self, target: BusinessTime | BusinessDays):
        assert course(target, ("03-02 09:00", "03-02 10:00")).counts_by is CALENDAR

    def test_runs_while_it_is_open_and_not_paused(self):
        running = course(hours(4), ("03-02 09:00", "03-02 10:00"))
        paused = course(hours(4), ("03-02 09:00", "03-02 10:00"), ("03-02 10:00", "03-02 10:00", "paused"))
        ended = course(hours(4), ("03-02 09:00", "03-02 10:00"), is_open=False)

        assert [each.is_running for each in (running, paused, ended)] == [True, False, False]
