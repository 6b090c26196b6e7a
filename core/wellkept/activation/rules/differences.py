"""What one composition has that another has not."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from wellkept.activation.rules.composition import Composition
from wellkept.activation.rules.merging import leaves_with_values

_ABSENT = object()

Kind = Literal["enabled", "disabled", "terms_changed"]


class ValueDifference(Struct, frozen=True, kw_only=True):
    """One value before and after; null where there is none."""

    pointer: str
    before: Any
    after: Any


class Difference(Struct, frozen=True, kw_only=True):
    """What becomes of one plugin."""

    plugin: str
    kind: Kind
    fields: tuple[ValueDifference, ...]


def differences(before: Composition, after: Composition) -> list[Difference]:
    """Return what becomes of each plugin that does not stay as it is, in call order."""
    return list(_differences(before, after))


def _differences(before: Composition, after: Composition) -> Iterator[Difference]:
    for name in dict.fromkeys((*before.active, *after.active)):
        old, new = before.active.get(name), after.active.get(name)
        fields = tuple(_values(old.values if old else {}, new.values if new else {}))
        if old is None or new is None:
            yield Difference(plugin=name, kind="enabled" if old is None else "disabled", fields=fields)
        elif fields:
            yield Difference(plugin=name, kind="terms_changed", fields=fields)


def _values(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[ValueDifference]:
    old, new = dict(leaves_with_values(before)), dict(leaves_with_values(after))
    for pointer in dict.fromkeys((*old, *new)):
        if pointer and old.get(pointer, _ABSENT) != new.get(pointer, _ABSENT):
            yield ValueDifference(pointer=pointer, before=old.get(pointer), after=new.get(pointer))
