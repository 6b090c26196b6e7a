"""What is wrong with the extensions of a plugin, found before it could stop the start of everything."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from inspect import iscoroutinefunction
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct, inspect

from wellkept_sdk.extensions import Extension
from wellkept_sdk.manifest import ActivationLevel
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.records.references import RecordName

NAME_PATTERN: Final = re.compile(r"[a-z][a-z0-9_]{0,40}")
FILTER_TYPES: Final = (bool, int, str, UUID, date, datetime)
SORT_TYPES: Final = (int, str, date, datetime)


def extension_mistakes(plugin: Plugin) -> Iterator[str]:
    """Yield a sentence for each rule that the extensions of a plugin break."""
    for extension in plugin.extensions:
        for mistake in _mistakes(plugin, extension):
            yield f"The extension of {extension.record}: {mistake}."


def _mistakes(plugin: Plugin, extension: Extension[Any, Any]) -> Iterator[str]:
    yield from _in_types(plugin, extension)
    yield from _in_functions(extension)
    yield from _in_filters(extension)
    yield from _in_sorts(extension)
    if _is_unanswerable(plugin, extension):
        # Which of these records a contract serves changes with time, and no statement of ours can tell.
        yield "filters and sorts of a plugin that acts by contract can be offered for tickets only"
    if extension.permission is not None and extension.permission not in {one.name for one in plugin.permissions}:
        yield f"{extension.permission} is none of the plugin's permissions"


def _in_types(plugin: Plugin, extension: Extension[Any, Any]) -> Iterator[str]:
    name = plugin.manifest.name
    prefix = "".join(word.capitalize() for word in name.split("_"))
    kinds = [kind for kind in (extension.read, extension.write) if kind is not None]
    for kind in kinds:
        if not kind.__name__.startswith(prefix):
            yield f"the name of {kind.__name__} must begin with {prefix}"
    if extension.write is None:
        return
    if not extension.write.__struct_config__.forbid_unknown_fields:
        yield f"{extension.write.__name__} must forbid unknown fields"
    shown = _fields(extension.read)
    for field, kind in _fields(extension.write).items():
        if field not in shown:
            yield f"{field} can be written, but not read"
        elif not kind <= shown[field]:
            yield f"{field} is written as another type than it is read"


def _in_functions(extension: Extension[Any, Any]) -> Iterator[str]:
    if not iscoroutinefunction(extension.load):
        yield "load must be written with `async def`"
    if (extension.write is None) != (extension.store is None):
        yield "write and store belong together"
    if extension.store is not None and not iscoroutinefunction(extension.store):
        yield "store must be written with `async def`"


def _in_filters(extension: Extension[Any, Any]) -> Iterator[str]:
    for name, declared in extension.filters.items():
        if not NAME_PATTERN.fullmatch(name):
            yield f"{name!r} is no name for a filter"
        if declared.type not in FILTER_TYPES and not _is_enum(declared.type):
            yield f"the filter {name} is of a type that no query carries"


def _in_sorts(extension: Extension[Any, Any]) -> Iterator[str]:
    for name, declared in extension.sorts.items():
        if not NAME_PATTERN.fullmatch(name):
            yield f"{name!r} is no name for a sort"
        if declared.type not in SORT_TYPES:
            yield f"the sort {name} is of a type that no cursor carries"


def _is_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is_unanswerable(plugin: Plugin, extension: Extension[Any, Any]) -> bool:
    by_contract = plugin.manifest.activation is ActivationLevel.CONTRACT
    return by_contract and extension.record is not RecordName.TICKET and bool(extension.filters or extension.sorts)


def _fields(kind: type[Struct]) -> Mapping[str, frozenset[object]]:
    return {field.name: frozenset(_kinds(inspect.type_info(field.type))) for field in msgspec.structs.fields(kind)}


def _kinds(info: inspect.Type) -> Iterator[object]:
    """Yield the kinds of JSON that a type is read from, without limits: a struct that is written may be stricter."""
    if isinstance(info, inspect.Metadata):
        yield from _kinds(info.type)
    elif isinstance(info, inspect.UnionType):
        for option in info.types:
            yield from _kinds(option)
    else:
        yield getattr(info, "cls", type(info)) if isinstance(info, inspect.EnumType) else type(info)
