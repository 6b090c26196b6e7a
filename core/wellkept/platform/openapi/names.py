"""Names that clients build on: operations and components keep theirs whatever else is installed."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, get_args, get_origin

from litestar.handlers import HTTPRouteHandler
from litestar.types import Method
from litestar.types.internal_types import PathParameterDefinition

from wellkept_sdk.http.access import ACCESS, Access
from wellkept_sdk.plugin import Plugin

VERSION_SEGMENT: Final = re.compile(r"v\d+")
SDK_PACKAGE: Final = "wellkept_sdk"
OWN_PACKAGES: Final = frozenset({"wellkept", SDK_PACKAGE})
PLUGIN_PREFIX: Final = "wellkept_"
WORD_BREAK: Final = re.compile(r"[^A-Za-z0-9]+")

NO_PACKAGES: Final[Mapping[str, tuple[str, ...]]] = {}
PLAIN_NAMES: Final[Mapping[object, str]] = {Any: "Any", None: "Null", type(None): "Null"}


class ComponentNameTakenError(RuntimeError):
    """Two types would get one component name, so a client's class would change its meaning."""


def operation_id(handler: HTTPRouteHandler, method: Method, path: Sequence[str | PathParameterDefinition]) -> str:
    """
    Return the name of the handler's function, led by its tag where it does not say it: `tickets_get`.

    A plugin's begin with the plugin's name, so that they meet no other's.
    """
    tags, plugin = handler.resolve_tags(), plugin_of(handler)
    subject = _words(plugin or (tags[0] if tags else first_segment(path)))
    words = _words(handler.handler_name)
    says_it = {_stem(word) for word in subject} <= {_stem(word) for word in words}
    if (plugin and words[: len(subject)] != subject) or not says_it:
        words = [*subject, *words]
    if method == "HEAD":
        words = [*words, "head"]
    return "_".join(words)


def plugin_of(handler: HTTPRouteHandler) -> str | None:
    """Return whose route it is; None for those of core."""
    access = handler.opt.get(ACCESS)
    return access.plugin if isinstance(access, Access) else None


def first_segment(path: Sequence[str | PathParameterDefinition]) -> str:
    """Return the collection that a path belongs to: its first word after the version."""
    for segment in path:
        if isinstance(segment, str) and not VERSION_SEGMENT.fullmatch(segment):
            return segment
    return ""


def component_packages(plugins: Iterable[Plugin]) -> dict[str, tuple[str, ...]]:
    """
    Return, by package, the names of the plugins whose types it holds; usually one.

    Of several plugins in one package the types begin with the name of theirs.
    """
    near: dict[str, tuple[str, ...]] = {}
    far: dict[str, tuple[str, ...]] = {}
    for plugin in sorted(plugins, key=lambda plugin: plugin.manifest.name):
        name, kind = plugin.manifest.name, type(plugin)
        for packages, package in ((near, _package_of(kind)), (far, kind.__module__.partition(".")[0])):
            packages[package] = (*packages.get(package, ()), name)
    return {package: names for package, names in (far | near).items() if package not in OWN_PACKAGES}


def component_name(annotation: object, packages: Mapping[str, tuple[str, ...]] = NO_PACKAGES) -> str:
    """
    Return the stable name of a type: its own, led by its plugin's, and `TicketReadPage` for `Page[TicketRead]`.

    A name never depends on what else is installed.

    Args:
        annotation: the type.
        packages: by package, the plugins whose types it holds.
    """
    if annotation in PLAIN_NAMES:
        return PLAIN_NAMES[annotation]
    origin = get_origin(annotation)
    if origin is None:
        name = _pascal(getattr(annotation, "__name__", str(annotation)))
        prefixes = _prefixes(getattr(annotation, "__module__", ""), packages)
        return name if name.startswith(prefixes) else prefixes[0] + name
    arguments = "".join(component_name(argument, packages) for argument in get_args(annotation))
    return arguments + component_name(origin, packages)


def component_names(types: Iterable[Any], packages: Mapping[str, tuple[str, ...]] = NO_PACKAGES) -> dict[Any, str]:
    """
    Return every type with its component name.

    Raises:
        ComponentNameTakenError: two types have one name; names both.
    """
    owners: dict[str, Any] = {}
    for kind in types:
        name = component_name(kind, packages)
        other = owners.setdefault(name, kind)
        if other is not kind and other != kind:
            raise ComponentNameTakenError(
                f"{full_name(other)} and {full_name(kind)} would both be the component {name}; rename one of them."
            )
    return {kind: name for name, kind in owners.items()}


def full_name(kind: object) -> str:
    """Return where a type is written: module and name, of a generic with its arguments."""
    if get_origin(kind) is not None:
        return repr(kind)
    plain: Any = kind
    return f"{plain.__module__}.{plain.__qualname__}"


def _prefixes(module: str, packages: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the prefixes of the plugins whose package lies nearest; core and the SDK have none."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        plugins = packages.get(".".join(parts[:length]))
        if plugins is not None:
            return tuple(map(_pascal, plugins))
    if parts[0] == SDK_PACKAGE or not parts[0].startswith(PLUGIN_PREFIX):
        return ("",)
    return (_pascal(parts[0].removeprefix(PLUGIN_PREFIX)),)


def _package_of(kind: type) -> str:
    """Return the package that a class is written in; a module that lies in none stands for itself."""
    package: str | None = getattr(sys.modules.get(kind.__module__), "__package__", None)
    return package or kind.__module__


def _words(text: str) -> list[str]:
    return [word for word in WORD_BREAK.split(text) if word]


def _stem(word: str) -> str:
    """Return the word without a plural's s, so that `create_customer_type` counts as saying `customer-types`."""
    return word.lower().removesuffix("s")


def _pascal(name: str) -> str:
    """Return the name without signs that a component may not have; a class name passes unchanged."""
    return "".join(word[:1].upper() + word[1:] for word in _words(name))
