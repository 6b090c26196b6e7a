"""A list declared once: what it selects and how it may be sorted; each page is one query."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

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

    def value_in(self, row: Mapping[str, Any]) -> object:
        """Return the sort value of a row."""
        return row[self.key or self.column.rpartition(".")[2]]

    def value_type(self) -> object:
        """Return the type that a cursor's value must have."""
        plain: Any = _AWARE if self.type is datetime else self.type
        return plain | None if self.nullable else plain


class ListDeclaration(Struct, frozen=True, kw_only=True):
    """
    A list that is read by pages.

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
