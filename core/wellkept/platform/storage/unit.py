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


class Guard:
    """
    A savepoint that is announced, and set only when a statement is issued under it.

    Attributes:
        depth: what names it.
        callbacks: how many waited for the commit before.
        has_failed_statement: what the unit said before.
        is_set: whether there is a savepoint.
        is_used: whether anything happened under it that somebody has to look at: something to undo, or a statement
            that failed.
        is_wanted: whether a statement sets it; who announces it may change that from one piece of work to the next.
    """

    __slots__ = ("callbacks", "depth", "has_failed_statement", "is_set", "is_used", "is_wanted")

    def __init__(self, depth: int, callbacks: int, has_failed_statement: bool) -> None:  # noqa: FBT001 - made in one place
        """Set nothing yet."""
        self.depth = depth
        self.callbacks = callbacks
        self.has_failed_statement = has_failed_statement
        self.is_set = False
        self.is_used = False
        self.is_wanted = True


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
        #: A statement has failed and was not undone: on PostgreSQL nothing else can be done before it is.
        self.has_failed_statement = False
        self._database = database
        self.task = asyncio.current_task()
        self._connection: Connection | None = None
        self._callbacks: list[Callable[[], object]] = []
        self._announced: list[Guard] = []

    @property
    def begun(self) -> bool:
        """Tell whether a transaction is open."""
        return self._connection is not None

    def after_commit(self, callback: Callable[[], object]) -> None:
        """Call a function once the work is durable; never, if it is not."""
        self._callbacks.append(callback)
        for guard in self._announced:
            if guard.is_wanted:
                guard.is_used = True
            else:
                guard.callbacks = len(self._callbacks)

    def note_failed_statement(self) -> None:
        """Remember that a statement has failed; whoever swallows that must undo it."""
        self.has_failed_statement = True
        for guard in self._announced:
            guard.is_used = True

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

    def ascend(self, depth: int) -> None:
        """Leave every scope and guard deeper than this, even those that nobody has left in order."""
        self.depth = depth
        while self._announced and self._announced[-1].depth >= depth:
            self._announced.pop()

    def guard(self) -> Guard:
        """
        Announce a savepoint of the present depth; if no statement is issued under it, it costs none.

        It ends with `keep` or `undo`.
        """
        guard = Guard(self.depth, len(self._callbacks), self.has_failed_statement)
        self._announced.append(guard)
        self.depth += 1
        return guard

    async def settle(self) -> None:
        """Set the savepoints that are announced and wanted, the outermost first."""
        for guard in [guard for guard in self._announced if guard.is_wanted]:
            await self._open().control(f"SAVEPOINT depth_{guard.depth}")
            guard.is_set = guard.is_used = True
            self._announced.remove(guard)

    async def keep(self, guard: Guard) -> None:
        """End a savepoint and keep what was done under it."""
        self.ascend(guard.depth)
        if guard.is_set:
            await self._open().control(f"RELEASE SAVEPOINT depth_{guard.depth}")

    async def undo(self, guard: Guard) -> None:
        """End a savepoint and undo what was done under it, callbacks included."""
        self.ascend(guard.depth)
        del self._callbacks[guard.callbacks :]
        if not guard.is_set or self._connection is None or not self._connection.in_transaction:
            return
        await self._connection.control(f"ROLLBACK TO SAVEPOINT depth_{guard.depth}")
        await self._connection.control(f"RELEASE SAVEPOINT depth_{guard.depth}")
        self.has_failed_statement = guard.has_failed_statement

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
        self._announced.clear()
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
        return unit if unit is not None and unit.task is asyncio.current_task() else None

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
