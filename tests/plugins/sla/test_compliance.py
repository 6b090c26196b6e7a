"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from wellkept_calendars import plugin as calendars
from wellkept_sdk.testing import PluginCompliance
from wellkept_sla.plugin import SlaPlugin


class TestSla(PluginCompliance):
    plugin = SlaPlugin
    companions: ClassVar = (calendars,)
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)
