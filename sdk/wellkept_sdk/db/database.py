"""The database as a plugin sees it: statements that join the caller's transaction."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from piccolo.table import Table

if TYPE_CHECKING:
    from wellkept_sdk.db.clauses import Clause
    from wellkept_sdk.db.listing import ListDeclaration
    from wellkept_sdk.http.paging import Page, PageRequest

Row: TypeAlias = dict[str, Any]


class Dialect(StrEnum):
    """Which SQL the database speaks."""

    SQLITE = "sqlite"  #: The embedded default: one file.
    POSTGRES = "postgres"  #: The server, for production.


class Database(ABC):
    """
    Rows and statements; all of them join the transaction that core or the plugin has opened.

    Statements are written with `?` placeholders for both databases. Rows are dictionaries by column name, with UUIDs,
    aware UTC times, dates, booleans and decoded JSON.
    """

    @property
    @abstractmethod
    def dialect(self) -> Dialect:
        """Which SQL the database speaks, for the rare statement that needs to know."""

    @abstractmethod
    def transaction(self) -> AbstractAsyncContextManager[object]:
        """Return the scope of a verb: joins the open transaction as a savepoint, or begins one."""

    @abstractmethod
    async def fetch(self, sql: str, *args: object) -> list[Row]:
        """Return all rows of a statement."""

    @abstractmethod
    async def fetch_one(self, sql: str, *args: object) -> Row | None:
        """Return the first row of a statement, if there is one."""

    @abstractmethod
    async def execute(self, sql: str, *args: object) -> int:
        """Return how many rows a statement changed."""

    @abstractmethod
    async def insert(self, table: type[Table], **values: object) -> Row:
        """Store one row, its missing columns filled with their defaults, and return it."""

    @abstractmethod
    async def insert_many(self, table: type[Table], rows: Iterable[Mapping[str, object]]) -> list[Row]:
        """Store rows in as few statements as the databases allow, and return them filled."""

    @abstractmethod
    async def update(
        self, table: type[Table], record_id: UUID, *, changes: Mapping[str, object], version: int | None = None
    ) -> Row:
        """
        Change a row, raise its version by one, set `updated_at`, and return it.

        Raises:
            NotFound: there is no such row.
            PreconditionFailed: it has another version than the one given.
        """

    @abstractmethod
    async def delete(self, table: type[Table], record_id: UUID) -> bool:
        """Delete a row; tell whether it was there."""

    @abstractmethod
    async def locked(self, table: type[Table], record_id: UUID) -> Row | None:
        """Return a row that nobody else can change before the running transaction ends, or nothing."""

    @abstractmethod
    def any_of(self, column: str, values: Collection[object]) -> "Clause":
        """Return the condition that a column has one of the values: one parameter, however many there are."""

    @abstractmethod
    async def page(
        self,
        listing: "ListDeclaration",
        page: "PageRequest",
        *,
        where: "Clause",
        sort: str | None = None,
        filters: Mapping[str, object] | None = None,
    ) -> "Page[Row]":
        """
        Return one page of a list, in one statement.

        `where` holds scope and filters together, `filters` what the caller asked for as far as it changes `where`: a
        cursor holds for equal filters only.

        Raises:
            Invalid: the cursor or the sort is not one of this list.
        """

    @abstractmethod
    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once per row of arguments, all of them or none."""
