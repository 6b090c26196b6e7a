"""The kinds of record that plugins may extend, as their domains declare them."""

from typing import Any, Generic, TypeVar

from msgspec import Struct

from wellkept_sdk.records.references import RecordName

ExtensionsT = TypeVar("ExtensionsT", bound=Struct)


class ExtensibleRecord(Struct, Generic[ExtensionsT], frozen=True, kw_only=True, eq=False):
    """
    One kind of record with the types that show it; composition makes subclasses of them, under the same names.

    Args:
        name: of which kind.
        extensions: the empty struct that `read` has as its `extensions`.
        extensions_input: the empty struct that `create` takes.
        extensions_patch: the empty struct that `patch` takes.
        read: one record as callers see it.
        create: the body that makes one.
        patch: the body that changes one.
        holders: further types with a field of the type `read`.
        sort_name: how the routes call the words that the list may be sorted by.
        sorts: those words.
    """

    name: RecordName
    extensions: type[ExtensionsT]
    extensions_input: type[Struct]
    extensions_patch: type[Struct]
    read: type[Struct]
    create: type[Struct]
    patch: type[Struct]
    sort_name: str
    sorts: tuple[str, ...]
    holders: tuple[type[Struct], ...] = ()

    @property
    def table(self) -> str:
        """The table that the conditions and sorts of extensions speak of."""
        return str(self.name)


_records: dict[RecordName, ExtensibleRecord[Any]] = {}


def register(record: ExtensibleRecord[ExtensionsT]) -> ExtensibleRecord[ExtensionsT]:
    """Make the kind known to composition, and return it."""
    _records[record.name] = record
    return record


def registered() -> tuple[ExtensibleRecord[Any], ...]:
    """Return every kind whose domain has been imported."""
    return tuple(_records.values())
