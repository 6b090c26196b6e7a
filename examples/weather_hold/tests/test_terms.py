import msgspec
import pytest

from weather_hold.terms import WeatherHoldTerms


class TestWeatherHoldTerms:
    def test_stop_work_above_twelve_metres_per_second_by_default(self) -> None:
        terms = msgspec.convert({}, WeatherHoldTerms)

        assert (terms.wind_max_mps, terms.calm_minutes) == (12, 30)

    @pytest.mark.parametrize(("kmh", "mps"), [(36, 10), (50, 13), (2, 1)])
    def test_turn_the_limit_of_the_first_version_to_the_safe_side(self, kmh: int, mps: int) -> None:
        migrated = WeatherHoldTerms.migrated({"wind_max_kmh": kmh, "calm_minutes": 20}, from_version=1)

        assert msgspec.convert(migrated, WeatherHoldTerms) == WeatherHoldTerms(wind_max_mps=mps, calm_minutes=20)

    def test_leave_defaults_of_the_first_version_to_the_second(self) -> None:
        assert WeatherHoldTerms.migrated({"calm_minutes": 20}, from_version=1) == {"calm_minutes": 20}
