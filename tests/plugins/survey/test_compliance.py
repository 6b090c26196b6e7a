"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from fake_parties import FakeParties
from wellkept_calendars import plugin as calendars
from wellkept_sdk.testing import PluginCompliance
from wellkept_stations import plugin as stations
from wellkept_survey.plugin import SurveyPlugin


class TestSurvey(PluginCompliance):
    plugin = SurveyPlugin
    companions: ClassVar = (FakeParties(), calendars, stations)
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)
