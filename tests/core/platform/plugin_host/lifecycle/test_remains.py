from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from wellkept.platform.plugin_host.lifecycle.remains import (
    cancel_work,
    drop_everything,
    names_in_migrations,
    names_in_work,
    remains_of,
    tables_of_others,
)
from wellkept.platform.storage.database import Database
from wellkept_sdk.db import Dialect
from wellkept_sdk.now import now

TABLES = ("shop_item", "shop_box", "shop_plus_note")
FILL_TIMER = """
INSERT INTO timer (id, plugin, kind, record_id, due_at, next_at, state, attempts)
VALUES (?, ?, 'x', ?, ?, ?, 'ready', 0)
"""
FILL_MIGRATION = "INSERT INTO migration (name, app_name, ran_on) VALUES (?, ?, ?)"
FILL_JOB = "INSERT INTO job (id, name, state, attempts, next_at) VALUES (?, ?, 'ready', 0, ?)"
FILL_FAILURE = "INSERT INTO plugin_failure (id, plugin, hook, error, created_at) VALUES (?, ?, 'ticket_opened', 'x', ?)"


@pytest.fixture(autouse=True)
async def shops(database: Database) -> AsyncIterator[None]:
    """Make what two plugins leave behind, whose names begin alike; they were never installed in this process."""
    await database.execute("CREATE TABLE shop_box (id UUID PRIMARY KEY)")
    await database.execute("CREATE TABLE shop_item (id UUID PRIMARY KEY, box_id UUID REFERENCES shop_box (id))")
    await database.execute("CREATE TABLE shop_plus_note (id UUID PRIMARY KEY)")
    for number, plugin in enumerate(("shop", "shop_plus", "core")):
        key = UUID(int=number)
        await database.execute(FILL_TIMER, key, plugin, key, now(), now())
        await database.execute(FILL_JOB, key, f"{plugin}.sweep", now())
        await database.execute(FILL_FAILURE, key, plugin, now())
        if plugin != "core":
            await database.execute(FILL_MIGRATION, f"{plugin}_1_first", plugin, now())
    yield
    await database.execute("DELETE FROM migration WHERE app_name <> 'core'")
    for table in TABLES:
        await database.execute(f"DROP TABLE IF EXISTS {table}")


class TestRemainsOf:
    async def test_are_what_the_plugin_alone_has_left(self) -> None:
        remains = await remains_of("shop")

        assert remains.tables == ("shop_box", "shop_item")
        assert (remains.migrations, remains.timers, remains.jobs, remains.failures) == (1, 1, 1, 1)
        assert str(remains) == "tables: shop_box, shop_item; migrations: 1; timers: 1; jobs: 1; failures: 1"

    async def test_have_a_virtual_table_without_its_shadows(self, database: Database) -> None:
        if database.dialect is not Dialect.SQLITE:
            pytest.skip("PostgreSQL has no virtual tables.")
        await database.execute("CREATE VIRTUAL TABLE shop_fts USING fts5(name)")

        remains = await remains_of("shop")
        await drop_everything("shop", remains)

        assert remains.tables == ("shop_box", "shop_fts", "shop_item")
        assert not await remains_of("shop")

    async def test_are_nothing_of_a_plugin_that_never_was(self) -> None:
        remains = await remains_of("till")

        assert not remains
        assert str(remains) == "nothing"

    async def test_are_never_tables_of_core(self) -> None:
        assert (await remains_of("ticket")).tables == ()


class TestDropEverything:
    async def test_leaves_what_belongs_to_others(self, database: Database) -> None:
        await drop_everything("shop", await remains_of("shop"))

        assert not await remains_of("shop")
        others = await remains_of("shop_plus")
        assert (others.tables, others.migrations, others.timers, others.jobs) == (("shop_plus_note",), 1, 1, 1)
        assert await database.fetch("SELECT plugin FROM timer WHERE plugin = 'core'") == [{"plugin": "core"}]

    async def test_drops_a_table_that_rows_of_another_refer_to(self, database: Database) -> None:
        await database.execute("INSERT INTO shop_box (id) VALUES (?)", UUID(int=1))
        await database.execute("INSERT INTO shop_item (id, box_id) VALUES (?, ?)", UUID(int=2), UUID(int=1))

        await drop_everything("shop", await remains_of("shop"))

        assert not await remains_of("shop")

    async def test_drops_tables_that_refer_to_each_other_in_a_circle(self, database: Database) -> None:
        await database.execute("ALTER TABLE shop_box ADD COLUMN first_id UUID REFERENCES shop_item (id)")

        await drop_everything("shop", await remains_of("shop"))

        assert not await remains_of("shop")

    async def test_drops_the_functions_of_triggers(self, database: Database) -> None:
        if database.dialect is Dialect.SQLITE:
            assert (await remains_of("shop")).functions == ()
            return
        body = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        for name in ("shop_unchanged", "shop_plus_unchanged"):
            await database.execute(f"CREATE FUNCTION {name}() {body}")
        await database.execute(
            "CREATE TRIGGER shop_fixed BEFORE UPDATE ON shop_item FOR EACH ROW EXECUTE FUNCTION shop_unchanged()"
        )

        assert "functions: shop_unchanged" in str(await remains_of("shop"))
        await drop_everything("shop", await remains_of("shop"))

        assert (await remains_of("shop")).functions == ()
        assert (await remains_of("shop_plus")).functions == ("shop_plus_unchanged",)
        await database.execute("DROP FUNCTION shop_plus_unchanged")


class TestCancelWork:
    async def test_keeps_tables_and_migrations(self) -> None:
        await cancel_work("shop")

        remains = await remains_of("shop")
        assert (remains.tables, remains.migrations, remains.failures) == (("shop_box", "shop_item"), 1, 1)
        assert (remains.timers, remains.deliveries, remains.jobs) == (0, 0, 0)


class TestNames:
    async def test_are_those_of_plugins_and_not_core(self) -> None:
        assert await names_in_migrations() == {"shop", "shop_plus"}
        assert await names_in_work() == {"shop", "shop_plus"}

    async def test_of_tables_tell_those_of_inactive_plugins(self) -> None:
        assert await tables_of_others({"shop"}) == {"shop_plus_note"}
        assert await tables_of_others(set()) == set(TABLES)
