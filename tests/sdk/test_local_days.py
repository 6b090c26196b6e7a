from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_sdk.local_days import first_moment, local_day

ZONES = ("Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Beirut", "Atlantic/Azores", "UTC")


class TestLocalDay:
    @pytest.mark.parametrize(
        ("at", "zone", "day"),
        [
            ("2026-03-01T07:59:59+00:00", "America/Los_Angeles", date(2026, 2, 28)),
            ("2026-03-01T08:00:00+00:00", "America/Los_Angeles", date(2026, 3, 1)),
            ("2026-02-28T15:59:59+00:00", "Asia/Shanghai", date(2026, 2, 28)),
            ("2026-02-28T16:00:00+00:00", "Asia/Shanghai", date(2026, 3, 1)),
        ],
    )
    def test_is_that_of_the_place(self, at: str, zone: str, day: date) -> None:
        assert local_day(datetime.fromisoformat(at), time_zone=zone) == day

    def test_does_not_leave_the_calendar(self) -> None:
        first, last = datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)

        assert local_day(first, time_zone="America/New_York") == date(1, 1, 1)
        assert local_day(last, time_zone="Asia/Shanghai") == date(9999, 12, 31)


class TestFirstMoment:
    @pytest.mark.parametrize(
        ("day", "zone", "at"),
        [
            (date(2026, 3, 1), "America/Los_Angeles", "2026-03-01T08:00:00+00:00"),
            (date(2026, 3, 1), "Asia/Shanghai", "2026-02-28T16:00:00+00:00"),
            # Clocks went from 00:00 to 01:00: the day began at the skip.
            (date(2026, 3, 29), "Asia/Beirut", "2026-03-28T22:00:00+00:00"),
            (date(2018, 11, 4), "America/Sao_Paulo", "2018-11-04T03:00:00+00:00"),
            # Clocks went from 01:00 back to 00:00: the day began at the first midnight.
            (date(2026, 10, 25), "Atlantic/Azores", "2026-10-25T00:00:00+00:00"),
            (date(1, 1, 1), "Asia/Shanghai", "0001-01-01T00:00:00+00:00"),
            (date(9999, 12, 31), "Asia/Shanghai", "9999-12-30T16:00:00+00:00"),
        ],
    )
    def test_is_where_the_day_begins(self, day: date, zone: str, at: str) -> None:
        assert first_moment(day, time_zone=zone) == datetime.fromisoformat(at)

    @given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(ZONES))
    def test_is_of_the_day_and_the_moment_before_is_not(self, day: date, zone: str) -> None:
        begins_at = first_moment(day, time_zone=zone)

        before = local_day(begins_at - timedelta(microseconds=1), time_zone=zone)

        # Kiritimati left one day out.
        assert local_day(begins_at, time_zone=zone) >= day > before
