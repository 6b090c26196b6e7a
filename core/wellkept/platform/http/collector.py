"""All mistakes of one body at once; used only after the fast decoder, which stops at the first, has refused it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, cast, get_args
from uuid import UUID

import msgspec
from msgspec import Meta, inspect

from wellkept.platform.http.blemishes import blemishes
from wellkept.platform.http.pointers import child, printable
from wellkept.platform.http.verdicts import Convert, code_of, strictly, words_of
from wellkept_sdk.errors import FieldError

ERRORS_MAX = 200

_BOUNDS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern", "tz")
_PLAIN_TYPES: dict[type[inspect.Type], object] = {
    inspect.StrType: str,
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.BoolType: bool,
    inspect.NoneType: None,
    inspect.BytesType: bytes,
    inspect.DateTimeType: datetime,
    inspect.DateType: date,
    inspect.TimeType: time,
    inspect.TimeDeltaType: timedelta,
    inspect.UUIDType: UUID,
    inspect.DecimalType: Decimal,
    inspect.AnyType: Any,
    inspect.DictType: dict,
    inspect.ListType: list,
    inspect.SetType: list,
    inspect.FrozenSetType: list,
    inspect.VarTupleType: list,
}
_Sequence = inspect.ListType | inspect.SetType | inspect.FrozenSetType | inspect.VarTupleType


def collect(value: object, type_: object, *, convert: Convert = strictly) -> list[FieldError]:
    """
    Return every mistake of a value that should be of the type, one for each place, in the order of the document.

    Raises:
        MalformedJson: the value is nested too deeply to be looked at.
    """
    found = {blemish.pointer: blemish for blemish in blemishes(value)}
    for mistake in _Walk(convert).mistakes(value, inspect.type_info(type_), ""):
        found.setdefault(mistake.pointer, mistake)
    if not found:
        found = {mistake.pointer: mistake for mistake in _of_the_whole(value, type_, convert)}
    return list(found.values())[:ERRORS_MAX]


class _Walk:
    """One walk through a value beside its type."""

    def __init__(self, convert: Convert) -> None:
        self.convert = convert

    def mistakes(self, value: object, info: inspect.Type, pointer: str) -> Iterator[FieldError]:
        """Yield the mistakes of this value and of everything in it."""
        match info := _bare(info):
            case inspect.UnionType():
                yield from self._in_union(value, info, pointer)
            case inspect.StructType() if isinstance(value, Mapping):
                yield from self._in_struct(cast("Mapping[str, object]", value), info, pointer)
            case inspect.DictType() if isinstance(value, Mapping):
                yield from self._in_mapping(cast("Mapping[str, object]", value), info, pointer)
            case inspect.ListType() | inspect.SetType() | inspect.FrozenSetType() | inspect.VarTupleType() if (
                isinstance(value, list)
            ):
                yield from self._in_sequence(cast("list[object]", value), info, pointer)
            case _:
                yield from self._in_leaf(value, info, pointer)

    def _in_struct(self, value: Mapping[str, object], info: inspect.StructType, pointer: str) -> Iterator[FieldError]:
        for field in info.fields:
            place = child(pointer, field.encode_name)
            if field.encode_name in value:
                yield from self.mistakes(value[field.encode_name], field.type, place)
            elif field.required:
                yield FieldError(place, "required", "Is required.")
        if info.forbid_unknown_fields:
            known = {field.encode_name for field in info.fields} | {info.tag_field}
            for name in value:
                if name not in known:
                    yield FieldError(child(pointer, name), "unknown_field", "There is no such field.")

    def _in_union(self, value: object, info: inspect.UnionType, pointer: str) -> Iterator[FieldError]:
        options = [_bare(option) for option in info.types if not isinstance(option, inspect.NoneType)]
        if value is None and len(options) < len(info.types):
            return
        fitting = [option for option in options if _same_shape(value, option)]
        structs = [option for option in fitting if isinstance(option, inspect.StructType)]
        if len(structs) > 1:
            yield from self._in_tagged(cast("dict[str, object]", value), structs, pointer)
        elif len(options) == 1 or len(fitting) == 1:
            yield from self.mistakes(value, (fitting or options)[0], pointer)
        else:
            yield from self._in_leaf(value, info, pointer)

    def _in_tagged(
        self, value: Mapping[str, object], structs: Sequence[inspect.StructType], pointer: str
    ) -> Iterator[FieldError]:
        tag_field = structs[0].tag_field or ""
        place = child(pointer, tag_field)
        chosen = {struct.tag: struct for struct in structs}
        tag = value.get(tag_field)
        if tag_field not in value:
            yield FieldError(place, "required", "Is required.")
        elif not isinstance(tag, str | int):
            yield FieldError(place, "type", "Expected a word.")
        elif tag in chosen:
            yield from self._in_struct(value, chosen[tag], pointer)
        else:
            yield FieldError(place, "not_a_choice", f"Must be one of {', '.join(map(str, chosen))}.")

    def _in_mapping(self, value: Mapping[str, object], info: inspect.DictType, pointer: str) -> Iterator[FieldError]:
        yield from self._in_leaf(dict.fromkeys(value), info, pointer)
        for name, member in value.items():
            yield from self._in_leaf(name, info.key_type, child(pointer, name))
            yield from self.mistakes(member, info.value_type, child(pointer, name))

    def _in_sequence(self, value: list[object], info: _Sequence, pointer: str) -> Iterator[FieldError]:
        yield from self._in_leaf([None] * len(value), info, pointer)
        for index, element in enumerate(value):
            yield from self.mistakes(element, info.item_type, child(pointer, index))

    def _in_leaf(self, value: object, info: inspect.Type, pointer: str) -> Iterator[FieldError]:
        try:
            self.convert(value, _annotation(info))
        except msgspec.ValidationError as refusal:
            yield FieldError(pointer, code_of(str(refusal)), printable(words_of(str(refusal))))
        except UnicodeError:
            return  # half a surrogate pair, reported among the blemishes


def _of_the_whole(value: object, type_: object, convert: Convert) -> Iterator[FieldError]:
    """Yield what only the whole conversion sees, such as a rule across two fields in a `__post_init__`."""
    try:
        convert(value, type_)
    except msgspec.ValidationError as refusal:
        yield FieldError("", code_of(str(refusal)), printable(words_of(str(refusal))))


def _bare(info: inspect.Type) -> inspect.Type:
    """Return the type without what is said about it for documents."""
    return _bare(info.type) if isinstance(info, inspect.Metadata) else info


def _same_shape(value: object, info: inspect.Type) -> bool:
    """Return whether the value is of the kind of JSON that the type is read from."""
    containers = (inspect.StructType, inspect.DictType, *get_args(_Sequence))
    numbers = (inspect.IntType, inspect.FloatType, inspect.BoolType)
    if isinstance(value, dict):
        return isinstance(info, inspect.StructType | inspect.DictType)
    if isinstance(value, list):
        return isinstance(info, _Sequence)
    return isinstance(info, numbers) if isinstance(value, int | float) else not isinstance(info, containers + numbers)


def _annotation(info: inspect.Type) -> object:
    """Return a type that msgspec reads as it read the original; the description does not keep it."""
    match info := _bare(info):
        case inspect.UnionType():
            return _union(info)
        case inspect.LiteralType():
            return Literal[tuple(info.values)]
        case inspect.EnumType() | inspect.CustomType() | inspect.StructType():
            return info.cls
        case _:
            return _bounded(_PLAIN_TYPES.get(type(info), Any), info)


def _union(info: inspect.UnionType) -> object:
    options = tuple(_annotation(option) for option in info.types)
    return Union[options]  # noqa: UP007 - the members are only known at run time


def _bounded(plain: object, info: inspect.Type) -> object:
    bounds: dict[str, Any] = {name: bound for name in _BOUNDS if (bound := getattr(info, name, None)) is not None}
    return Annotated[plain, Meta(**bounds)] if bounds else plain
