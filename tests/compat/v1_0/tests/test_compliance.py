"""What Wellkept asks of every plugin."""

from wellkept_sdk.testing import Json, PluginCompliance, TestApp

from wellkept_checklists.plugin import ChecklistsPlugin


class TestChecklistsPlugin(PluginCompliance):
    plugin = ChecklistsPlugin
    served_terms = {"first_item": "Call the customer", "required": False}  # noqa: RUF012 - read by the suite only

    async def use(self, app: TestApp, ticket: Json) -> None:
        items = f"/v1/tickets/{ticket['id']}/checklists"
        item = await app.created(items, {"text": "Check the seal"})
        await app.created(f"{items}/{item['id']}/done", {})
