"""One connection to PostgreSQL out of asyncpg's pool."""

from collections.abc import Awaitable, Sequence
from typing import Any, TypeAlias, TypeVar

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker

from wellkept.platform.storage.connection import uninterrupted
from wellkept.platform.storage.driver_errors import ConnectionLost, translated
from wellkept.platform.storage.parameters import for_postgres
from wellkept.platform.storage.placeholders import numbered
from wellkept_sdk.db.database import Row

#: What asyncpg lends: its proxy has no useful types.
Driver: TypeAlias = Any

_R = TypeVar("_R")
_ENDED_BY_SERVER = "ROLLBACK"


class PgConnection:
    """A pooled connection that raises our errors; asyncpg itself keeps it consistent when a call is cancelled."""

    def __init__(self, pooled: Driver) -> None:
        """Wrap what the pool lent."""
        self.pooled = pooled

    @property
    def is_closed(self) -> bool:
        """Tell whether the server or the network has ended the connection."""
        try:
            return self.pooled.is_closed()
        except asyncpg.InterfaceError:
            # The pool has taken it back by itself, as it does when the server hangs up.
            return True

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open, a failed one included."""
        return not self.is_closed and self.pooled.is_in_transaction()

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Row]:
        """Return the rows of a statement."""
        found = await self._ours(self.pooled.fetch(numbered(sql), *for_postgres(args)))
        return [dict(record) for record in found]

    async def execute(self, sql: str, args: Sequence[Any]) -> int:
        """Return how many rows a statement changed."""
        status = await self._ours(self.pooled.execute(numbered(sql), *for_postgres(args)))
        # The status reads `INSERT 0 3` or `UPDATE 3`; statements of the schema have no number.
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once per row of arguments."""
        await self._ours(self.pooled.executemany(numbered(sql), [for_postgres(row) for row in rows]))

    async def control(self, sql: str) -> None:
        """
        Run BEGIN, COMMIT, ROLLBACK or a savepoint statement to its end, cancelled or not.

        Raises:
            Unavailable: a COMMIT was answered with a rollback, because an earlier statement had failed.
        """
        await uninterrupted(self._control(sql))

    async def _control(self, sql: str) -> None:
        status = await self._ours(self.pooled.execute(sql))
        if sql == "COMMIT" and status == _ENDED_BY_SERVER:
            raise ConnectionLost(detail="The transaction had failed before, so nothing was stored.")

    async def _ours(self, call: Awaitable[_R]) -> _R:
        try:
            return await call
        except asyncpg.InternalClientError as error:
            # The server has ended the session and the driver is still reading that: nothing works here any more.
            self.pooled.terminate()
            raise ConnectionLost from error
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, OverflowError, UnicodeEncodeError) as error:
            raise translated(error) from error
