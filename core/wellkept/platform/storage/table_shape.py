"""What the storage layer needs to know of a Piccolo table: the one place that reads its metadata."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, cast

import msgspec
from piccolo.columns import ForeignKey
from piccolo.columns.base import Column, ColumnMeta
from piccolo.columns.column_types import JSON, JSONB
from piccolo.table import Table, TableMeta


class TableShape(msgspec.Struct, frozen=True):
    """The name of a table, its columns in order, which of them hold JSON, and what fills them by default."""

    name: str
    columns: tuple[str, ...]
    documents: frozenset[str]
    defaults: dict[str, Callable[[], Any]]


class ForeignKeyTarget(msgspec.Struct, frozen=True):
    """Which table a foreign key names, and what a delete there does here."""

    table: str
    on_delete: str


@cache
def shape_of(table: type[Table]) -> TableShape:
    """Return the shape of a table."""
    columns = {column_meta(column).db_column_name: column for column in table_columns(table)}
    return TableShape(
        name=_meta(table).tablename,
        columns=tuple(columns),
        documents=frozenset(name for name, column in columns.items() if isinstance(column, JSON | JSONB)),
        defaults={name: _default(column) for name, column in columns.items()},
    )


def table_columns(table: type[Table]) -> Sequence[Column]:
    """Return the columns of a table in the order of their declaration."""
    return _meta(table).columns


def column_meta(column: Column) -> ColumnMeta:
    """Return what Piccolo knows of a column."""
    return column._meta  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def foreign_key(column: Column) -> ForeignKeyTarget | None:
    """Return what a foreign key names; nothing for another column."""
    if not isinstance(column, ForeignKey):
        return None
    meta = cast("Any", column)._foreign_key_meta  # noqa: SLF001
    return ForeignKeyTarget(table=_meta(meta.resolved_references).tablename, on_delete=meta.on_delete.value)


def _meta(table: type[Table]) -> TableMeta:
    return table._meta  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def _default(column: Column) -> Callable[[], Any]:
    if isinstance(column, JSON | JSONB):
        return lambda: _document(column.get_default_value())
    return column.get_default_value


def _document(text: object) -> object:
    return msgspec.json.decode(text) if isinstance(text, str) else text
