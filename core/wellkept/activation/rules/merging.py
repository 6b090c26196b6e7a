"""Laying the terms of plan and contract over the defaults, and remembering who said what."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, cast

from msgspec import Struct

from wellkept.activation.rules.shapes import Shape, is_map, member, shape_of
from wellkept_sdk.terms import Terms

_KIND = "kind"

Document = dict[str, Any]


class Source(StrEnum):
    """Who decided a value of the terms."""

    SETTINGS = "settings"  #: The deployment, or the plugin's own default.
    PLAN = "plan"  #: The service plan.
    CONTRACT = "contract"  #: The contract's override.


class Layered(Struct, frozen=True, kw_only=True):
    """A merged document, and by pointer what the layers have decided of it."""

    document: Document
    sources: Mapping[str, Source]


def layered(bottom: Mapping[str, Any], layers: Mapping[Source, Mapping[str, Any]], *, terms: type[Terms]) -> Layered:
    """
    Return the bottom with the layers laid over it in their order.

    Objects merge key by key; arrays and objects with a `kind` are replaced whole. Null restores a field's value of the
    bottom, and removes a key of a map. None of the arguments is changed.

    Args:
        bottom: what counts where no layer says anything.
        layers: in order; the last one has the last word.
        terms: the type of the result, which tells fields from keys of a map.
    """
    document: Document = dict(bottom)
    sources: dict[str, Source] = {}
    for source, layer in layers.items():
        # A member that the terms do not have stays, with its null: decoding refuses it by name.
        strange = {name: None for name, value in layer.items() if value is None and name not in bottom}
        document = _laid(_Layer(source, sources), layer, over=document, below=_Below(bottom, shape_of(terms), ""))
        document |= strange
    return Layered(document=document, sources=sources)


def sources_of(values: Mapping[str, Any], sources: Mapping[str, Source]) -> dict[str, Source]:
    """Return who decided each leaf of decoded terms; where no layer did, the deployment or the plugin's default."""
    return {pointer: _source(pointer, sources) for pointer in leaves(values)}


def _source(pointer: str, sources: Mapping[str, Source]) -> Source:
    while pointer not in sources and pointer:
        pointer = pointer.rpartition("/")[0]
    return sources.get(pointer, Source.SETTINGS)


def leaves(value: object, pointer: str = "") -> Iterator[str]:
    """Yield the pointer of everything that is replaced whole: values, arrays, empty objects, objects with a `kind`."""
    yield from (place for place, _ in leaves_with_values(value, pointer))


def leaves_with_values(value: object, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything that is replaced whole, with its pointer."""
    if not _merges(value) or not value:
        yield pointer, value
        return
    for name, inner in cast("Document", value).items():
        yield from leaves_with_values(inner, _child(pointer, name))


class _Below(Struct, frozen=True):
    """A place in the document: what the bottom has there, its type, and its pointer."""

    bottom: Mapping[str, Any]
    shape: Shape
    pointer: str

    def member(self, name: str) -> "_Below":
        inner = self.bottom.get(name)
        bottom: Mapping[str, Any] = cast("Mapping[str, Any]", inner) if _merges(inner) else {}
        return _Below(bottom, member(self.shape, name), _child(self.pointer, name))

    def restores(self, name: str) -> bool:
        """Return whether null brings a member back to the bottom's value: a map has no defaults of its own."""
        return name in self.bottom and not is_map(self.shape)


class _Layer(Struct, frozen=True):
    source: Source
    sources: dict[str, Source]

    def decides(self, pointer: str, value: object) -> None:
        """Note that everything at and below a pointer is this layer's."""
        self.forgets(pointer)
        self.sources.update(dict.fromkeys(leaves(value, pointer), self.source))

    def forgets(self, pointer: str) -> None:
        """Note that nobody but the deployment has decided what is at and below a pointer."""
        for known in [known for known in self.sources if known == pointer or known.startswith(f"{pointer}/")]:
            del self.sources[known]


def _laid(layer: _Layer, given: Mapping[str, Any], *, over: Mapping[str, Any], below: _Below) -> Document:
    result = dict(over)
    for name, value in given.items():
        place = below.member(name)
        if value is None:
            layer.forgets(place.pointer)
            result.pop(name, None)
            if below.restores(name):
                result[name] = below.bottom[name]
        elif _merges(value) and (name not in result or _merges(result[name])):
            result[name] = _laid(layer, value, over=result.get(name) or {}, below=place)
            if not result[name]:
                layer.decides(place.pointer, {})
        else:
            result[name] = value
            layer.decides(place.pointer, value)
    return result


def _merges(value: object) -> bool:
    return isinstance(value, dict) and _KIND not in value


def _child(pointer: str, name: str) -> str:
    return f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
