"""What a comparison of schemas looks at, and what it leaves to those who made it by hand."""

from collections.abc import AsyncIterator

import pytest
from piccolo.table import Table

from wellkept.platform.migrations.apps import App, core_app
from wellkept.platform.migrations.difference import schema_difference
from wellkept.platform.storage.database import Database
from wellkept_sdk.db import Dialect, columns


class Shelf(Table, tablename="shop_shelf"):
    id = columns.number_key()
    name = columns.text()


class Word(Table, tablename="shop_word"):
    word = columns.text_key()


BY_HAND = ("shop_shelf.words", "shop_shelf__words", "shop_posting")


@pytest.fixture(autouse=True)
async def made_by_hand(database: Database) -> AsyncIterator[None]:
    await database.execute("CREATE TABLE shop_shelf (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, words TEXT)")
    await database.execute("CREATE INDEX shop_shelf__words ON shop_shelf (words)")
    await database.execute("CREATE TABLE shop_word (word TEXT PRIMARY KEY NOT NULL)")
    await database.execute("CREATE TABLE shop_posting (word TEXT, shelf_id INTEGER)")
    yield
    for table in ("shop_shelf", "shop_word", "shop_posting"):
        await database.execute(f"DROP TABLE {table}")


def shop(*by_hand: str) -> list[App]:
    return [core_app(), App("shop", (Shelf, Word), "", requires=("core",), by_hand=by_hand)]


class TestDifference:
    async def test_is_what_nobody_declares(self, database: Database) -> None:
        assert await schema_difference(database, shop()) == [
            "not declared: column shelf_id of shop_posting: INTEGER",
            "not declared: column word of shop_posting: TEXT",
            "not declared: column words of shop_shelf: TEXT",
            "not declared: index shop_shelf__words of shop_shelf",
        ]

    async def test_leaves_out_what_is_made_by_hand(self, database: Database) -> None:
        assert await schema_difference(database, shop(*BY_HAND)) == []

    async def test_leaves_out_virtual_tables(self, database: Database) -> None:
        if database.dialect is not Dialect.SQLITE:
            pytest.skip("PostgreSQL has no virtual tables.")
        await database.execute("CREATE VIRTUAL TABLE shop_fts USING fts5(name)")

        found = await schema_difference(database, shop(*BY_HAND))
        await database.execute("DROP TABLE shop_fts")

        assert found == []
