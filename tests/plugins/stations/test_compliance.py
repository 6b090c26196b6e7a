"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from fake_parties import FakeParties
from wellkept_calendars import plugin as calendars
from wellkept_sdk.testing import PluginCompliance
from wellkept_stations.plugin import StationsPlugin


class TestStations(PluginCompliance):
    plugin = StationsPlugin
    companions: ClassVar = (FakeParties(), calendars)
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)
