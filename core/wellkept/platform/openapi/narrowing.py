"""The document as one front end sees it: without the plugins that do not serve it."""

import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final, cast

from wellkept.platform.openapi.walking import PLUGIN_KEYWORD, JsonObject, subschemas

#: The components with one member for each plugin: `TicketExtensions`, `TicketExtensionsInput`, `TicketExtensionsPatch`.
EXTENSIONS: Final = re.compile(r"(Customer|Project|Equipment|Ticket)Extensions(Input|Patch)?")
#: How a plugin's filters and sorts of a list are called: `extensions.sla.breached`, and with a minus.
EXTENSION_WORD: Final = re.compile(r"-?extensions\.([a-z0-9_]+)\..+")
#: The pattern of `include`: names with commas between them.
NAMES_PATTERN: Final = re.compile(r"\^\(([a-z0-9_|]+)\)\(,\(\1\)\)\*\$")

INCLUDE: Final = "include"
SORT: Final = "sort"
COMPONENTS_PREFIX: Final = "#/components/"
#: The only components that nothing refers to by `$ref`.
UNREFERENCED: Final = "securitySchemes"


def narrowed(document: Mapping[str, Any], active_plugins: Collection[str]) -> JsonObject:
    """
    Return the document with the routes, fields and parameters of these plugins and of core, and nothing else.

    Args:
        document: of the whole deployment; it stays as it is.
        active_plugins: by name, those that act for the whole deployment among them.
    """
    narrow = deepcopy(dict(document))
    narrow["paths"] = dict(_paths(narrow["paths"], active_plugins))
    kept = {operation["operationId"] for operation in _operations(narrow)}
    for operation in _operations(narrow):
        _narrow_parameters(operation, active_plugins)
        _drop_links(operation, kept)
    for name, schema in narrow["components"]["schemas"].items():
        if EXTENSIONS.fullmatch(name):
            _narrow_extensions(schema, active_plugins)
    narrow["components"] = _reachable(narrow)
    return narrow


def _paths(paths: JsonObject, active: Collection[str]) -> Iterator[tuple[str, JsonObject]]:
    for path, item in paths.items():
        methods = {method: node for method, node in item.items() if node.get(PLUGIN_KEYWORD) in {None, *active}}
        if methods:
            yield path, methods


def _operations(document: JsonObject) -> list[JsonObject]:
    return [node for item in document["paths"].values() for node in item.values()]


def _narrow_parameters(operation: JsonObject, active: Collection[str]) -> None:
    if "parameters" not in operation:
        return
    kept = [parameter for parameter in operation["parameters"] if _is_offered(parameter.get("name", ""), active)]
    for parameter in kept:
        if parameter.get("name") == SORT:
            _narrow_choices(parameter["schema"], active)
    operation["parameters"] = [parameter for parameter in kept if _can_include(parameter, active)]
    if not operation["parameters"]:
        del operation["parameters"]


def _is_offered(word: object, active: Collection[str]) -> bool:
    """Return whether a filter or sort is core's, or that of an active plugin."""
    named = EXTENSION_WORD.fullmatch(str(word))
    return named is None or named[1] in active


def _narrow_choices(schema: JsonObject, active: Collection[str]) -> None:
    for part in subschemas(schema):
        if "enum" in part:
            part["enum"] = [choice for choice in part["enum"] if _is_offered(choice, active)]


def _can_include(parameter: JsonObject, active: Collection[str]) -> bool:
    """Narrow what `include` may name, and return whether anything is left; other parameters stay."""
    if parameter.get("name") != INCLUDE:
        return True
    for part in subschemas(parameter["schema"]):
        listed = NAMES_PATTERN.fullmatch(part.get("pattern", ""))
        if listed is not None:
            names = [name for name in listed[1].split("|") if name in active]
            choices = f"({'|'.join(names)})"
            part["pattern"] = f"^{choices}(,{choices})*$"
            return bool(names)
    return True


def _drop_links(operation: JsonObject, kept: Collection[str]) -> None:
    """Drop the links to operations that are there no more."""
    for response in operation["responses"].values():
        if "links" in response:
            links = cast("JsonObject", response["links"])
            response["links"] = {name: link for name, link in links.items() if link["operationId"] in kept}
            if not response["links"]:
                del response["links"]


def _narrow_extensions(schema: JsonObject, active: Collection[str]) -> None:
    if "properties" in schema:
        properties = cast("JsonObject", schema["properties"])
        schema["properties"] = {name: part for name, part in properties.items() if name in active}
    if "required" in schema:
        schema["required"] = [name for name in schema["required"] if name in active]


def _reachable(document: JsonObject) -> JsonObject:
    """Return the components that the paths refer to, directly or through others."""
    components = cast("dict[str, JsonObject]", document["components"])
    found: set[tuple[str, str]] = set()
    pending: list[object] = [document["paths"]]
    while pending:
        for section, name in _references(pending.pop()):
            if (section, name) not in found:
                found.add((section, name))
                pending.append(components[section][name])
    return {
        section: {name: node for name, node in nodes.items() if section == UNREFERENCED or (section, name) in found}
        for section, nodes in components.items()
    }


def _references(node: object) -> Iterator[tuple[str, str]]:
    """Yield section and name of every component that is referred to within a node, discriminators included."""
    if isinstance(node, str) and node.startswith(COMPONENTS_PREFIX):
        section, _, name = node.removeprefix(COMPONENTS_PREFIX).partition("/")
        yield section, name
    elif isinstance(node, Mapping):
        for part in cast("Mapping[str, object]", node).values():
            yield from _references(part)
    elif isinstance(node, list):
        for part in cast("list[object]", node):
            yield from _references(part)
