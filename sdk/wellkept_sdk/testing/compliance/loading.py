"""Checks of loading: alone, and beside the plugins that it requires."""

from wellkept_sdk.testing.compliance.subject import Subject, refuse


class LoadingChecks(Subject):
    """Wellkept takes the plugin."""

    async def test_plugin_loads_alone(self) -> None:
        """Start Wellkept with the plugin and what it requires, and with nothing else."""
        async with self.app() as app:
            assert app.house.states[self.name] == "active"

    async def test_plugin_breaks_no_rule_of_the_house(self) -> None:
        """Ask for mistakes in routes, tables and migrations."""
        async with self.app() as app:
            refuse(app.house.mistakes(self.name))

    async def test_openapi_document_tells_of_the_plugin(self) -> None:
        """Read the document, as tools of integrators do."""
        async with self.app() as app:
            answer = await app.client.get("/openapi.json")
            assert answer.is_success, answer.text
            told = answer.json()["paths"]
            refuse(f"{route.path} is not told of." for route in app.house.routes(self.name) if route.path not in told)
