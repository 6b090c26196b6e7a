import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from wellkept.platform.migrations.apps import App
from wellkept.platform.migrations.runner import migrate, pending
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind, engine_for
from wellkept_sdk.db.database import Dialect

FIRST = """
STATEMENTS = (
    "CREATE TABLE shelf (id UUID PRIMARY KEY, name TEXT NOT NULL)",
    "-- PostgreSQL only\\nCREATE SEQUENCE shelf_seq AS bigint CACHE 1",
)
"""
SECOND = """
STATEMENTS = ("CREATE TABLE book (id UUID PRIMARY KEY, shelf_id UUID REFERENCES shelf (id))",)

async def change(database):
    await database.execute("INSERT INTO shelf (id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'A')")
"""
FAILING = """
STATEMENTS = ("CREATE TABLE reader (id UUID PRIMARY KEY)", "INSERT INTO nowhere VALUES (1)")
"""
PICCOLO = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager

async def forwards():
    manager = MigrationManager(migration_id="shop_3", app_name="shop", description="")
    manager.add_table(class_name="Author", tablename="author")
    manager.add_column(table_class_name="Author", tablename="author", column_name="name", db_column_name="name",
                       column_class_name="Text", params={"default": "", "null": False})
    return manager
"""
PROGRAM = """
import asyncio, sys
from wellkept.platform.migrations.apps import App
from wellkept.platform.migrations.runner import migrate
from wellkept.platform.storage.engines import engine_for
url, package = sys.argv[1:]
print(len(asyncio.run(migrate(engine_for(url), [App("shop", tables=(), migrations_package=package)]))))
"""

Packages = Callable[..., str]
Engine = SqliteEngine | PgEngine


def shop(package: str) -> App:
    return App("shop", tables=(), migrations_package=package)


async def tables(engine: Engine) -> set[str]:
    catalogue = {
        Dialect.SQLITE: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        Dialect.POSTGRES: "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    }
    return {row["name"] for row in await engine.fetch(catalogue[engine.dialect])}


@pytest.fixture
async def engine(blank_url: str) -> AsyncIterator[Engine]:
    engine = engine_for(blank_url)
    await engine.open()
    bind(engine)
    yield engine
    await engine.close()


class TestMigrate:
    async def test_runs_what_has_not_run_and_nothing_twice(self, engine: Engine, migrations_package: Packages) -> None:
        app = shop(migrations_package(shop_1_shelf=FIRST, shop_2_book=SECOND))

        assert await pending(engine, [app]) == ["shop_1_shelf", "shop_2_book"]
        assert await migrate(engine, [app]) == ["shop_1_shelf", "shop_2_book"]
        assert await migrate(engine, [app]) == []

        assert await pending(engine, [app]) == []
        assert await tables(engine) == {"shelf", "book", "migration"}
        assert await engine.fetch("SELECT name FROM shelf") == [{"name": "A"}]

    async def test_leaves_nothing_behind_when_one_fails(self, engine: Engine, migrations_package: Packages) -> None:
        app = shop(migrations_package(shop_1_shelf=FIRST, shop_2_book=SECOND, shop_3_reader=FAILING))

        with pytest.raises(Exception, match="nowhere"):
            await migrate(engine, [app])

        assert await tables(engine) == set()
        assert await pending(engine, [app]) == ["shop_1_shelf", "shop_2_book", "shop_3_reader"]

    async def test_runs_what_piccolo_has_generated_without_a_word(
        self, engine: Engine, migrations_package: Packages, capsys: pytest.CaptureFixture[str]
    ) -> None:
        app = shop(migrations_package(shop_3_author=PICCOLO))

        await migrate(engine, [app])

        assert await tables(engine) == {"author", "migration"}
        assert capsys.readouterr().out == ""

    async def test_runs_required_apps_first(self, engine: Engine, migrations_package: Packages) -> None:
        core = App("core", tables=(), migrations_package=migrations_package(core_1_shelf=FIRST))
        shop = App("ashop", tables=(), migrations_package=migrations_package(ashop_1=SECOND), requires=("core",))

        assert await migrate(engine, [shop, core]) == ["core_1_shelf", "ashop_1"]

    async def test_refuses_an_app_without_the_one_it_requires(self, engine: Engine) -> None:
        with pytest.raises(ValueError, match="requires core"):
            await migrate(engine, [App("shop", tables=(), migrations_package="none_yet", requires=("core",))])

    async def test_refuses_a_name_that_could_be_another_apps(
        self, engine: Engine, migrations_package: Packages
    ) -> None:
        with pytest.raises(ValueError, match="must be named shop_"):
            await migrate(engine, [shop(migrations_package(m0001_initial=FIRST))])

    async def test_refuses_two_apps_with_a_migration_of_the_same_name(
        self, engine: Engine, migrations_package: Packages
    ) -> None:
        shop = App("shop", tables=(), migrations_package=migrations_package(shop_floor_1=FIRST))
        floor = App("shop_floor", tables=(), migrations_package=migrations_package(shop_floor_1=SECOND))

        with pytest.raises(ValueError, match="same name: shop_floor_1"):
            await migrate(engine, [shop, floor])

    async def test_lets_four_processes_start_at_once(
        self, engine: Engine, blank_url: str, migrations_package: Packages, tmp_path: Path
    ) -> None:
        package = migrations_package(shop_1_shelf=FIRST, shop_2_book=SECOND)
        environment = os.environ | {"PYTHONPATH": str(tmp_path)}

        processes = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", PROGRAM, blank_url, package, env=environment, stdout=asyncio.subprocess.PIPE
            )
            for _ in range(4)
        ]
        async with asyncio.timeout(60):
            printed = [(await process.communicate())[0].decode().strip() for process in processes]

        assert sorted(printed) == ["0", "0", "0", "2"]
        assert [process.returncode for process in processes] == [0, 0, 0, 0]
        assert await engine.fetch("SELECT count(*) AS number FROM migration") == [{"number": 2}]
