"""Walking through JSON Schemas: by keyword, so that examples and defaults are never taken for schemas."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias, cast

JsonObject: TypeAlias = dict[str, Any]

REF_PREFIX: Final = "#/components/schemas/"

#: Says at an operation whose it is.
PLUGIN_KEYWORD: Final = "x-wellkept-plugin"

#: Keywords that hold one schema, a list of schemas, or schemas by name.
SINGLE_KEYWORDS: Final = ("items", "additionalProperties", "propertyNames", "not", "contains")
LIST_KEYWORDS: Final = ("anyOf", "oneOf", "allOf", "prefixItems")
NAMED_KEYWORDS: Final = ("properties", "patternProperties", "$defs")


def subschemas(schema: JsonObject) -> Iterator[JsonObject]:
    """Yield the schema and every schema inside it, references unfollowed; parents come before their children."""
    yield schema
    for child in list(_children(schema)):
        yield from subschemas(child)


def reachable(schemas: Iterable[JsonObject], components: Mapping[str, JsonObject]) -> set[str]:
    """Return the names of the components that the schemas refer to, directly or through others."""
    found: set[str] = set()
    pending = list(schemas)
    while pending:
        for schema in subschemas(pending.pop()):
            name = str(schema.get("$ref", "")).removeprefix(REF_PREFIX)
            if name in components and name not in found:
                found.add(name)
                pending.append(components[name])
    return found


def _children(schema: JsonObject) -> Iterator[JsonObject]:
    for keyword in SINGLE_KEYWORDS:
        if isinstance(schema.get(keyword), dict):
            yield cast("JsonObject", schema[keyword])
    for keyword in LIST_KEYWORDS:
        yield from cast("list[JsonObject]", schema.get(keyword, ()))
    for keyword in NAMED_KEYWORDS:
        yield from cast("dict[str, JsonObject]", schema.get(keyword, {})).values()
