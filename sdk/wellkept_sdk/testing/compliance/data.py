"""Checks of what is stored."""

from wellkept_sdk.testing.compliance.story import live_through
from wellkept_sdk.testing.compliance.subject import SERVED, Subject, refuse
from wellkept_sdk.testing.compliance.tables import references_without_index


class DataChecks(Subject):
    """Tables come, grow and go without a trace."""

    async def test_migrations_make_what_the_tables_declare(self) -> None:
        """Compare a fresh database with the declared tables."""
        async with self.app() as app:
            refuse(await app.house.schema_difference())

    async def test_later_installation_makes_the_same_tables(self) -> None:
        """Compare a database that has served without the plugin before."""
        async with self.app(core_first=True) as app:
            refuse(await app.house.schema_difference())

    def test_foreign_keys_have_an_index(self) -> None:
        """Look for the index that a delete of the other row needs."""
        if self.plugin.schema is not None:
            refuse(f"{key} has no index that begins with it." for key in references_without_index(self.plugin.schema))

    async def test_uninstalling_leaves_nothing(self) -> None:
        """Use the plugin, remove it with its data, and look for what is left."""
        async with self.app() as app:
            await live_through(app, contract=SERVED, use=self.use)
            assert await app.house.uninstall(self.name) == ""
