"""Rows by primary key: write, change, delete, lock, and turn into structs."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from piccolo.table import Table

from wellkept.platform.storage.engines import database
from wellkept.platform.storage.parameters import json_text
from wellkept.platform.storage.table_shape import shape_of
from wellkept_sdk.db.database import Dialect, Row
from wellkept_sdk.errors import NotFound, PreconditionFailed
from wellkept_sdk.now import now

_PARAMETERS_MAX = 16_000
_VERSION = "version"
_UPDATED_AT = "updated_at"

_T = TypeVar("_T")


async def insert(table: type[Table], **values: object) -> Row:
    """Store one row, its missing columns filled with their defaults, and return it."""
    row = filled(table, values)
    columns = tuple(row)
    await database().execute(_insert_sql(table, columns, 1), *_stored(table, row, columns))
    return row


async def insert_many(table: type[Table], rows: Iterable[Mapping[str, object]]) -> list[Row]:
    """Store rows in as few statements as the databases allow, and return them filled."""
    complete = [filled(table, values) for values in rows]
    if not complete:
        return complete
    chunk = max(1, _PARAMETERS_MAX // len(shape_of(table).columns))
    if len(complete) <= chunk:
        await _insert_chunk(table, complete)
        return complete
    async with database().transaction():
        for start in range(0, len(complete), chunk):
            await _insert_chunk(table, complete[start : start + chunk])
    return complete


async def update(
    table: type[Table], record_id: UUID, *, changes: Mapping[str, object], version: int | None = None
) -> Row:
    """
    Change a row, raise its version by one, set `updated_at`, and return it.

    Raises:
        NotFound: there is no such row.
        PreconditionFailed: it has another version than the one given.
    """
    shape = shape_of(table)
    columns = tuple(changes)
    args: list[object] = [*_stored(table, changes, columns)]
    if _UPDATED_AT in shape.columns and _UPDATED_AT not in changes:
        args.append(now())
    args.append(record_id)
    if version is not None:
        args.append(version)
    row = await database().fetch_one(_update_sql(table, columns, version is not None), *args)
    if row is not None:
        return row
    if version is not None and await database().fetch_one(_exists_sql(table), record_id):
        raise PreconditionFailed
    raise NotFound


async def delete(table: type[Table], record_id: UUID) -> bool:
    """Delete a row; tell whether it was there."""
    return await database().execute(f"DELETE FROM {shape_of(table).name} WHERE id = ?", record_id) > 0


async def locked(table: type[Table], record_id: UUID) -> Row | None:
    """Return a row that nobody else can change before the running transaction ends, or nothing."""
    assert database().units.get() is not None, "A lock needs a transaction."
    suffix = " FOR UPDATE" if database().dialect is Dialect.POSTGRES else ""
    return await database().fetch_one(f"SELECT * FROM {shape_of(table).name} WHERE id = ?{suffix}", record_id)


def required(row: Row | None) -> Row:
    """
    Return a row that was asked for.

    Raises:
        NotFound: there is none.
    """
    if row is None:
        raise NotFound
    return row


async def _insert_chunk(table: type[Table], rows: Sequence[Row]) -> None:
    columns = shape_of(table).columns
    args = [value for row in rows for value in _stored(table, row, columns)]
    await database().execute(_insert_sql(table, columns, len(rows)), *args)


def filled(table: type[Table], values: Mapping[str, object]) -> Row:
    """
    Return a complete row in the order of the table's columns.

    Raises:
        TypeError: a value names no column.
    """
    shape = shape_of(table)
    row: Row = {column: values[column] if column in values else default() for column, default in shape.defaults.items()}
    if not values.keys() <= row.keys():
        raise TypeError(f"{shape.name} has no column {', '.join(sorted(values.keys() - row.keys()))}.")
    return row


def decode(row: Mapping[str, Any], kind: type[_T]) -> _T:
    """Return a row as a struct, by column names; columns that the struct does not have are left out."""
    return msgspec.convert(row, kind)


def decode_all(rows: Sequence[Row], kind: type[_T]) -> list[_T]:
    """Return rows as structs, by column names."""
    return msgspec.convert(rows, list[kind])


def _stored(table: type[Table], row: Mapping[str, object], columns: Sequence[str]) -> Iterable[object]:
    documents = shape_of(table).documents
    if not documents or database().dialect is Dialect.POSTGRES:
        return [row[column] for column in columns]
    # A document may be a plain string or number, which SQLite would not store as JSON by itself.
    return [
        json_text(row[column]) if column in documents and row[column] is not None else row[column] for column in columns
    ]


@cache
def _exists_sql(table: type[Table]) -> str:
    return f"SELECT 1 FROM {shape_of(table).name} WHERE id = ?"


@cache
def _insert_sql(table: type[Table], columns: tuple[str, ...], rows: int) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {shape_of(table).name} ({names}) VALUES {', '.join([marks] * rows)}"


@cache
def _update_sql(table: type[Table], columns: tuple[str, ...], guarded: bool) -> str:  # noqa: FBT001 - a part of the cache key
    shape = shape_of(table)
    assignments = [f'"{column}" = ?' for column in columns]
    if _UPDATED_AT in shape.columns and _UPDATED_AT not in columns:
        assignments.append(f"{_UPDATED_AT} = ?")
    if _VERSION in shape.columns and _VERSION not in columns:
        assignments.append(f"{_VERSION} = {_VERSION} + 1")
    guard = f" AND {_VERSION} = ?" if guarded else ""
    return f"UPDATE {shape.name} SET {', '.join(assignments)} WHERE id = ?{guard} RETURNING *"
