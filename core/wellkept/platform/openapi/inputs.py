"""What requests may hold: whatever the schema allows is accepted, and what storage refuses the schema refuses."""

import re
from collections.abc import Iterable
from typing import Any, Final

from wellkept.platform.openapi.walking import REF_PREFIX, JsonObject, reachable, subschemas

#: Valid in ECMA-262 and in Python: any text without NUL, which no database stores.
TEXT_PATTERN: Final = r"^[^\u0000]*$"
SEGMENT_PATTERN: Final = r"^[^\u0000/]+$"
HEADER_PATTERN: Final = "^[!-~]([ -~]*[!-~])?$"
CLOSED_CLASS: Final = re.compile(r"\[(?!\^)[^\]]*\]")
OPEN_CHARACTER: Final = re.compile(r"\[\^|\\[SWD]|(?<!\\)\.")
NUL_ESCAPE: Final = re.compile(r"\\u0000|\\x00")
INT64_MIN: Final = -(2**63)
INT64_MAX: Final = 2**63 - 1

JSON_VALUE: Final = "JsonValue"
PLAIN_STRING_KEYWORDS: Final = frozenset({"format", "pattern", "enum", "const", "contentEncoding"})
ANNOTATION_KEYWORDS: Final = frozenset({"title", "description", "examples", "default", "deprecated"})


def restrict(schemas: Iterable[JsonObject], components: dict[str, JsonObject]) -> None:
    """Narrow request schemas, and the components they use, to what can be stored."""
    roots = list(schemas)
    for schema in [*roots, *(components[name] for name in sorted(reachable(roots, components)))]:
        for part in list(subschemas(schema)):
            _narrow(part)
    if JSON_VALUE not in components and _mentions_json_value([*roots, *components.values()]):
        components[JSON_VALUE] = json_value()


def restrict_parameter(parameter: JsonObject) -> None:
    """Narrow a parameter's schema to what its place can carry; it is either there or absent, never null."""
    schema = parameter["schema"] = without_null(parameter["schema"])
    default_pattern = {"path": SEGMENT_PATTERN, "header": HEADER_PATTERN}.get(parameter["in"], TEXT_PATTERN)
    for part in list(subschemas(schema)):
        if _is_plain_text(part):
            part["pattern"] = default_pattern
        _narrow(part)


def without_null(schema: JsonObject) -> JsonObject:
    """Return the schema without the choice of null."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    if not choices or len(choices) == len(schema["anyOf"]):
        return schema
    rest = {keyword: value for keyword, value in schema.items() if keyword != "anyOf" and value is not None}
    return {**choices[0], **rest} if len(choices) == 1 else {**rest, "anyOf": choices}


def json_value() -> JsonObject:
    """Return the schema of a free JSON value in a request."""
    itself = {"$ref": REF_PREFIX + JSON_VALUE}
    text = {"pattern": TEXT_PATTERN}
    return {
        "description": "Any JSON value; no text in it contains NUL.",
        "anyOf": [
            {"type": "string", **text},
            {"type": "number"},
            {"type": "boolean"},
            {"type": "null"},
            {"type": "array", "items": itself},
            {"type": "object", "propertyNames": text, "additionalProperties": itself},
        ],
    }


def _narrow(schema: JsonObject) -> None:
    if _is_plain_text(schema):
        schema["pattern"] = TEXT_PATTERN
    elif _may_match_nul(schema.get("pattern", "")):
        schema.setdefault("allOf", [{"pattern": TEXT_PATTERN}])
    if schema.get("type") == "integer":
        _bound(schema)
    if _is_free_object(schema):
        schema.setdefault("propertyNames", {"pattern": TEXT_PATTERN})
        schema.setdefault("additionalProperties", _any_json())
    if schema.get("type") == "array":
        schema.setdefault("items", _any_json())
    for name, part in schema.get("properties", {}).items():
        if not part.keys() - ANNOTATION_KEYWORDS:
            schema["properties"][name] = {**part, **_any_json()}


def _is_plain_text(schema: JsonObject) -> bool:
    return schema.get("type") == "string" and not PLAIN_STRING_KEYWORDS & schema.keys()


def _may_match_nul(pattern: str) -> bool:
    """Tell whether a pattern says what text is not, or leaves a character open, without naming NUL."""
    if NUL_ESCAPE.search(pattern):
        return False
    return OPEN_CHARACTER.search(CLOSED_CLASS.sub("", pattern)) is not None


def _is_free_object(schema: JsonObject) -> bool:
    return schema.get("type") == "object" and "properties" not in schema


def _bound(schema: JsonObject) -> None:
    """Give an integer the range that a database column has, where it states none."""
    if "enum" in schema or "const" in schema:
        return
    if "exclusiveMinimum" not in schema:
        schema.setdefault("minimum", INT64_MIN)
    if "exclusiveMaximum" not in schema:
        schema.setdefault("maximum", INT64_MAX)


def _any_json() -> dict[str, Any]:
    return {"$ref": REF_PREFIX + JSON_VALUE}


def _mentions_json_value(schemas: Iterable[JsonObject]) -> bool:
    return any(part.get("$ref") == REF_PREFIX + JSON_VALUE for schema in schemas for part in subschemas(schema))
