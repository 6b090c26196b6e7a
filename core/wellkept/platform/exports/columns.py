"""The columns of a table that shows records: their fields, those of structs inside them by dotted names."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, cast

import msgspec
from msgspec import Struct, inspect

#: Deeper structs are shown as JSON.
DEPTH_MAX: Final = 4
#: A spreadsheet that opens the file must not take a text for a formula.
_FORMULA_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r")
_TYPES_KEPT: Final = 512

Cell = str | int | float | bool | None


class Column(Struct, frozen=True):
    """One column: its name, and the way to its value."""

    name: str
    path: tuple[str, ...]

    def cell(self, item: Mapping[str, Any]) -> Cell:
        """Return what a record has here, as one value; lists and free documents as JSON."""
        value: Any = item
        for step in self.path:
            value = cast("dict[str, Any]", value).get(step) if isinstance(value, dict) else None
        return msgspec.json.encode(value).decode() if isinstance(value, dict | list) else value


@lru_cache(maxsize=_TYPES_KEPT)
def columns_of(kind: type[Struct]) -> Sequence[Column]:
    """Return the columns of a kind of record, in the order of its fields."""
    return tuple(Column(".".join(path), path) for path in _paths(inspect.type_info(kind), (), seen=()))


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_BEGINNINGS) else cell


def _paths(kind: inspect.Type, path: tuple[str, ...], *, seen: tuple[type, ...]) -> list[tuple[str, ...]]:
    inner = _struct_in(kind)
    if inner is None or inner.cls in seen or len(path) == DEPTH_MAX:
        return [path]
    below = (*seen, inner.cls)
    return [each for field in inner.fields for each in _paths(field.type, (*path, field.encode_name), seen=below)]


def _struct_in(kind: inspect.Type) -> inspect.StructType | None:
    """Return the struct that a value is when it is there; None where it may be one of several."""
    if isinstance(kind, inspect.Metadata):
        return _struct_in(kind.type)
    if isinstance(kind, inspect.UnionType):
        given = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        return _struct_in(given[0]) if len(given) == 1 else None
    return kind if isinstance(kind, inspect.StructType) else None
