"""What Wellkept asks of every plugin."""

from typing import ClassVar

from weather_hold.plugin import WeatherHold
from wellkept_sdk.testing import PluginCompliance


class TestWeatherHold(PluginCompliance):
    plugin = WeatherHold
    earlier_terms: ClassVar = {1: {"wind_max_kmh": 50, "calm_minutes": 20}}
