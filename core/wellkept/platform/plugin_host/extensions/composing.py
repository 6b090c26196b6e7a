"""Making types out of types: the composed ones keep name and module, so the API's names never change."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from wellkept.platform.plugin_host.extensions.contribution import Contribution
from wellkept.platform.plugin_host.extensions.records import ExtensibleRecord


def types_of(record: ExtensibleRecord[Any], contributions: Sequence[Contribution]) -> Mapping[str, type[Struct]]:
    """Return the types of a record by name, each with the fields that the plugins add."""
    extensions = _with_members(record.extensions, {one.plugin: one.extension.read | UnsetType for one in contributions})
    given = _with_members(record.extensions_input, _written(contributions, is_patch=False))
    patch = _with_members(record.extensions_patch, _written(contributions, is_patch=True))
    read = _with_field(record.read, "extensions", extensions)
    made = [
        extensions,
        given,
        patch,
        read,
        _with_member(record.create, "extensions", given),
        _with_member(record.patch, "extensions", patch),
        *(_holding(holder, record.read, read) for holder in record.holders),
    ]
    return {kind.__name__: kind for kind in made}


@cache
def patch_of(write: type[Struct]) -> type[Struct]:
    """Return the struct with the same fields, each of which may be left out or be null."""
    fields = msgspec.structs.fields(write)
    return msgspec.defstruct(
        f"{write.__name__}Patch",
        [(one.name, one.type | UnsetType | None, UNSET) for one in fields],
        namespace={"__doc__": f"Changes to what {write.__name__} holds; null clears a field."},
        module=write.__module__,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        rename={one.name: one.encode_name for one in fields},
    )


def _written(contributions: Sequence[Contribution], *, is_patch: bool) -> dict[str, Any]:
    return {
        one.plugin: (one.patch if is_patch else one.extension.write) | UnsetType | None
        for one in contributions
        if one.patch is not None
    }


def _holding(holder: type[Struct], held: type[Struct], composed: type[Struct]) -> type[Struct]:
    [name] = [one.name for one in msgspec.structs.fields(holder) if one.type is held]
    return _with_field(holder, name, composed)


def _with_members(plain: type[Struct], members: Mapping[str, Any]) -> type[Struct]:
    return _subclass(plain, [(name, kind, UNSET) for name, kind in members.items()])


def _with_member(plain: type[Struct], name: str, kind: type[Struct]) -> type[Struct]:
    return _subclass(plain, [(name, kind | UnsetType, UNSET)])


def _with_field(plain: type[Struct], name: str, kind: type[Struct]) -> type[Struct]:
    return _subclass(plain, [(name, kind)])


def _subclass(plain: type[Struct], fields: Sequence[Any]) -> type[Struct]:
    # The other options of a struct are inherited; the documents take the docstring from the class itself.
    return msgspec.defstruct(
        plain.__name__,
        fields,
        bases=(plain,),
        module=plain.__module__,
        namespace={"__doc__": plain.__doc__},
        frozen=True,
        kw_only=True,
    )
