from datetime import timedelta

import pytest

from sla_clocks import at, hours, working
from sla_facts import STANDARD, text
from wellkept_sdk.period import BusinessDays, Duration
from wellkept_sla.rules.counting import Counted, Meter, length_us

HOUR_US = 3_600_000_000
TWO_DAYS = BusinessDays(days=2)


def meter(target: Duration) -> Meter:
    """Return a target that counts by the standard calendar."""
    return Meter(target=target, calendar=STANDARD)


class TestMeter:
    @pytest.mark.parametrize(
        ("target", "due"), [(hours(8), "02-14 01:00"), (working(8), "02-14 17:00"), (TWO_DAYS, "02-24 17:00")]
    )
    def test_knows_the_due_of_a_clock_that_is_never_paused(self, target: Duration, due: str):
        assert text(meter(target).first_due(at("02-13 17:00")).at) == due

    @pytest.mark.parametrize(("target", "expected"), [(hours(8), 17 * HOUR_US), (working(8), 2.5 * HOUR_US)])
    def test_counts_time_in_the_unit_of_the_target(self, target: Duration, expected: int):
        assert meter(target).consumed_us(at("02-13 17:00"), at("02-14 10:00")) == expected

    def test_counts_days_for_a_target_in_days_only(self):
        start, end = at("03-02 10:00"), at("03-05 10:00")

        assert (meter(TWO_DAYS).days(start, end), meter(working(8)).days(start, end)) == (3, 0)

    @pytest.mark.parametrize(("target", "due"), [(hours(8), "02-24 14:30"), (working(8), "02-24 16:00")])
    def test_adds_what_is_left_to_the_moment_at_which_a_clock_goes_on(self, target: Duration, due: str):
        counted = Counted(at("02-13 17:00"), int(2.5 * HOUR_US))

        assert text(meter(target).due(counted, at=at("02-24 09:00")).at) == due

    def test_leaves_no_time_where_all_is_used_up(self):
        found = meter(hours(4)).due(Counted(at("03-02 09:00"), 9 * HOUR_US), at=at("03-03 09:00"))

        assert text(found.at) == "03-03 09:00"

    def test_adds_the_days_of_pauses_to_those_of_the_target(self):
        found = meter(TWO_DAYS).due(Counted(at("03-02 10:00"), paused_days=1), at=at("03-04 09:00"))

        assert text(found.at) == "03-05 10:00"

    def test_lets_nothing_fall_due_before_a_clock_goes_on(self):
        found = meter(TWO_DAYS).due(Counted(at("03-02 10:00")), at=at("03-04 11:00"))

        assert text(found.at) == "03-04 11:00"


class TestLength:
    def test_is_in_microseconds(self):
        assert length_us(working(1)) == timedelta(hours=1) // timedelta(microseconds=1)
