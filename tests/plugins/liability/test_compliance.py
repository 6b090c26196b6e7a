"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from fake_costs import FakeCosts
from fake_parties import FakeParties
from wellkept_liability.plugin import LiabilityPlugin
from wellkept_sdk.testing import PluginCompliance


class TestLiability(PluginCompliance):
    plugin = LiabilityPlugin
    companions: ClassVar = (FakeParties(), FakeCosts())
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)
