"""SQLite: several readers and one writer on one file."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from piccolo.engine.sqlite import SQLiteEngine
from piccolo.querystring import QueryString

from wellkept.platform.storage import sqlite_types
from wellkept.platform.storage.connection import Connection
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.driver_errors import ConnectionLost, LockTimeout
from wellkept.platform.storage.sqlite_connection import SqliteConnection, connect
from wellkept.platform.storage.unit import CurrentUnit
from wellkept_sdk.db.database import Dialect, Row

READERS = 4
CACHE_KIB = 16_000
BUSY_TIMEOUT_SECONDS = 30.0
LOCK_TIMEOUT_SECONDS = 30.0
_WAL_ATTEMPTS = 50
_WAL_PAUSE_SECONDS = 0.1


class SqliteEngine(Database, SQLiteEngine):  # pyright: ignore[reportIncompatibleMethodOverride] - transactions are ours
    """
    One SQLite file in WAL mode: persistent readers, and one writer that the tasks of this process take in turn.

    Args:
        path: the file; its folder must exist. A database in memory is refused: its readers would not see it.
        readers: how many queries may read at the same time.
        full_sync: flush at every commit. Without it (`synchronous=NORMAL`) an acknowledged write survives the
            death of any process, `kill -9` included; with it also the loss of power.
        lock_timeout_seconds: how long a task waits for a connection before it is told to come back.
        foreign_keys: whether they are enforced; only migrations, which rebuild tables, do without.
    """

    dialect = Dialect.SQLITE
    begin_statement: ClassVar[str] = "BEGIN IMMEDIATE"

    def __init__(
        self,
        path: str | Path,
        *,
        readers: int = READERS,
        full_sync: bool = False,
        lock_timeout_seconds: float = LOCK_TIMEOUT_SECONDS,
        foreign_keys: bool = True,
    ) -> None:
        """Open nothing yet."""
        if str(path) in {"", ":memory:"}:
            raise ValueError("A database in memory cannot be shared by readers and writer; name a file.")
        SQLiteEngine.__init__(self, path=str(path))  # pyright: ignore[reportUnknownMemberType]
        self.file = str(path)
        self.current_transaction = CurrentUnit()
        self._reader_count = readers
        self._lock_timeout_seconds = lock_timeout_seconds
        self._pragmas = (
            f"synchronous={'FULL' if full_sync else 'NORMAL'}",
            f"foreign_keys={int(foreign_keys)}",
            f"cache_size=-{CACHE_KIB}",
        )
        self._writer: SqliteConnection | None = None
        self._readers: list[SqliteConnection] = []

    def for_maintenance(self) -> "SqliteEngine":
        """Return an engine on the same file for migrations: one that does not enforce foreign keys."""
        return SqliteEngine(self.file, readers=1, foreign_keys=False)

    async def open(self) -> None:
        """Open the file, switch it to WAL and start the readers; a failure leaves no thread behind."""
        sqlite_types.register()
        self._writing = asyncio.Lock()
        self._idle: asyncio.LifoQueue[SqliteConnection] = asyncio.LifoQueue()
        try:
            self._writer = await self._connect(reader=False)
            await self._switch_to_wal(self._writer)
            for _ in range(self._reader_count):
                reader = await self._connect(reader=True)
                self._readers.append(reader)
                self._idle.put_nowait(reader)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close every connection and end its thread."""
        connections = [*self._readers, *([self._writer] if self._writer else [])]
        self._readers, self._writer = [], None
        for connection in connections:
            await connection.close()

    async def take(self, *, writing: bool) -> Connection:
        """
        Return the writer or a reader, for the caller alone.

        Raises:
            Unavailable: none became free in time, or the engine is not open.
        """
        if self._writer is None:
            raise ConnectionLost(detail="The database is not open.")
        try:
            async with asyncio.timeout(self._lock_timeout_seconds):
                if not writing:
                    return await self._idle.get()
                await self._writing.acquire()
        except TimeoutError as error:
            raise LockTimeout from error
        return self._writer

    async def give_back(self, connection: Connection) -> None:
        """Let others use the connection; a writer that could not be rolled back is replaced first."""
        assert isinstance(connection, SqliteConnection)
        if connection in self._readers:
            self._idle.put_nowait(connection)
            return
        try:
            if connection.in_transaction:
                await connection.close()
                self._writer = await self._connect(reader=False)
        finally:
            self._writing.release()

    async def run_querystring(self, querystring: QueryString, in_pool: bool = False) -> list[Row]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        """Run a query of Piccolo's builder in the transaction of this task."""
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self.fetch(sql, *args)

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> list[Row]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        """Run a statement of Piccolo's schema builder in the transaction of this task."""
        return await self.fetch(ddl)

    async def _connect(self, *, reader: bool) -> SqliteConnection:
        pragmas: Sequence[str] = (*self._pragmas, "query_only=1") if reader else self._pragmas
        return await connect(self.file, pragmas=pragmas, busy_timeout_seconds=BUSY_TIMEOUT_SECONDS, reader=reader)

    async def _switch_to_wal(self, connection: SqliteConnection) -> None:
        # Changing the mode answers BUSY at once, whatever the timeout, while another process holds a lock.
        for _ in range(_WAL_ATTEMPTS):
            try:
                await connection.fetch("PRAGMA journal_mode=WAL", ())
            except LockTimeout:
                await asyncio.sleep(_WAL_PAUSE_SECONDS)
            else:
                return
        raise LockTimeout(detail="Another process holds the database file.")
