"""
Indexes and checks as data beside the tables, and the statements that make a table of ours.

`tables.py` of a domain lists them: `INDEXES = [Index("ticket", "status", "reported_at", "id"),
UniqueIndex("ticket", "project_id", "dedup_key", where="status IN ('new', 'triaged')")]`. The statements are the same
text for both databases: SQLite takes PostgreSQL's type names, and our converters go by them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from piccolo import columns as kinds
from piccolo.columns.base import Column
from piccolo.columns.column_types import JSONB
from piccolo.table import Table

from wellkept.platform.storage.table_shape import column_meta, foreign_key, shape_of, table_columns
from wellkept_sdk.db.indexes import Check, Index


def create_statements(table: type[Table], *, indexes: Iterable[Index] = (), checks: Iterable[Check] = ()) -> list[str]:
    """Return the statements that make a table with its indexes and checks, for both databases."""
    name = shape_of(table).name
    parts = [column_definition(column) for column in table_columns(table)]
    parts += [check.clause for check in checks if check.table == name]
    body = ",\n    ".join(parts)
    return [f"CREATE TABLE {name} (\n    {body}\n)", *(found.statement for found in indexes_of(table, indexes))]


def indexes_of(table: type[Table], declared: Iterable[Index]) -> list[Index]:
    """Return the indexes of a table: those of its columns, and those declared beside it."""
    name = shape_of(table).name
    own = [
        Index(table=name, columns=(meta.db_column_name,), unique=meta.unique)
        for meta in map(column_meta, table_columns(table))
        if meta.unique or meta.index
    ]
    return own + [found for found in declared if found.table == name and found not in own]


def column_definition(column: Column) -> str:
    """
    Return a column as it stands in CREATE TABLE and ALTER TABLE … ADD COLUMN.

    Raises:
        TypeError: the column is of a kind that the two databases treat differently.
    """
    meta = column_meta(column)
    parts = [f'"{meta.db_column_name}"', column_type(column)]
    if meta.primary_key:
        parts.append("PRIMARY KEY")
    if not meta.null:
        parts.append("NOT NULL")
    constant = _constant_default(column)
    if constant is not None:
        parts.append(f"DEFAULT {constant}")
    target = foreign_key(column)
    if target is not None:
        parts.append(f"REFERENCES {target.table} (id) ON DELETE {target.on_delete}")
    return " ".join(parts)


def column_type(column: Column) -> str:
    """
    Return the name of a column's type, the same on both databases.

    Raises:
        TypeError: the column is of a kind that the two databases treat differently.
    """
    for kind, name in _TYPES:
        if isinstance(column, kind):
            return name
    raise TypeError(f"{column!r}: the two databases treat {type(column).__name__} differently; see columns.py.")


def _constant_default(column: Column) -> str | None:
    # A callable is left to `rows.insert`: in the database it would be one frozen value.
    default: Any = getattr(column, "default", None)
    if isinstance(default, bool):
        return "TRUE" if default else "FALSE"
    if isinstance(default, int | float):
        return str(default)
    if isinstance(default, str):
        return "'" + default.replace("'", "''") + "'"
    return None


_TYPES: Sequence[tuple[type[Column], str]] = (
    (kinds.ForeignKey, "UUID"),
    (kinds.UUID, "UUID"),
    (kinds.Text, "TEXT"),
    (kinds.Timestamptz, "TIMESTAMPTZ"),
    (kinds.Date, "DATE"),
    (kinds.Boolean, "BOOLEAN"),
    (kinds.BigInt, "BIGINT"),
    (kinds.SmallInt, "SMALLINT"),
    (kinds.Integer, "INTEGER"),
    (kinds.DoublePrecision, "DOUBLE PRECISION"),
    (JSONB, "JSONB"),
)
