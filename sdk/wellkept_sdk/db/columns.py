"""
Columns with everything stated: whether null, which default, which index, what happens on delete.

A column without a default must be given at every insert: leaving it out is refused as a missing value. Money and
quantities are `big_integer` (minor units, thousandths); there is no column for floats that must be exact, intervals
or arrays, because SQLite and PostgreSQL do not agree on them.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from piccolo.columns import (
    UUID,
    BigInt,
    Boolean,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
)
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import JSONB
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

FIRST_VERSION = 1


def primary_key() -> UUID:
    """Return the column `id`: a version 7 UUID made by us."""
    return UUID(primary_key=True, null=False, default=uuid7)


def number_key() -> Integer:
    """Return the column `id` of a table whose rows are known by a whole number of 32 bits, which the plugin gives."""
    return Integer(primary_key=True, null=False, default=None)


def text_key() -> Text:
    """Return the primary key of a table whose rows are known by a text."""
    return Text(primary_key=True, null=False, default=None)


def created_at() -> Timestamptz:
    """Return the moment of insertion."""
    return Timestamptz(null=False, default=now)


def updated_at() -> Timestamptz:
    """Return the moment of the last change, which `rows.update` sets."""
    return Timestamptz(null=False, default=now)


def version() -> BigInt:
    """Return the number of changes, counted from one, which `rows.update` raises: the ETag."""
    return BigInt(null=False, default=FIRST_VERSION)


def text(*, null: bool = False, default: str | None = None, unique: bool = False, index: bool = False) -> Text:
    """Return a text; its length is bounded by the schema of the API, not here."""
    return Text(null=null, default=default, unique=unique, index=index)


def code(*, unique: bool = False) -> Text:
    """Return a short code of the company's own."""
    return Text(null=False, default=None, unique=unique, index=False)


def integer(*, null: bool = False, default: int | None = None, index: bool = False) -> Integer:
    """Return a whole number of 32 bits."""
    return Integer(null=null, default=default, index=index)


def small_integer(*, null: bool = False, default: int | None = None) -> SmallInt:
    """Return a whole number of 16 bits: a grade, a level."""
    return SmallInt(null=null, default=default, index=False)


def big_integer(*, null: bool = False, default: int | None = None, unique: bool = False, index: bool = False) -> BigInt:
    """Return a whole number of 64 bits: money, quantities, sequences."""
    return BigInt(null=null, default=default, unique=unique, index=index)


def boolean(*, null: bool = False, default: bool | None = None) -> Boolean:
    """Return a yes or no."""
    return Boolean(null=null, default=default, index=False)


def moment(
    *, null: bool = False, default: datetime | Callable[[], datetime] | None = None, index: bool = False
) -> Timestamptz:
    """Return a point in time, UTC."""
    return Timestamptz(null=null, default=default, index=index)


def day(*, null: bool = False, default: date | None = None, index: bool = False) -> Date:
    """Return a calendar day."""
    return Date(null=null, default=default, index=index)


def double(*, null: bool = False, default: float | None = None) -> DoublePrecision:
    """Return a measured number that need not be exact: longitude, latitude."""
    return DoublePrecision(null=null, default=default, index=False)


def identifier(*, null: bool = False, unique: bool = False, index: bool = False) -> UUID:
    """Return the id of something that no foreign key may hold: another plugin's row, an actor."""
    return UUID(null=null, default=None, unique=unique, index=index)


def document(*, null: bool = False, default: dict[str, Any] | list[Any] | None = None) -> JSONB:
    """Return a JSON document, read and written as Python objects."""
    return JSONB(null=null, default=default, index=False)


def reference(
    table: type[Table] | LazyTableReference | str, *, on_delete: OnDelete, null: bool = False, index: bool = True
) -> ForeignKey[Any]:
    """
    Return a foreign key to another table's `id`.

    Args:
        table: the table, a lazy reference, or `"self"`.
        on_delete: what happens to this row when the other is deleted; never left to a default.
        null: whether the reference may be absent.
        index: off only where a composite index begins with this column.
    """
    return ForeignKey(
        references=table, null=null, default=None, on_delete=on_delete, on_update=OnUpdate.no_action, index=index
    )
