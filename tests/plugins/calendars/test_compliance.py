"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from wellkept_calendars.plugin import CalendarsPlugin
from wellkept_sdk.testing import PluginCompliance


class TestCalendars(PluginCompliance):
    plugin = CalendarsPlugin
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)
