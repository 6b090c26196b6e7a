"""Slots lie in working time, overlap nothing that is taken, and begin at quarters of an hour."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_sdk.period import Period
from wellkept_stations.rules.slots import free, is_on_duty, joined, slots

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)


def at(hours: int, minutes: int = 0) -> datetime:
    return MIDNIGHT + timedelta(hours=hours, minutes=minutes)


def period(starts_at: datetime, ends_at: datetime) -> Period:
    return Period(starts_at=starts_at, ends_at=ends_at)


def clock(periods: list[Period]) -> list[str]:
    return [f"{each.starts_at:%H:%M}-{each.ends_at:%H:%M}" for each in periods]


DAY = [period(at(9), at(12)), period(at(13), at(18))]


def lasting(starts: int, minutes: int) -> Period:
    return period(at(0, starts), at(0, starts + minutes))


periods = st.builds(lasting, st.integers(0, 2_880), st.integers(1, 600))
busy = st.lists(periods, max_size=6)
hours = st.lists(periods, max_size=4).map(lambda found: list(joined(sorted(found, key=lambda each: each.starts_at))))


class TestSlots:
    def test_fill_working_time_around_what_is_taken(self) -> None:
        found = slots(DAY, taken=[period(at(13, 30), at(15)), period(at(8), at(10))], minutes=60)

        assert clock(list(found)) == ["10:00-11:00", "11:00-12:00", "15:00-16:00", "16:00-17:00", "17:00-18:00"]

    def test_begin_at_quarters_of_an_hour(self) -> None:
        found = slots([period(at(9, 7), at(11))], taken=[], minutes=40)

        assert clock(list(found)) == ["09:15-09:55", "10:00-10:40"]

    def test_may_lie_over_stretches_that_touch(self) -> None:
        found = slots([period(at(9), at(10)), period(at(10), at(11))], taken=[], minutes=120)

        assert clock(list(found)) == ["09:00-11:00"]

    def test_are_none_where_there_is_no_room(self) -> None:
        assert list(slots(DAY, taken=[period(at(0), at(24))], minutes=30)) == []
        assert list(slots(DAY, taken=[], minutes=301)) == []
        assert list(slots([], taken=[], minutes=30)) == []

    @given(hours=hours, taken=busy, minutes=st.integers(30, 240))
    def test_never_overlap_each_other_or_what_is_taken(
        self, hours: list[Period], taken: list[Period], minutes: int
    ) -> None:
        found = list(slots(hours, taken=taken, minutes=minutes))

        assert all(each.duration == timedelta(minutes=minutes) for each in found)
        assert all(earlier.ends_at <= later.starts_at for earlier, later in pairwise(found))
        assert not any(each.overlaps(other) for each in found for other in taken)
        assert all(any(each.intersection(stretch) == each for stretch in hours) for each in found)


class TestFreeTime:
    @given(hours=hours, taken=busy)
    def test_is_every_minute_of_duty_that_nothing_takes(self, hours: list[Period], taken: list[Period]) -> None:
        left = list(free(hours, taken=taken))

        for minute in range(0, 3_600, 7):
            moment = at(0, minute)
            is_free = any(moment in each for each in hours) and not any(moment in each for each in taken)
            assert any(moment in each for each in left) is is_free


class TestDuty:
    @pytest.mark.parametrize(
        ("starts_at", "ends_at", "on_duty"),
        [
            (at(9), at(12), True),
            (at(11), at(14), True),
            (at(9), at(12, 1), False),
            (at(8, 59), at(11), False),
            (at(12), at(14), False),
            (at(17), at(19), False),
            (at(9), at(13), False),
        ],
        ids=[
            "a_morning",
            "over_a_break",
            "into_a_break",
            "too_early",
            "from_a_break",
            "too_late",
            "until_the_break_ends",
        ],
    )
    def test_is_where_a_period_begins_and_ends(self, starts_at: datetime, ends_at: datetime, *, on_duty: bool) -> None:
        assert is_on_duty(DAY, period(starts_at, ends_at)) is on_duty

    def test_is_nowhere_without_working_time(self) -> None:
        assert not is_on_duty([], period(at(9), at(10)))


class TestStretches:
    def test_are_joined_where_they_touch_or_lie_in_each_other(self) -> None:
        said = [period(at(1), at(5)), period(at(2), at(3)), period(at(5), at(6)), period(at(7), at(8))]

        assert clock(list(joined(said))) == ["01:00-06:00", "07:00-08:00"]
