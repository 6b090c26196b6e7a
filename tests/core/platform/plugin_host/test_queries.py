from datetime import UTC, datetime

from wellkept.platform.plugin_host.queries import failures_by_plugin
from wellkept.platform.plugin_host.tables import PluginFailure
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.rows import insert

NINE, TEN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC), datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


async def failed(plugin: str, hook: str, *, at: datetime) -> None:
    await insert(
        PluginFailure, plugin=plugin, hook=hook, subject=None, error=f"No {hook}.", request_id=None, created_at=at
    )


class TestFailures:
    async def test_are_counted_by_plugin_with_the_latest(self, database: Database) -> None:
        await failed("ants", "ticket_opened", at=TEN)
        await failed("ants", "ticket_logged", at=NINE)
        await failed("bees", "ticket_logged", at=NINE)

        found = await failures_by_plugin()

        assert {plugin: each.count for plugin, each in found.items()} == {"ants": 2, "bees": 1}
        assert (found["ants"].last_hook, found["ants"].last_error) == ("ticket_opened", "No ticket_opened.")
        assert found["ants"].last_at == TEN

    async def test_are_none_where_nothing_has_failed(self, database: Database) -> None:
        assert await failures_by_plugin() == {}
