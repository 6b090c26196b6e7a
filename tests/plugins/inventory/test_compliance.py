"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from fake_parties import FakeParties
from wellkept_inventory.plugin import InventoryPlugin
from wellkept_sdk.testing import PluginCompliance


class TestInventory(PluginCompliance):
    plugin = InventoryPlugin
    companions: ClassVar = (FakeParties(),)
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)
