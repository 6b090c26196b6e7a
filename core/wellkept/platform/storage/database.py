"""What both engines offer: statements that join the transaction of the running task."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from wellkept.platform.storage.connection import Connection
from wellkept.platform.storage.scopes import TransactionScope, UnitScope
from wellkept.platform.storage.unit import CurrentUnit, Unit
from wellkept_sdk.db.database import Dialect, Row

_SELECT = "SELECT"


class Database(ABC):
    """
    One database, opened once per process.

    Statements are written with `?` placeholders. Rows are dictionaries by column name, with UUIDs, aware UTC times,
    dates, booleans and decoded JSON on both databases; SQLite knows the type of a plain column wherever it passes
    through a query, but not of an expression or aggregate: name those with `sql.typed`.
    """

    dialect: Dialect
    begin_statement: ClassVar[str]
    current_transaction: Any
    statements: int = 0

    @abstractmethod
    async def open(self) -> None:
        """Connect; raise plainly if that is not possible."""

    @abstractmethod
    async def close(self) -> None:
        """Close every connection."""

    @abstractmethod
    async def take(self, *, writing: bool) -> Connection:
        """
        Return a connection that nobody else uses until it is given back.

        Raises:
            Unavailable: none became free in time.
        """

    @abstractmethod
    async def give_back(self, connection: Connection) -> None:
        """Let others use a connection again."""

    async def fetch(self, sql: str, *args: object) -> list[Row]:
        """Return all rows of a statement."""
        async with _Lent(self, sql) as connection:
            return await connection.fetch(sql, args)

    async def fetch_one(self, sql: str, *args: object) -> Row | None:
        """Return the first row of a statement, if there is one."""
        found = await self.fetch(sql, *args)
        return found[0] if found else None

    async def execute(self, sql: str, *args: object) -> int:
        """Return how many rows a statement changed."""
        async with _Lent(self, sql) as connection:
            return await connection.execute(sql, args)

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once per row of arguments, all of them or none."""
        async with self.transaction(), _Lent(self, sql) as connection:
            await connection.execute_many(sql, rows)

    def transaction(self, *_: object, **__: object) -> TransactionScope:
        """Return the scope of a verb; Piccolo's own options have no meaning here."""
        return TransactionScope(self)

    def unit_of_work(self) -> UnitScope:
        """Return the scope of a request or job."""
        return UnitScope(self)

    @property
    def units(self) -> CurrentUnit:
        """Return the holder of the running task's unit of work."""
        current: CurrentUnit = self.current_transaction
        return current


class _Lent:
    """The connection for one statement: the open transaction's, or one that goes back when the statement is done."""

    def __init__(self, database: Database, sql: str) -> None:
        self._database = database
        self._sql = sql
        self._own: Connection | None = None
        self._unit: Unit | None = None

    async def __aenter__(self) -> Connection:
        unit = self._unit = self._database.units.get()
        self._database.statements += 1
        if unit is not None:
            unit.statements += 1
            if unit.begun:
                await unit.settle()
            joined = unit.connection()
            if joined is not None:
                return joined
        self._own = await self._database.take(writing=not only_reads(self._sql))
        return self._own

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._own is not None:
            await self._database.give_back(self._own)
        elif kind is not None and self._unit is not None:
            self._unit.note_failed_statement()


def only_reads(sql: str) -> bool:
    """Return whether a statement surely changes nothing."""
    # A statement that begins with WITH may write, so it goes to the writer.
    return sql.lstrip()[: len(_SELECT)].upper() == _SELECT
