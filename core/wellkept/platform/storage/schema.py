"""
Indexes and checks as data beside the tables, and the statements that make a table of ours.

`tables.py` of a domain lists them: `INDEXES = [Index("ticket", "status", "reported_at", "id"),
UniqueIndex("ticket", "project_id", "dedup_key", where="status IN ('new', 'triaged')")]`. The statements are the same
text for both databases: SQLite takes PostgreSQL's type names, and our converters go by them.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from piccolo import columns as kinds
from piccolo.columns.base import Column
from piccolo.columns.column_types import JSONB
from piccolo.table import Table

from wellkept.platform.storage.table_shape import column_meta, foreign_key, shape_of, table_columns

_NAME_LENGTH_MAX = 63
_DIGEST_LENGTH = 8
_WORD = re.compile(r"\w+")
_STATEMENT = re.compile(
    r"CREATE (?P<unique>UNIQUE )?INDEX (?P<name>\w+) ON (?P<table>\w+) \((?P<columns>.+?)\)(?: WHERE (?P<where>.+))?",
    re.DOTALL,
)


class Index(msgspec.Struct, frozen=True):
    """An index over columns or expressions of a table, partial if it has a condition."""

    table: str
    columns: tuple[str, ...]
    where: str | None = None
    unique: bool = False
    given_name: str | None = None

    @property
    def name(self) -> str:
        """Return the given name, or the one that follows from what is indexed, which no other index has."""
        if self.given_name is not None:
            return self.given_name
        words = [self.table, *(word.lower() for column in self.columns for word in _WORD.findall(column))]
        if self.where is not None:
            words.append(_digest(self.where))
        name = "__".join(words)
        if len(name) <= _NAME_LENGTH_MAX:
            return name
        return f"{name[: _NAME_LENGTH_MAX - _DIGEST_LENGTH - 2]}__{_digest(name)}"

    @property
    def statement(self) -> str:
        """Return the statement that makes it."""
        kind = "UNIQUE INDEX" if self.unique else "INDEX"
        condition = f" WHERE {self.where}" if self.where else ""
        return f"CREATE {kind} {self.name} ON {self.table} ({', '.join(self.columns)}){condition}"


def index(table: str, *columns: str, where: str | None = None) -> Index:
    """Return an index over columns, partial with `where`."""
    return Index(table=table, columns=columns, where=where)


def unique_index(table: str, *columns: str, where: str | None = None) -> Index:
    """Return an index that lets no two rows have the same values, among those that `where` selects."""
    return Index(table=table, columns=columns, where=where, unique=True)


def index_from(statement: str) -> Index:
    """
    Return the index that a plain `CREATE [UNIQUE] INDEX name ON table (…) [WHERE …]` makes.

    Raises:
        ValueError: the statement has another form.
    """
    found = _STATEMENT.fullmatch(statement.strip())
    if found is None:
        raise ValueError(f"This makes no index: {statement}")
    return Index(
        table=found["table"],
        columns=(found["columns"],),
        where=found["where"],
        unique=found["unique"] is not None,
        given_name=found["name"],
    )


class Check(msgspec.Struct, frozen=True):
    """A rule that every row of a table obeys; its name is prefixed with the table's."""

    table: str
    name: str
    condition: str

    @property
    def clause(self) -> str:
        """Return the constraint as it stands in CREATE TABLE."""
        return f"CONSTRAINT {self.table}__{self.name} CHECK ({self.condition})"


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


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]


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
