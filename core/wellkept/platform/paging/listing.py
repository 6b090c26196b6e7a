"""A list declared once: what it selects and how it may be sorted; each page is one query."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec import Struct

from wellkept.platform.paging.cursors import Place, opened, sealed
from wellkept.platform.storage.engines import database
from wellkept_sdk.db.clauses import TRUE, Clause, all_of
from wellkept_sdk.db.database import Row
from wellkept_sdk.db.listing import ListDeclaration, Sort
from wellkept_sdk.errors import invalid
from wellkept_sdk.http.paging import Page, PageRequest

SORT_POINTER = "query/sort"

T = TypeVar("T")


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


class Listing(ListDeclaration, frozen=True, kw_only=True):
    """
    A list that is read by pages: a walk sees each row that was there throughout exactly once.

    Args:
        select_args: the arguments of `select`, if it has any.
    """

    select_args: tuple[object, ...] = ()

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
            *self.select_args,
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
