"""A list declared once: what it selects and how it may be sorted; each page is one query."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct

from wellkept.platform.paging.cursors import Place, opened, sealed
from wellkept.platform.paging.page import Page, PageRequest
from wellkept.platform.storage.connection import Row
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import TRUE, Clause, all_of
from wellkept_sdk.errors import invalid

SORT_POINTER = "query/sort"

T = TypeVar("T")

_AWARE = Annotated[datetime, Meta(tz=True)]


class Sort(Struct, frozen=True):
    """
    A column that a list may be sorted by.

    Args:
        column: the SQL expression, such as `t.reported_at`.
        type: the type of its values; a `datetime` is aware.
        nullable: rows without a value come last, in both directions.
        key: its name in the row, if that is not the column's own.
    """

    column: str
    type: type
    nullable: bool = False
    key: str | None = None

    def value_in(self, row: Row) -> object:
        """Return the sort value of a row."""
        return row[self.key or self.column.rpartition(".")[2]]

    def value_type(self) -> object:
        """Return the type that a cursor's value must have."""
        plain: Any = _AWARE if self.type is datetime else self.type
        return plain | None if self.nullable else plain


class _Order(Struct, frozen=True):
    """One sort in one direction; ties are broken by id, in the same direction."""

    sort: Sort
    id_column: str
    descending: bool

    def order_by(self) -> str:
        direction = "DESC" if self.descending else "ASC"
        nulls = " NULLS LAST" if self.sort.nullable else ""
        return f"{self.sort.column} {direction}{nulls}, {self.id_column} {direction}"

    def after(self, place: Place) -> Clause:
        beyond = "<" if self.descending else ">"
        if place.value is None:
            return Clause(f"{self.sort.column} IS NULL AND {self.id_column} {beyond} ?", (place.id,))
        keyset = Clause(f"({self.sort.column}, {self.id_column}) {beyond} (?, ?)", (place.value, place.id))
        return keyset | Clause(f"{self.sort.column} IS NULL") if self.sort.nullable else keyset


class Listing(Struct, frozen=True, kw_only=True):
    """
    A list that is read by pages.

    A walk through the pages sees each row that was there throughout exactly once, as long as its sort value stays.

    Args:
        select: the statement up to `WHERE`, which it must not have.
        sorts: by the name that callers use; `-name` is the same, descending.
        sort_default: what callers get who name none.
        id_column: the unique column that breaks ties; the row has it as `id`.
    """

    select: str
    sorts: Mapping[str, Sort]
    sort_default: str
    id_column: str = "id"

    async def page(
        self,
        page: PageRequest,
        *,
        decode: Callable[[Row], T],
        where: Clause = TRUE,
        sort: str | None = None,
        filters: Mapping[str, object] | None = None,
    ) -> Page[T]:
        """
        Return one page of decoded rows.

        Raises:
            Invalid: the cursor or the sort is not one of this list.
        """
        found = await self.rows(page, where=where, sort=sort, filters=filters)
        return Page(items=[decode(row) for row in found.items], next_cursor=found.next_cursor)

    async def rows(
        self,
        page: PageRequest,
        *,
        where: Clause = TRUE,
        sort: str | None = None,
        filters: Mapping[str, object] | None = None,
    ) -> Page[Row]:
        """
        Return one page of rows as they are, for a caller who adds to all of them at once.

        `where` holds the caller's scope and filters together, `filters` what the caller asked for as far as it changes
        `where`: a cursor holds for equal filters only.

        Raises:
            Invalid: the cursor or the sort is not one of this list.
        """
        word = sort or self.sort_default
        order = self._order(word)
        bound = filters or {}
        if page.cursor is not None:
            place = opened(page.cursor, sort=word, filters=bound, value_type=order.sort.value_type())
            where = all_of(where, order.after(place))
        found = await database().fetch(
            f"{self.select} WHERE {where.sql} ORDER BY {order.order_by()} LIMIT ?",
            *where.args,
            page.limit + 1,
        )
        shown = found[: page.limit]
        if len(found) == len(shown):
            return Page(items=shown, next_cursor=None)
        last = Place(order.sort.value_in(shown[-1]), shown[-1]["id"])
        return Page(items=shown, next_cursor=sealed(last, sort=word, filters=bound))

    def _order(self, word: str) -> _Order:
        sort = self.sorts.get(word.removeprefix("-"))
        if sort is None or word.startswith("--"):
            choices = ", ".join(choice for name in self.sorts for choice in (name, f"-{name}"))
            raise invalid(SORT_POINTER, "not_a_choice", f"Must be one of {choices}.")
        return _Order(sort, self.id_column, word.startswith("-"))
