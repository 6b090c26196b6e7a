from collections.abc import Callable

import pytest

from wellkept.platform.migrations.apps import App
from wellkept.platform.migrations.rebuild import rebuild_table
from wellkept.platform.migrations.runner import migrate
from wellkept.platform.storage.driver_errors import ConstraintViolation, ForeignKeyViolation
from wellkept.platform.storage.engines import bind, engine_for
from wellkept_sdk.db.database import Dialect

BEFORE = """
STATEMENTS = (
    "CREATE TABLE shelf (id UUID PRIMARY KEY, name TEXT, colour TEXT)",
    "CREATE TABLE book (id UUID PRIMARY KEY, shelf_id UUID NOT NULL REFERENCES shelf (id) ON DELETE CASCADE)",
    "INSERT INTO shelf (id, name, colour) VALUES ('shelf-1', 'A', 'red')",
    "INSERT INTO book (id, shelf_id) VALUES ('book-1', 'shelf-1')",
)
"""
STATEMENTS = (
    "CREATE TABLE shelf (id UUID PRIMARY KEY, name TEXT NOT NULL, width BIGINT NOT NULL DEFAULT 80)",
    "CREATE UNIQUE INDEX shelf__name ON shelf (name)",
)
REBUILD = f"""
from wellkept.platform.migrations.rebuild import rebuild_table

async def change(database):
    await rebuild_table(database, statements={STATEMENTS!r})
"""
BREAK = """
STATEMENTS = ("DELETE FROM shelf",)
"""


@pytest.fixture
def url(blank_url: str) -> str:
    if blank_url.startswith("postgresql"):
        pytest.skip("PostgreSQL alters tables in place.")
    return blank_url


class TestRebuildTable:
    async def test_keeps_rows_and_references(self, url: str, migrations_package: Callable[..., str]) -> None:
        engine = engine_for(url)
        app = App("shop", tables=(), migrations_package=migrations_package(shop_1=BEFORE, shop_2=REBUILD))

        await migrate(engine, [app])

        await engine.open()
        assert await engine.fetch("SELECT name, width FROM shelf") == [{"name": "A", "width": 80}]
        assert await engine.fetch("SELECT count(*) AS number FROM book") == [{"number": 1}]
        with pytest.raises(ForeignKeyViolation):
            await engine.execute("INSERT INTO book (id, shelf_id) VALUES (?, ?)", "x", "nowhere")
        with pytest.raises(ConstraintViolation):
            await engine.execute("INSERT INTO shelf (id) VALUES (?)", "x")
        await engine.execute("DELETE FROM shelf")
        assert await engine.fetch("SELECT * FROM book") == []
        await engine.close()

    async def test_refuses_what_makes_no_table(self, url: str) -> None:
        engine = engine_for(url)
        with pytest.raises(ValueError, match="makes no table"):
            await rebuild_table(engine, statements=["DROP TABLE shelf"])


class TestMigrate:
    async def test_refuses_to_leave_references_that_lead_nowhere(
        self, url: str, migrations_package: Callable[..., str]
    ) -> None:
        engine = engine_for(url)
        app = App("shop", tables=(), migrations_package=migrations_package(shop_1=BEFORE, shop_2=BREAK))

        with pytest.raises(RuntimeError, match="lead nowhere"):
            await migrate(engine, [app])


async def test_is_for_sqlite_only(blank_url: str) -> None:
    engine = engine_for(blank_url)
    bind(engine)
    if engine.dialect is Dialect.POSTGRES:
        with pytest.raises(RuntimeError, match="in place"):
            await rebuild_table(engine, statements=STATEMENTS)
