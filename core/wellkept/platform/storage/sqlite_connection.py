"""One connection to a SQLite file: a worker thread, and one hop to it per statement."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import aiosqlite

from wellkept.platform.storage.connection import uninterrupted
from wellkept.platform.storage.driver_errors import ConnectionLost, translated
from wellkept.platform.storage.parameters import for_sqlite
from wellkept_sdk.db.database import Row

_STATEMENTS_CACHED = 512
_R = TypeVar("_R")


class SqliteConnection:
    """A connection that raises our errors and is idle when a call returns, even a cancelled one."""

    def __init__(self, worker: "_Worker", *, reader: bool) -> None:
        """Wrap an open worker; make one with `connect`."""
        self._worker = worker
        self._reader = reader

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open."""
        return self._worker.in_transaction

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Row]:
        """Return the rows of a statement."""
        return await self._run(_fetch, sql, for_sqlite(args))

    async def execute(self, sql: str, args: Sequence[Any]) -> int:
        """Return how many rows a statement changed."""
        return await self._run(_execute, sql, for_sqlite(args))

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once per row of arguments."""
        await self._run(_execute_many, sql, [for_sqlite(row) for row in rows])

    async def control(self, sql: str) -> None:
        """Run BEGIN, COMMIT, ROLLBACK or a savepoint statement to its end, cancelled or not."""
        # The thread runs it to its end in any case, and a cancelled call waits for that below.
        await self._run(_execute, sql, [])

    async def close(self) -> None:
        """Close the file and end the thread."""
        await self._worker.close()

    async def _run(self, call: Callable[[sqlite3.Connection, str, list[Any]], _R], sql: str, args: list[Any]) -> _R:
        try:
            return await self._worker.run(call, sql, args)
        except (sqlite3.Error, OverflowError, UnicodeEncodeError) as error:
            raise translated(error) from error
        except BaseException:
            await self._wait_until_idle()
            raise

    async def _wait_until_idle(self) -> None:
        # A writer is not interrupted: SQLite would roll its whole transaction back, savepoints included.
        if self._reader:
            await self._worker.interrupt()
        await uninterrupted(self._nothing())

    async def _nothing(self) -> None:
        await self._worker.run(_nothing)


class _Worker(aiosqlite.Connection):
    """The driver's connection, with a way to run a whole function in its thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        """Prepare; awaiting it opens the file."""
        super().__init__(connector, iter_chunk_size=1)
        # A process that ends without closing must not wait for this thread for ever.
        self._thread.daemon = True

    async def run(self, call: Callable[..., _R], *args: object) -> _R:
        """Call a function with the raw connection first, in the worker thread."""
        result: _R = await self._execute(call, self._conn, *args)  # pyright: ignore[reportUnknownMemberType]
        return result

    async def ended(self) -> None:
        """Wait for the thread of a failed attempt, which else would report to an event loop that is gone."""
        await asyncio.to_thread(self._thread.join)


async def connect(path: str, *, pragmas: Sequence[str], busy_timeout_seconds: float, reader: bool) -> SqliteConnection:
    """
    Open a connection and set its pragmas; a failed attempt leaves no thread behind.

    Raises:
        Unavailable: the file cannot be opened or is locked.
    """
    connector = partial(
        sqlite3.connect,
        path,
        timeout=busy_timeout_seconds,
        detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
        isolation_level=None,
        cached_statements=_STATEMENTS_CACHED,
    )
    worker = _Worker(connector)
    try:
        await worker
    except sqlite3.Error as error:
        await worker.ended()
        raise ConnectionLost(detail=f"The database file cannot be opened: {error}.") from error
    connection = SqliteConnection(worker, reader=reader)
    try:
        for pragma in pragmas:
            await connection.fetch(f"PRAGMA {pragma}", ())
    except BaseException:
        await uninterrupted(connection.close())
        raise
    return connection


def _fetch(connection: sqlite3.Connection, sql: str, args: list[Any]) -> list[Row]:
    cursor = connection.execute(sql, args)
    # `cursor.description` loses the type hint of `AS "name [type]"`, as it should.
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _execute(connection: sqlite3.Connection, sql: str, args: list[Any]) -> int:
    return max(connection.execute(sql, args).rowcount, 0)


def _execute_many(connection: sqlite3.Connection, sql: str, rows: list[list[Any]]) -> None:
    connection.executemany(sql, rows)


def _nothing(_: sqlite3.Connection) -> None:
    """Pass through the queue of the worker thread, so that everything before it is done."""
