"""The database as plugins see it: the statements of ours, without the means to end a transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any
from uuid import UUID

from piccolo.table import Table

from wellkept.platform.paging.listing import Listing
from wellkept.platform.storage import rows
from wellkept.platform.storage.database import only_reads
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import any_of
from wellkept.platform.storage.unit_of_work import begin_unit, transaction
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.db.database import Database, Dialect, Row
from wellkept_sdk.db.listing import ListDeclaration
from wellkept_sdk.http.paging import Page, PageRequest


class PluginDatabase(Database):
    """
    The process's database; it has no state, so all plugins share one.

    In a unit of work, the first statement that writes begins its transaction: so what a reaction or timer writes is
    committed with its end or not at all, whether the plugin has opened a transaction or not. What only reads does not
    keep others waiting.
    """

    @property
    def dialect(self) -> Dialect:
        """Which SQL the database speaks, for the rare statement that needs to know."""
        return database().dialect

    def transaction(self) -> "_Scope":
        """Return the scope of a verb: joins the open transaction as a savepoint, or begins one."""
        return _Scope()

    async def fetch(self, sql: str, *args: object) -> list[Row]:
        """Return all rows of a statement."""
        await _prepare(sql)
        return await database().fetch(sql, *args)

    async def fetch_one(self, sql: str, *args: object) -> Row | None:
        """Return the first row of a statement, if there is one."""
        await _prepare(sql)
        return await database().fetch_one(sql, *args)

    async def execute(self, sql: str, *args: object) -> int:
        """Return how many rows a statement changed."""
        await _prepare(sql)
        return await database().execute(sql, *args)

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once per row of arguments, all of them or none."""
        await begin_unit()
        await database().execute_many(sql, rows)

    async def insert(self, table: type[Table], **values: object) -> Row:
        """Store one row, its missing columns filled with their defaults, and return it."""
        await begin_unit()
        return await rows.insert(table, **values)

    async def insert_many(self, table: type[Table], rows: Iterable[Mapping[str, object]]) -> list[Row]:
        """Store rows in as few statements as the databases allow, and return them filled."""
        await begin_unit()
        return await _insert_many(table, rows)

    async def update(
        self, table: type[Table], record_id: UUID, *, changes: Mapping[str, object], version: int | None = None
    ) -> Row:
        """
        Change a row, raise its version by one, set `updated_at`, and return it.

        Raises:
            NotFound: there is no such row.
            PreconditionFailed: it has another version than the one given.
        """
        await begin_unit()
        return await rows.update(table, record_id, changes=changes, version=version)

    async def delete(self, table: type[Table], record_id: UUID) -> bool:
        """Delete a row; tell whether it was there."""
        await begin_unit()
        return await rows.delete(table, record_id)

    async def locked(self, table: type[Table], record_id: UUID) -> Row | None:
        """Return a row that nobody else can change before the running transaction ends, or nothing."""
        await begin_unit()
        return await rows.locked(table, record_id)

    def any_of(self, column: str, values: Collection[object]) -> Clause:
        """Return the condition that a column has one of the values: one parameter, however many there are."""
        return any_of(column, values)

    async def page(
        self,
        listing: ListDeclaration,
        page: PageRequest,
        *,
        where: Clause,
        sort: str | None = None,
        filters: Mapping[str, object] | None = None,
    ) -> Page[Row]:
        """
        Return one page of a list, in one statement.

        Raises:
            Invalid: the cursor or the sort is not one of this list.
        """
        ours = Listing(
            select=listing.select,
            sorts=listing.sorts,
            sort_default=listing.sort_default,
            id_column=listing.id_column,
        )
        return await ours.rows(page, where=where, sort=sort, filters=filters)


async def _prepare(sql: str) -> None:
    if not only_reads(sql):
        await begin_unit()


class _Scope(AbstractAsyncContextManager[None]):
    """
    A scope of ours that keeps to itself what it could hand out, for that could commit.

    It is no generator: one that a plugin enters and never leaves would be closed whenever Python finds it.
    """

    def __init__(self) -> None:
        self._scope = transaction()

    async def __aenter__(self) -> None:
        await self._scope.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._scope.__aexit__(kind, error, trace)


_insert_many = rows.insert_many
