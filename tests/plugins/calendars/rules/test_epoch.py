from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_calendars.rules.epoch import from_moment, microseconds, to_moment
from wellkept_sdk.services.calendars import CalendarUnreachable


class TestMicroseconds:
    @given(st.timedeltas())
    def test_lose_nothing(self, length: timedelta) -> None:
        assert timedelta(microseconds=microseconds(length)) == length


class TestMoment:
    @given(st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30), timezones=st.timezones()))  # noqa: DTZ001 - bounds
    def test_comes_back_in_utc(self, at: datetime) -> None:
        back = to_moment(from_moment(at))

        # Two zones are compared by their moments, which a repeated or left out wall time hides from Python.
        assert (back, back.tzinfo) == (at.astimezone(UTC), UTC)

    def test_is_counted_from_1970(self) -> None:
        assert from_moment(datetime(1970, 1, 1, 8, 0, 0, 5, tzinfo=timezone(timedelta(hours=8)))) == 5

    @pytest.mark.parametrize("at", ["1899-12-31T23:59:59Z", "2201-01-01T00:00:00Z", "0001-01-01T00:00:00Z"])
    def test_lies_within_the_years_of_calendars(self, at: str) -> None:
        with pytest.raises(CalendarUnreachable):
            from_moment(datetime.fromisoformat(at))
