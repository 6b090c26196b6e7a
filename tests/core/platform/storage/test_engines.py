import asyncio
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from piccolo.table import Table

from wellkept.platform.storage.database import Database
from wellkept.platform.storage.driver_errors import ConnectionLost, LockTimeout
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind, database, engine_for
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.db import columns
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.errors import Unavailable

UNCLOSED = """
import asyncio, sys
from wellkept.platform.storage.engines import bind, engine_for
async def main():
    engine = engine_for(sys.argv[1])
    await engine.open()
    await engine.fetch("SELECT 1")
    raise SystemExit(7)
asyncio.run(main())
"""


class Shelf(Table, tablename="shelf"):
    id = columns.primary_key()
    name = columns.text()


Shelves: Any = Shelf  # Piccolo's queries are only partly typed.


def small_engine(url: str) -> SqliteEngine | PgEngine:
    if url.startswith("sqlite"):
        return SqliteEngine(url.removeprefix("sqlite:///"), readers=1, lock_timeout_seconds=0.05)
    return PgEngine(url, pool_max=1, acquire_timeout_seconds=0.05)


@pytest.fixture
async def small(blank_url: str) -> AsyncIterator[SqliteEngine | PgEngine]:
    """Return a database with a single connection per purpose."""
    engine = small_engine(blank_url)
    await engine.open()
    bind(engine)
    await engine.execute("CREATE TABLE shelf (id UUID PRIMARY KEY, name TEXT)")
    yield engine
    await engine.close()


class TestEngineFor:
    def test_knows_sqlite_files_and_postgresql_servers(self) -> None:
        sqlite, postgres = engine_for("sqlite:////var/lib/wellkept.db"), engine_for("postgresql://nobody@nowhere/none")

        assert (type(sqlite), sqlite.dialect) == (SqliteEngine, Dialect.SQLITE)
        assert (type(postgres), postgres.dialect) == (PgEngine, Dialect.POSTGRES)

    @pytest.mark.parametrize("url", ["mysql://x", "wellkept.db", ""])
    def test_refuses_other_urls(self, url: str) -> None:
        with pytest.raises(ValueError, match="must begin with"):
            engine_for(url)

    def test_refuses_a_database_in_memory(self) -> None:
        with pytest.raises(ValueError, match="name a file"):
            engine_for("sqlite:///:memory:")


def threads_of_connections() -> int:
    """Count threads, those of the loop's own pool left out: they end with the loop."""
    return sum(not thread.name.startswith("asyncio_") for thread in threading.enumerate())


class TestOpen:
    async def test_says_plainly_that_a_server_cannot_be_reached(self) -> None:
        with pytest.raises(ConnectionLost, match="PostgreSQL cannot be reached"):
            await engine_for("postgresql://nobody@127.0.0.1:1/none").open()

    async def test_leaves_no_thread_behind_when_it_fails(self, tmp_path: Path) -> None:
        before = threads_of_connections()

        with pytest.raises(ConnectionLost):
            await engine_for(f"sqlite:///{tmp_path}/no/such/folder.db").open()

        async with asyncio.timeout(10):
            while threads_of_connections() > before:  # noqa: ASYNC110 - a thread's end rings no bell
                await asyncio.sleep(0.02)

    async def test_waits_for_another_process_that_holds_the_file(self, tmp_path: Path) -> None:
        other = sqlite3.connect(tmp_path / "shared.db", isolation_level=None)
        other.execute("CREATE TABLE shelf (id TEXT)")
        other.execute("BEGIN IMMEDIATE")
        engine = engine_for(f"sqlite:///{tmp_path}/shared.db")

        opening = asyncio.create_task(engine.open())
        await asyncio.sleep(0.2)
        assert not opening.done()
        other.execute("COMMIT")
        await opening

        assert await engine.fetch("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
        await engine.close()
        other.close()

    async def test_lets_a_process_end_that_never_closes(self, blank_url: str) -> None:
        process = await asyncio.create_subprocess_exec(sys.executable, "-W", "ignore", "-c", UNCLOSED, blank_url)

        async with asyncio.timeout(20):
            assert await process.wait() == 7


class TestBind:
    async def test_sends_piccolos_queries_through_the_transaction(self, small: Database) -> None:
        with suppress(KeyError):
            async with transaction():
                await Shelves(name="undone").save()
                assert await Shelves.select(Shelves.name) == [{"name": "undone"}]
                raise KeyError

        assert database() is small
        assert await Shelves.count() == 0

    async def test_makes_piccolos_transactions_ours(self, small: Database) -> None:
        async with small.transaction():
            await Shelves(name="kept").save()
            with suppress(KeyError):
                async with small.transaction():
                    await Shelves(name="undone").save()
                    raise KeyError

        assert await Shelves.select(Shelves.name) == [{"name": "kept"}]


class TestTake:
    @pytest.mark.parametrize("writing", [True, False])
    async def test_gives_up_when_no_connection_becomes_free(self, small: Database, *, writing: bool) -> None:
        held = await small.take(writing=writing)

        with pytest.raises(Unavailable) as caught:
            await small.take(writing=writing)

        assert "Retry-After" in caught.value.headers
        await small.give_back(held)
        await small.give_back(await small.take(writing=writing))

    async def test_replaces_a_connection_that_the_server_has_ended(self, small: Database) -> None:
        if small.dialect is Dialect.SQLITE:
            pytest.skip("SQLite has no server.")
        with pytest.raises(ConnectionLost):
            await small.fetch("SELECT pg_terminate_backend(pg_backend_pid())")

        assert await small.fetch("SELECT 1 AS number") == [{"number": 1}]

    async def test_never_commits_on_a_connection_that_the_server_has_ended(self, small: Database) -> None:
        if small.dialect is Dialect.SQLITE:
            pytest.skip("SQLite has no server.")
        with pytest.raises(Unavailable):
            async with transaction():
                await small.execute("INSERT INTO shelf (id) VALUES (?)", uuid4())
                with suppress(ConnectionLost):
                    await small.fetch("SELECT pg_terminate_backend(pg_backend_pid())")

        assert await small.fetch("SELECT count(*) AS number FROM shelf") == [{"number": 0}]

    async def test_lets_others_read_while_one_writes(self, store: Database) -> None:
        async def read() -> object:
            return await store.fetch("SELECT count(*) AS number FROM book")

        async with transaction():
            await store.execute("INSERT INTO book (id, title) VALUES (?, 'x')", uuid4())
            assert await asyncio.create_task(read()) == [{"number": 0}]

    async def test_is_refused_when_the_engine_is_closed(self, blank_url: str) -> None:
        with pytest.raises(ConnectionLost, match="not open"):
            await engine_for(blank_url).fetch("SELECT 1")


class TestErrors:
    async def test_leak_no_connection(self, small: Database) -> None:
        for statement in ["SELECT nothing", "DELETE FROM nowhere", "INSERT INTO shelf (id) VALUES (?)"] * 10:
            with pytest.raises(Exception):  # noqa: B017, PT011 - each database has its own words
                await small.fetch(statement)

        assert await small.fetch("SELECT count(*) AS number FROM shelf") == [{"number": 0}]
        assert await small.execute("INSERT INTO shelf (id) VALUES (?)", uuid4()) == 1

    async def test_replace_a_writer_that_comes_back_inside_a_transaction(self, small: Database) -> None:
        connection = await small.take(writing=True)
        await connection.control("BEGIN")
        with suppress(Exception):
            await small.give_back(connection)

        async with transaction():
            await small.execute("INSERT INTO shelf (id) VALUES (?)", uuid4())

        assert await small.fetch("SELECT count(*) AS number FROM shelf") == [{"number": 1}]


class TestSqliteLock:
    async def test_held_by_another_process_is_told_as_unavailable(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("wellkept.platform.storage.sqlite.BUSY_TIMEOUT_SECONDS", 0.05)
        engine = engine_for(f"sqlite:///{tmp_path}/shared.db")
        await engine.open()
        await engine.execute("CREATE TABLE shelf (id TEXT)")
        other = sqlite3.connect(tmp_path / "shared.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(LockTimeout):
            async with engine.transaction():
                pytest.fail("It has begun.")
        other.execute("ROLLBACK")
        other.close()

        assert await engine.execute("INSERT INTO shelf (id) VALUES ('x')") == 1
        await engine.close()


class TestPostgresLock:
    async def test_held_too_long_is_told_as_unavailable(self, blank_url: str) -> None:
        if blank_url.startswith("sqlite"):
            pytest.skip("SQLite has no lock on a row.")
        engine = PgEngine(blank_url, timeouts_seconds={"lock_timeout": 1})
        await engine.open()
        bind(engine)
        await engine.execute("CREATE TABLE shelf (id TEXT)")

        async def wait_for_lock() -> None:
            await engine.execute("INSERT INTO shelf (id) VALUES ('x')")

        async with transaction():
            await engine.execute("LOCK TABLE shelf")
            with pytest.raises(LockTimeout):
                await asyncio.create_task(wait_for_lock())
        await engine.close()
