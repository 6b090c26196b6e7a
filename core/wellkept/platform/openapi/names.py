"""Names that clients build on: operations and components keep theirs whatever else is installed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, get_args, get_origin

from litestar.handlers import HTTPRouteHandler
from litestar.types import Method
from litestar.types.internal_types import PathParameterDefinition

VERSION_SEGMENT: Final = re.compile(r"v\d+")
SDK_PACKAGE: Final = "wellkept_sdk"
PLUGIN_PREFIX: Final = "wellkept_"
WORD_BREAK: Final = re.compile(r"[^A-Za-z0-9]+")

PLAIN_NAMES: Final[Mapping[object, str]] = {Any: "Any", None: "Null", type(None): "Null"}


class ComponentNameTakenError(RuntimeError):
    """Two types would get one component name, so a client's class would change its meaning."""


def operation_id(handler: HTTPRouteHandler, method: Method, path: Sequence[str | PathParameterDefinition]) -> str:
    """Return the name of the handler's function, led by its tag where it does not say it: `tickets_get`."""
    tags = handler.resolve_tags()
    subject = _words(tags[0] if tags else first_segment(path))
    words = _words(handler.handler_name)
    if not {_stem(word) for word in subject} <= {_stem(word) for word in words}:
        words = [*subject, *words]
    if method == "HEAD":
        words = [*words, "head"]
    return "_".join(words)


def first_segment(path: Sequence[str | PathParameterDefinition]) -> str:
    """Return the collection that a path belongs to: its first word after the version."""
    for segment in path:
        if isinstance(segment, str) and not VERSION_SEGMENT.fullmatch(segment):
            return segment
    return ""


def component_name(annotation: object) -> str:
    """
    Return the stable name of a type: its own, led by its plugin's, and `TicketReadPage` for `Page[TicketRead]`.

    A name never depends on what else is installed.
    """
    if annotation in PLAIN_NAMES:
        return PLAIN_NAMES[annotation]
    origin = get_origin(annotation)
    if origin is None:
        name = _pascal(getattr(annotation, "__name__", str(annotation)))
        plugin = _plugin(getattr(annotation, "__module__", ""))
        return name if name.startswith(plugin) else plugin + name
    return "".join(component_name(argument) for argument in get_args(annotation)) + component_name(origin)


def component_names(types: Iterable[Any]) -> dict[Any, str]:
    """
    Return every type with its component name.

    Raises:
        ComponentNameTakenError: two types have one name; names both.
    """
    owners: dict[str, Any] = {}
    for kind in types:
        name = component_name(kind)
        other = owners.setdefault(name, kind)
        if other is not kind and other != kind:
            raise ComponentNameTakenError(
                f"{full_name(other)} and {full_name(kind)} would both be the component {name}; rename one of them."
            )
    return {kind: name for name, kind in owners.items()}


def full_name(kind: object) -> str:
    """Return where a type is written: module and name."""
    plain: Any = get_origin(kind) or kind
    return f"{plain.__module__}.{plain.__qualname__}"


def _plugin(module: str) -> str:
    """Return the prefix of a plugin's components; core and the SDK have none."""
    package = module.partition(".")[0]
    if package == SDK_PACKAGE or not package.startswith(PLUGIN_PREFIX):
        return ""
    return _pascal(package.removeprefix(PLUGIN_PREFIX))


def _words(text: str) -> list[str]:
    return [word for word in WORD_BREAK.split(text) if word]


def _stem(word: str) -> str:
    """Return the word without a plural's s, so that `create_customer_type` counts as saying `customer-types`."""
    return word.lower().removesuffix("s")


def _pascal(name: str) -> str:
    """Return the name without signs that a component may not have; a class name passes unchanged."""
    return "".join(word[:1].upper() + word[1:] for word in _words(name))
