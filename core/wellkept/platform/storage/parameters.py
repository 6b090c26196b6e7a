"""Python values on their way into a statement: handled alike by both drivers."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec

_to_bytes = msgspec.json.Encoder().encode


def json_text(value: object) -> str:
    """Return a value as the JSON text that SQLite stores."""
    return _to_bytes(value).decode()


def for_sqlite(args: Sequence[Any]) -> list[Any]:
    """
    Return the arguments as SQLite stores them: ids and times as text, documents as JSON.

    Raises:
        TypeError: a time is naive.
    """
    return [_SQLITE.get(value.__class__, _other)(value) for value in args]


def for_postgres(args: Sequence[Any]) -> Sequence[Any]:
    """
    Return the arguments as asyncpg takes them; it encodes all our types itself.

    Raises:
        TypeError: a time is naive, which asyncpg would read as local time.
    """
    for value in args:
        if type(value) is datetime and value.tzinfo is None:
            raise _naive(value)
    return args


def _same(value: object) -> object:
    return value


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise _naive(value)
    return str(value.astimezone(UTC))


def _other(value: object) -> object:
    # Enums pass as the str or int they are; asyncpg makes its own subclass of UUID.
    if isinstance(value, UUID):
        return str(value)
    return json_text(value) if isinstance(value, msgspec.Struct) else value


def _naive(value: datetime) -> TypeError:
    return TypeError(f"A time needs its offset: {value!r} is naive.")


_SQLITE: dict[type, Callable[[Any], object]] = {
    str: _same,
    int: _same,
    type(None): _same,
    UUID: str,
    datetime: _moment,
    date: date.isoformat,
    dict: json_text,
    list: json_text,
    tuple: json_text,
}
