"""What a PATCH makes of an extension: the value that is shown, with the given fields in place of the old."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET, Struct
from msgspec.inspect import Metadata, NoneType, Type, UnionType, type_info

from wellkept.platform.http.collector import collect
from wellkept_sdk.errors import FieldError


def merged(present: Struct | None, patch: Struct, write: type[Struct]) -> dict[str, Any]:
    """
    Return the JSON of the new value, which may lack what it must have.

    A null clears a field: it becomes null where it may be, and is left out where it may not.
    """
    fields = msgspec.structs.fields(write)
    document = {} if present is None else _written_part(present, write)
    for field in fields:
        value = getattr(patch, field.name)
        if value is None and not _may_be_null(write, field.name):
            document.pop(field.encode_name, None)
        elif value is not UNSET:
            document[field.encode_name] = msgspec.to_builtins(value)
    return document


def is_written_alike(present: Struct | None, new: Struct) -> bool:
    """Return whether a new value says the same as the present one, as far as callers may write it."""
    if present is None:
        return False
    write = type(new)
    try:
        return msgspec.convert(_written_part(present, write), write) == new
    except msgspec.ValidationError:
        # What is stored may be older than a rule for what is written.
        return False


def mistakes_in(document: Mapping[str, Any], write: type[Struct], *, pointer: str) -> list[FieldError]:
    """Return every mistake of a value, with its place in the request's body."""
    return [
        FieldError(f"{pointer}{mistake.pointer}", mistake.code, mistake.message) for mistake in collect(document, write)
    ]


def _written_part(present: Struct, write: type[Struct]) -> dict[str, Any]:
    """Return, as JSON, those fields of a value that callers may write."""
    shown: Mapping[str, Any] = msgspec.to_builtins(present)
    names = {field.name: field.encode_name for field in msgspec.structs.fields(type(present))}
    return {
        field.encode_name: shown[names[field.name]]
        for field in msgspec.structs.fields(write)
        if names[field.name] in shown
    }


@cache
def _may_be_null(write: type[Struct], name: str) -> bool:
    [field] = [one for one in msgspec.structs.fields(write) if one.name == name]
    return _is_nullable(type_info(field.type))


def _is_nullable(info: Type) -> bool:
    if isinstance(info, Metadata):
        return _is_nullable(info.type)
    if isinstance(info, UnionType):
        return any(map(_is_nullable, info.types))
    return isinstance(info, NoneType)
