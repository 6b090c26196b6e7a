"""Examples of request bodies: the route's own, else the smallest body that the schema allows."""

from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec

from wellkept.platform.openapi.walking import REF_PREFIX, JsonObject

FORMAT_EXAMPLES: Final[Mapping[str, str]] = {
    "uuid": "0199c0de-0000-7000-8000-000000000000",
    "date-time": "2026-11-21T09:00:00+08:00",
    "date": "2026-11-21",
    "duration": "PT8H",
    "decimal": "1.5",
}
PLAIN_EXAMPLES: Final[Mapping[str, Any]] = {"integer": 1, "number": 1.5, "boolean": True, "null": None}
DEPTH_MAX: Final = 12


def body_examples(
    given: Mapping[str, Any], *, annotation: object, schema: JsonObject, components: Mapping[str, JsonObject]
) -> JsonObject:
    """
    Return the examples of a body by name; none where the schema is too particular to guess one.

    Raises:
        ValueError: a given example is not accepted by the type; names it.
    """
    for name, value in given.items():
        if not _is_accepted(value, annotation):
            raise ValueError(f"The example {name!r} does not fit {annotation!r}.")
    if given:
        return {name: {"value": value} for name, value in given.items()}
    smallest = example_of(schema, components)
    return {"smallest": {"value": smallest}} if _is_accepted(smallest, annotation) else {}


def example_of(schema: JsonObject, components: Mapping[str, JsonObject], *, depth: int = 0) -> object:
    """Return a value for a schema: its own example where it has one, required members only."""
    if depth > DEPTH_MAX:
        return None
    stated = _stated(schema)
    if stated:
        return stated[0]
    onward = _onward(schema, components)
    if onward is not None:
        return example_of(onward, components, depth=depth + 1)
    if schema.get("type") == "object":
        properties = cast("dict[str, JsonObject]", schema.get("properties", {}))
        required = cast("list[str]", schema.get("required", []))
        return {name: example_of(properties[name], components, depth=depth + 1) for name in required}
    return _plain(schema)


def _onward(schema: JsonObject, components: Mapping[str, JsonObject]) -> JsonObject | None:
    if "$ref" in schema:
        return components[schema["$ref"].removeprefix(REF_PREFIX)]
    choices = cast("list[JsonObject]", schema.get("oneOf") or schema.get("anyOf") or [])
    return choices[0] if choices else None


def _stated(schema: JsonObject) -> list[Any]:
    if "const" in schema:
        return [schema["const"]]
    return list(schema.get("examples") or schema.get("enum") or [])


def _plain(schema: JsonObject) -> object:
    kind = schema.get("type")
    if kind == "string":
        return FORMAT_EXAMPLES.get(schema.get("format", ""), "text")
    if kind == "array":
        return []
    if kind == "integer":
        return max(1, schema.get("minimum", 1))
    return PLAIN_EXAMPLES.get(str(kind))


def _is_accepted(value: object, annotation: object) -> bool:
    try:
        msgspec.convert(value, annotation, strict=True)
    except msgspec.ValidationError:
        return False
    return True
