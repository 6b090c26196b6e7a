"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from fake_parties import FakeParties
from wellkept_consignment.plugin import ConsignmentPlugin
from wellkept_inventory import plugin as inventory
from wellkept_sdk.testing import PluginCompliance


class TestConsignment(PluginCompliance):
    plugin = ConsignmentPlugin
    companions: ClassVar = (FakeParties(), inventory)
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)
