from datetime import timedelta

import pytest

from wellkept_calendars.errors import DurationAmbiguous, DurationOutOfRange
from wellkept_calendars.rules.durations import length_of, require_countable
from wellkept_sdk.period import BusinessDays, BusinessTime, Duration, Elapsed


class TestDuration:
    @pytest.mark.parametrize(
        "duration",
        [
            BusinessTime(duration="PT87600H"),
            Elapsed(duration="P1D"),
            BusinessDays(days=0, until="16:00"),
            BusinessDays(days=3660),
        ],
    )
    def test_may_be_counted(self, duration: Duration) -> None:
        require_countable(duration)

    @pytest.mark.parametrize("duration", [BusinessTime(duration="P1D"), BusinessTime(duration="P1M")])
    def test_that_nobody_agrees_on_may_not(self, duration: Duration) -> None:
        with pytest.raises(DurationAmbiguous):
            require_countable(duration)

    @pytest.mark.parametrize(
        "duration", [Elapsed(duration="-PT1S"), Elapsed(duration="PT87601H"), BusinessDays(days=0)]
    )
    def test_beyond_its_range_may_not(self, duration: Duration) -> None:
        with pytest.raises(DurationOutOfRange):
            require_countable(duration)

    def test_has_a_length_in_microseconds(self) -> None:
        assert length_of(BusinessTime(duration="PT2H0.000001S")) == 7_200_000_001
        assert length_of(Elapsed(duration="P1D")) == timedelta(days=1) // timedelta(microseconds=1)

    def test_is_refused_every_time(self) -> None:
        for _ in range(2):
            with pytest.raises(DurationAmbiguous):
                length_of(BusinessTime(duration="P1W"))
