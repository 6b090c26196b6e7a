"""Minutes become hours, metres kilometres."""

from datetime import UTC, datetime, timedelta

import pytest

from wellkept_stations.rules.charges import labour, metres_of, minutes_between, travel

ARRIVED = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


class TestLabour:
    @pytest.mark.parametrize(
        ("minutes", "hours"),
        [(150, "2.500"), (60, "1.000"), (1, "0.017"), (20, "0.333"), (40, "0.667"), (0, "0.000")],
    )
    def test_is_in_hours_rounded_half_up(self, minutes: int, hours: str) -> None:
        assert (labour(minutes).decimal(), labour(minutes).unit) == (hours, "h")


class TestTravel:
    def test_is_in_kilometres(self) -> None:
        assert (travel(86_000).decimal(), travel(86_000).unit) == ("86.000", "km")

    @pytest.mark.parametrize(
        ("kilometres", "metres"), [(86, 86_000), (0.0004, 0), (0.0005, 1), (12.3456, 12_346), (0, 0)]
    )
    def test_is_kept_in_metres_rounded_half_up(self, kilometres: float, metres: int) -> None:
        assert metres_of(kilometres) == metres


class TestTheMinutesOnSite:
    @pytest.mark.parametrize(
        ("stayed", "minutes"),
        [
            (timedelta(hours=2, minutes=30), 150),
            (timedelta(minutes=1, microseconds=1), 2),
            (timedelta(seconds=1), 1),
            (timedelta(0), 0),
        ],
        ids=["whole", "a_little_more", "a_second", "none"],
    )
    def test_are_those_that_were_begun(self, stayed: timedelta, minutes: int) -> None:
        assert minutes_between(ARRIVED, ARRIVED + stayed) == minutes
