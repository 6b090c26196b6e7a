"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from fake_parties import FakeParties
from wellkept_costs.plugin import CostsPlugin
from wellkept_sdk.testing import PluginCompliance


class TestCosts(PluginCompliance):
    plugin = CostsPlugin
    companions: ClassVar = (FakeParties(),)
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)
