"""What happens to a customer, a project or an item of equipment, as hooks are told of it."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct

RecordT = TypeVar("RecordT", bound=Struct)


class Draft(Struct, frozen=True, kw_only=True):
    """A record about to be made: the values of its fields."""

    values: dict[str, Any]


class Change(Struct, Generic[RecordT], frozen=True, kw_only=True):
    """Fields about to be changed: the record as it stands, and the new values by field."""

    before: RecordT
    changes: dict[str, Any]


class Removal(Struct, Generic[RecordT], frozen=True, kw_only=True):
    """A record about to be deleted."""

    record: RecordT


class Created(Struct, Generic[RecordT], frozen=True, kw_only=True):
    """A record that was made in this transaction."""

    record: RecordT


class Updated(Struct, Generic[RecordT], frozen=True, kw_only=True):
    """A record whose fields were changed in this transaction."""

    before: RecordT
    record: RecordT
    changed_fields: Sequence[str]


class Deleted(Struct, Generic[RecordT], frozen=True, kw_only=True):
    """A record that was deleted in this transaction, as it was."""

    record: RecordT
