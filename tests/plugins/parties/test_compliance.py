"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from parties_house import involved, registered
from wellkept_parties.plugin import PartiesPlugin
from wellkept_sdk.testing import Json, PluginCompliance, TestApp


class TestParties(PluginCompliance):
    plugin = PartiesPlugin
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)

    async def use(self, app: TestApp, ticket: Json) -> None:
        """Let a party take part."""
        await involved(app, f"tickets/{ticket['id']}", await registered(app))
