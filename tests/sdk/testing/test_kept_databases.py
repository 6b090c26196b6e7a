"""Databases that one test leaves to the next, as they would have been made for it."""

import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from weather_plugin import GatekeeperPlugin, WeatherPlugin
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing.databases import POSTGRES_URL, on_postgres
from wellkept_sdk.testing.kept_databases import (
    WAITING_MAX,
    LentDatabase,
    Wanted,
    forget_databases,
    lent_database,
    waiting,
)

WANTED = Wanted(plugins=(WeatherPlugin(), GatekeeperPlugin()), core_first=False)
MIGRATE = "CREATE TABLE place (code TEXT); INSERT INTO place VALUES ('@supplier'); CREATE SEQUENCE number"
WORK = "INSERT INTO place VALUES ('NANJING'); SELECT nextval('number')"
SEEN = "SELECT string_agg(code, ', ') FROM place"
NEXT = "SELECT nextval('number')"

pytestmark = pytest.mark.skipif(not os.environ.get(POSTGRES_URL), reason=f"{POSTGRES_URL} names no server")


@pytest.fixture(autouse=True)
async def nothing_waiting() -> AsyncIterator[None]:
    await forget_databases()
    yield
    await forget_databases()


def lent(wanted: Wanted = WANTED) -> AbstractAsyncContextManager[LentDatabase]:
    return lent_database(Dialect.POSTGRES, Path(), wanted=wanted)


async def used(wanted: Wanted = WANTED, *, work: str = WORK) -> str:
    """Migrate a database, work in it, and return its URL."""
    async with lent(wanted) as database:
        await on_postgres(database.url, MIGRATE)
        await database.remember()
        await on_postgres(database.url, work)
        return database.url


class TestLentDatabase:
    async def test_is_the_one_of_before_with_what_migrations_have_made_and_no_more(self) -> None:
        url = await used()

        async with lent(Wanted(plugins=WANTED.plugins, core_first=False)) as again:
            await again.remember()

            assert again.url == url
            assert await on_postgres(again.url, SEEN) == "@supplier"
            assert await on_postgres(again.url, NEXT) == 1

    @pytest.mark.parametrize(
        "other",
        [
            Wanted(plugins=WANTED.plugins, core_first=True),
            Wanted(plugins=WANTED.plugins[:1], core_first=False),
            Wanted(plugins=(*WANTED.plugins[:1], GatekeeperPlugin()), core_first=False),
        ],
        ids=["core_first", "fewer", "its_like"],
    )
    async def test_is_another_for_other_plugins(self, other: Wanted) -> None:
        url = await used()

        async with lent(other) as database:
            assert database.url != url

    @pytest.mark.parametrize("change", ["ALTER TABLE place ADD COLUMN name TEXT", "DROP TABLE place"])
    async def test_is_not_given_on_once_its_schema_has_changed(self, change: str) -> None:
        url = await used(work=change)

        async with lent() as database:
            assert database.url != url

    async def test_is_not_given_on_where_it_was_never_finished(self) -> None:
        async with lent() as database:
            url = database.url

        async with lent() as again:
            assert again.url != url

    async def test_is_dropped_where_its_test_fails(self) -> None:
        with pytest.raises(LookupError):
            async with lent() as database:
                raise LookupError(database.url)

        assert waiting == []

    async def test_waits_with_a_few_others(self) -> None:
        wishes = [Wanted(plugins=(WeatherPlugin(),), core_first=False) for _ in range(WAITING_MAX + 1)]
        urls = [await used(wanted) for wanted in wishes]

        assert [database.url for database in waiting] == urls[1:]
