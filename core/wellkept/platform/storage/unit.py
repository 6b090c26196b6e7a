"""One transaction of one task: begun when it is first needed, ended once, whatever happens in between."""

import asyncio
import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from wellkept.platform.storage.connection import Connection
from wellkept_sdk.errors import Unavailable

if TYPE_CHECKING:
    from wellkept.platform.storage.database import Database

_log = logging.getLogger(__name__)


class Unit:
    """
    A unit of work: what happens in it is committed together or not at all.

    Only the task that made a unit works in it; child tasks inherit the context but not the unit.
    """

    def __init__(self, database: "Database") -> None:
        """Begin nothing yet."""
        self.statements = 0
        self.depth = 0
        self.doomed = False
        self._database = database
        self._task = asyncio.current_task()
        self._connection: Connection | None = None
        self._callbacks: list[Callable[[], object]] = []

    @property
    def begun(self) -> bool:
        """Tell whether a transaction is open."""
        return self._connection is not None

    def belongs_to_current_task(self) -> bool:
        """Tell whether the running task is the one that made this unit."""
        return self._task is asyncio.current_task()

    def after_commit(self, callback: Callable[[], object]) -> None:
        """Call a function once the work is durable; never, if it is not."""
        self._callbacks.append(callback)

    def connection(self) -> Connection | None:
        """
        Return the connection of the open transaction, if there is one.

        Raises:
            Unavailable: the database has ended the transaction by itself (disk full, connection lost).
        """
        if self._connection is not None:
            _require_open(self._connection)
        return self._connection

    async def begin(self) -> None:
        """Take a connection and open the transaction; if that fails, the connection goes back at once."""
        if self.doomed:
            raise RuntimeError("An earlier verb of this unit of work failed, so nothing more can be written in it.")
        connection = await self._database.take(writing=True)
        try:
            await connection.control(self._database.begin_statement)
        except BaseException:
            await self._end(connection)
            raise
        self._connection = connection

    async def savepoint(self) -> int:
        """Set a savepoint named by the present depth; return how many callbacks were registered before."""
        await self._open().control(f"SAVEPOINT depth_{self.depth}")
        return len(self._callbacks)

    async def release(self) -> None:
        """Keep what was done since the savepoint of the present depth."""
        await self._open().control(f"RELEASE SAVEPOINT depth_{self.depth}")

    async def rollback_to_savepoint(self, callbacks: int) -> None:
        """Undo what was done since the savepoint of the present depth, callbacks included."""
        del self._callbacks[callbacks:]
        if self._connection is None or not self._connection.in_transaction:
            return
        await self._connection.control(f"ROLLBACK TO SAVEPOINT depth_{self.depth}")
        await self._connection.control(f"RELEASE SAVEPOINT depth_{self.depth}")

    async def commit(self) -> None:
        """
        Make the work durable, give the connection back, and call what waits for the commit.

        A commit that fails is rolled back and raised; the connection is back in its pool in any case.
        """
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                _require_open(connection)
                await connection.control("COMMIT")
            finally:
                await self._end(connection)
        for callback in self._callbacks:
            _call(callback)

    async def roll_back(self) -> None:
        """Undo everything and give the connection back; nothing can be written in this unit afterwards."""
        self.doomed = True
        self._callbacks.clear()
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._end(connection)

    def _open(self) -> Connection:
        connection = self.connection()
        assert connection is not None
        return connection

    async def _end(self, connection: Connection) -> None:
        try:
            if connection.in_transaction:
                await connection.control("ROLLBACK")
        except Unavailable:
            # The pool replaces a connection that comes back broken or with an open transaction.
            _log.warning("A transaction could not be rolled back.", exc_info=True)
        finally:
            await self._database.give_back(connection)


class CurrentUnit:
    """The unit of work of the running task; stands where Piccolo expects its own context variable."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._unit: ContextVar[Unit | None] = ContextVar("wellkept_unit_of_work", default=None)

    def get(self) -> Unit | None:
        """Return the unit that the running task has made, not one inherited from a parent task."""
        unit = self._unit.get()
        return unit if unit is not None and unit.belongs_to_current_task() else None

    def set(self, unit: Unit | None) -> None:
        """Make a unit the current one."""
        # Not by token: a generator fixture may leave its scope in another context than it entered.
        self._unit.set(unit)


def _require_open(connection: Connection) -> None:
    if not connection.in_transaction:
        raise Unavailable(detail="The database has rolled the transaction back.")


def _call(callback: Callable[[], Any]) -> None:
    try:
        callback()
    except Exception:  # noqa: BLE001 - whatever it is, it comes too late
        # The work is committed: a failing follow-up must not look like a failing commit.
        _log.exception("A function that waited for a commit failed.")
