"""Component schemas, built by msgspec from the very types that read and write the bodies."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from inspect import cleandoc
from typing import Any, Final, cast

import msgspec
from litestar.datastructures import UploadFile
from msgspec import inspect

from wellkept.platform.openapi.names import NO_PACKAGES, component_names
from wellkept.platform.openapi.walking import REF_PREFIX, JsonObject, subschemas

OBJECT_TYPES: Final = (inspect.StructType, inspect.TypedDictType, inspect.DataclassType, inspect.NamedTupleType)
BOUNDS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
#: Where a pattern of Python's says that the text ends; in JSON Schema, where line breaks are no exception, that is `$`.
PYTHON_END: Final = r"\Z"
JSON_TYPES: Final[dict[type[object], str]] = {bool: "boolean", int: "integer", str: "string"}


def build(
    annotations: Sequence[Any], *, packages: Mapping[str, tuple[str, ...]] = NO_PACKAGES
) -> tuple[list[JsonObject], dict[str, JsonObject]]:
    """
    Return the schema of each annotation, and the components they refer to by name.

    Args:
        annotations: the types.
        packages: by package, the plugin whose types it holds.

    Raises:
        ComponentNameTakenError: two of the types have one name.
    """
    kinds = {cast("Any", kind).cls: kind for kind in _named(inspect.multi_type_info(annotations))}
    # First of all, because msgspec loses one of two types that share module and name.
    names = component_names(kinds, packages)
    with _told_apart(names):
        schemas, components = msgspec.json.schema_components(
            [*annotations, *kinds], schema_hook=_uploaded_file, ref_template=REF_PREFIX + "{name}"
        )
    # What msgspec calls a type is read off the reference it makes to it, and replaced by our name.
    references = schemas[len(annotations) :]
    given = {str(schema["$ref"]): kind for schema, kind in zip(references, kinds, strict=True)}
    named = {names[kind]: components[ref.removeprefix(REF_PREFIX)] for ref, kind in given.items()}
    for kind, name in names.items():
        _state_offsets(named[name], kinds[kind], inside=True)
    for schema, kind in zip(schemas, inspect.multi_type_info(annotations), strict=False):
        _state_offsets(schema, kind)
    renamed = {ref: REF_PREFIX + names[kind] for ref, kind in given.items()}
    roots = list(schemas[: len(annotations)])
    for schema in (part for whole in (*roots, *named.values()) for part in subschemas(whole)):
        _rename(schema, renamed)
        _tidy(schema)
    for schema in named.values():
        schema.pop("title", None)
    return roots, dict(sorted(named.items()))


def has_field(annotation: object, name: str) -> bool:
    """Tell whether the type is an object with a field of that name in its JSON."""
    kind = _bare(inspect.type_info(annotation))
    return isinstance(kind, inspect.StructType) and any(field.encode_name == name for field in kind.fields)


@contextmanager
def _told_apart(names: Mapping[Any, str]) -> Generator[None]:
    """Let types bear the names of their components: `Page[Clock]` of two clocks is one and the same to msgspec."""
    plain = {kind: kind.__name__ for kind in names if isinstance(kind, type)}
    try:
        for kind in plain:
            kind.__name__ = names[kind]
        yield
    finally:
        for kind, name in plain.items():
            kind.__name__ = name


def _named(kinds: Iterable[inspect.Type]) -> Iterator[inspect.Type]:
    """Yield every type that becomes a component, each once."""
    seen: set[Any] = set()
    pending = list(kinds)
    while pending:
        kind = _bare(pending.pop(0))
        if isinstance(kind, (*OBJECT_TYPES, inspect.EnumType)):
            if kind.cls in seen:
                continue
            seen.add(kind.cls)
            yield kind
        pending.extend(_parts(kind))


def _parts(kind: inspect.Type) -> list[inspect.Type]:
    if isinstance(kind, OBJECT_TYPES):
        return [field.type for field in kind.fields]
    if isinstance(kind, inspect.UnionType):
        return list(kind.types)
    if isinstance(kind, inspect.DictType):
        return [kind.key_type, kind.value_type]
    if isinstance(kind, inspect.TupleType):
        return list(kind.item_types)
    return [kind.item_type] if isinstance(kind, inspect.CollectionType) else []


def _bare(kind: inspect.Type) -> inspect.Type:
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    return kind


def _uploaded_file(kind: type) -> JsonObject:
    if issubclass(kind, UploadFile):
        return {"type": "string", "format": "binary"}
    raise NotImplementedError


def _state_offsets(schema: JsonObject, kind: inspect.Type, *, inside: bool = False) -> None:
    """Write `date-time` at every moment: msgspec leaves it out of a plain datetime, but none of ours is naive."""
    kind = _bare(kind)
    if isinstance(kind, inspect.DateTimeType):
        schema["format"] = "date-time"
    for child, part in _pairs(schema, kind, inside=inside):
        _state_offsets(child, part)


def _pairs(schema: JsonObject, kind: inspect.Type, *, inside: bool) -> Iterator[tuple[JsonObject, inspect.Type]]:
    """Yield the schemas within a schema with the types they were made from."""
    if inside and isinstance(kind, OBJECT_TYPES):
        for field in kind.fields:
            properties = cast("dict[str, JsonObject]", schema.get("properties", {}))
            if field.encode_name in properties:
                yield properties[field.encode_name], field.type
    elif isinstance(kind, inspect.UnionType):
        plain = [part for part in kind.types if not isinstance(_bare(part), (inspect.StructType, inspect.NoneType))]
        yield from zip(cast("list[JsonObject]", schema.get("anyOf", [])), plain, strict=False)
    elif isinstance(kind, inspect.DictType) and isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"], kind.value_type
    elif isinstance(kind, inspect.CollectionType) and isinstance(schema.get("items"), dict):
        yield schema["items"], kind.item_type


def _rename(schema: JsonObject, renamed: dict[str, str]) -> None:
    if "$ref" in schema:
        schema["$ref"] = renamed.get(schema["$ref"], schema["$ref"])
    mapping = cast("JsonObject", schema.get("discriminator", {}).get("mapping", {}))
    mapping.update({tag: renamed.get(ref, ref) for tag, ref in mapping.items()})


def _tidy(schema: JsonObject) -> None:
    """Say the same more exactly, for the sake of generated clients."""
    if "description" in schema:
        schema["description"] = cleandoc(schema["description"])
    if "discriminator" in schema and "anyOf" in schema:
        schema["oneOf"] = schema.pop("anyOf")
    if schema.get("required") == []:
        del schema["required"]
    if "enum" in schema:
        _type_choices(schema)
    if "pattern" in schema:
        schema["pattern"] = schema["pattern"].replace(PYTHON_END, "$")
    if schema.get("type") == "integer":
        schema.update({bound: int(schema[bound]) for bound in BOUNDS if bound in schema})


def _type_choices(schema: JsonObject) -> None:
    choices = cast("list[Any]", schema["enum"])
    types = {JSON_TYPES.get(cast("type[object]", type(choice)), "") for choice in choices}
    if len(types) == 1 and "" not in types:
        schema.setdefault("type", types.pop())
    if len(choices) == 1:
        schema["const"] = choices[0]
        del schema["enum"]
