from datetime import UTC, datetime, timedelta

import pytest

from weather_hold.rules.wind import Wind, calm_since, forbids_work

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


def wind(minutes_before_noon: int, wind_dmps: int, gust_dmps: int | None = None) -> Wind:
    measured_at = NOON - timedelta(minutes=minutes_before_noon)
    return Wind(measured_at=measured_at, wind_dmps=wind_dmps, gust_dmps=wind_dmps if gust_dmps is None else gust_dmps)


class TestWind:
    @pytest.mark.parametrize(("mean", "gust", "exceeds"), [(120, 120, False), (121, 121, True), (60, 140, True)])
    def test_exceeds_a_limit_by_its_mean_or_its_gusts(self, mean: int, gust: int, *, exceeds: bool) -> None:
        assert wind(0, mean, gust).exceeds(12) is exceeds

    def test_forbids_work_above_the_limit(self) -> None:
        assert forbids_work(wind(5, 150), limit_mps=12, at=NOON, valid=TWO_HOURS) is True
        assert forbids_work(wind(5, 90), limit_mps=12, at=NOON, valid=TWO_HOURS) is False

    def test_tells_nothing_when_it_was_measured_long_ago_or_never(self) -> None:
        assert forbids_work(wind(121, 150), limit_mps=12, at=NOON, valid=TWO_HOURS) is None
        assert forbids_work(None, limit_mps=12, at=NOON, valid=TWO_HOURS) is None


class TestCalm:
    def test_begins_with_the_first_reading_after_the_last_strong_one(self) -> None:
        readings = [wind(5, 80), wind(25, 110), wind(40, 90), wind(50, 160), wind(60, 70)]

        assert calm_since(readings, limit_mps=12) == wind(40, 90).measured_at

    def test_is_over_when_the_newest_reading_is_strong(self) -> None:
        assert calm_since([wind(5, 130), wind(25, 80)], limit_mps=12) is None

    def test_is_unknown_without_readings(self) -> None:
        assert calm_since([], limit_mps=12) is None
