"""What the deployment has set for one plugin, decoded into the plugin's own type."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec
from msgspec import NODEFAULT, Struct, inspect
from msgspec.structs import FieldInfo

from wellkept.platform.settings import SettingsError

StructT = TypeVar("StructT", bound=Struct)

_SEVERAL = (
    inspect.ListType,
    inspect.SetType,
    inspect.FrozenSetType,
    inspect.VarTupleType,
    inspect.TupleType,
    inspect.CollectionType,
)


def decoded_settings(kind: type[StructT], given: Mapping[str, Any]) -> StructT:
    """
    Return the settings of a plugin.

    Args:
        kind: the plugin's type.
        given: values by name; texts of the environment are read as what the field wants: `5` as a number, `true` as
            a yes, `a, b` as a list.

    Raises:
        SettingsError: names every misspelt, missing or unusable one.
    """
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    values = {name: _read(value, fields[name]) if name in fields else value for name, value in given.items()}
    mistakes = [_stranger(name, fields) for name in sorted(given.keys() - fields.keys())]
    for name, field in fields.items():
        mistakes += _mistakes_of(field, values[name]) if name in values else _missing(field)
    if mistakes:
        raise SettingsError(mistakes)
    try:
        return msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as refusal:
        raise SettingsError([f"{refusal}."]) from None


def _read(value: object, field: FieldInfo) -> object:
    if isinstance(value, str) and _takes_several(inspect.type_info(field.type)):
        return [item.strip() for item in value.split(",") if item.strip()]
    return value


def _takes_several(kind: inspect.Type) -> bool:
    """Tell whether a text must be the items of a list; a field that takes texts as well gets it as it is."""
    if isinstance(kind, inspect.Metadata):
        return _takes_several(kind.type)
    if isinstance(kind, inspect.UnionType):
        return any(map(_takes_several, kind.types)) and not any(isinstance(one, inspect.StrType) for one in kind.types)
    return isinstance(kind, _SEVERAL)


def _stranger(name: str, fields: Mapping[str, FieldInfo]) -> str:
    near = get_close_matches(name, fields, n=1, cutoff=0)
    return f"{name} is no setting; the nearest one is {near[0]}." if near else f"{name}: there are no settings."


def _mistakes_of(field: FieldInfo, value: object) -> list[str]:
    try:
        msgspec.convert(value, field.type, strict=False)
    except msgspec.ValidationError as refusal:
        return [f"{field.encode_name}: {refusal}."]
    return []


def _missing(field: FieldInfo) -> list[str]:
    if field.default is NODEFAULT and field.default_factory is NODEFAULT:
        return [f"{field.encode_name} must be set."]
    return []
