"""How SQLite's text becomes Python values again, by the declared type of a column."""

import sqlite3
from datetime import date, datetime
from uuid import UUID

import msgspec
import piccolo.engine.sqlite  # noqa: F401 # pyright: ignore[reportUnusedImport] - registers converters that ours replace


def register() -> None:
    """Teach the sqlite3 module our types; it keeps them for the whole process, and Piccolo's own are slower."""
    sqlite3.register_converter("UUID", _uuid)
    sqlite3.register_converter("INTEGER", int)
    sqlite3.register_converter("BOOLEAN", _boolean)
    sqlite3.register_converter("DATE", _date)
    sqlite3.register_converter("TIMESTAMPTZ", _moment)
    sqlite3.register_converter("JSON", msgspec.json.decode)
    sqlite3.register_converter("JSONB", msgspec.json.decode)


def _uuid(value: bytes) -> UUID:
    return msgspec.convert(value.decode(), UUID)


def _boolean(value: bytes) -> bool:
    return value == b"1"


def _date(value: bytes) -> date:
    return date.fromisoformat(value.decode())


def _moment(value: bytes) -> datetime:
    return datetime.fromisoformat(value.decode())
