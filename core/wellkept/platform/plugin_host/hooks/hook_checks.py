"""What pluggy does not check of an implementation, found at the start instead of at the first call."""

from collections.abc import Iterator, Mapping
from inspect import Parameter, iscoroutinefunction, isfunction, signature
from typing import Any

import pluggy

from wellkept.platform.plugin_host.hooks.plan import spec_of
from wellkept.platform.plugin_host.hooks.specifications import Specification, registry_of
from wellkept_sdk.hooks.phases import PROJECT
from wellkept_sdk.plugin import Plugin

_IMPLEMENTATION_MARK = f"{PROJECT}_impl"
_PARAMETERS = ("self", "ctx", "event")
# What pluggy would let a plugin ask for beyond its place in the order.
_FOREIGN_OPTIONS = ("wrapper", "hookwrapper", "optionalhook", "tryfirst", "trylast", "specname")


def hook_mistakes(plugin: Plugin, *, known: Mapping[str, Specification]) -> list[str]:
    """
    Return what is wrong with a plugin's implementations, in sentences.

    Args:
        plugin: the plugin.
        known: every specification by name.
    """
    members = _members(type(plugin))
    mistakes = [mistake for name, member in members.items() for mistake in _mistakes_of(name, member, known=known)]
    return mistakes or _refusals_of_pluggy(plugin, known=known)


def _members(kind: type) -> dict[str, Any]:
    """Return what instances have by name, without running any property."""
    return {name: member for ancestor in reversed(kind.__mro__) for name, member in vars(ancestor).items()}


def _mistakes_of(name: str, member: object, *, known: Mapping[str, Specification]) -> Iterator[str]:
    options = getattr(member, _IMPLEMENTATION_MARK, None) if isfunction(member) else None
    if options is None:
        if name in known and spec_of(member) is None:
            yield f"{name} overrides a hook without @hookimpl."
    elif name not in known:
        yield f"{name} is marked with @hookimpl, but there is no hook of this name."
    else:
        yield from _mistakes_of_implementation(member, specification=known[name], options=options)


def _mistakes_of_implementation(
    member: Any,  # noqa: ANN401 - any function
    *,
    specification: Specification,
    options: Mapping[str, object],
) -> Iterator[str]:
    name = specification.__name__
    for option in _FOREIGN_OPTIONS:
        if options.get(option):
            yield f"{name} asks for {option}: the order follows from `requires` and `after` alone."
    if iscoroutinefunction(specification) != iscoroutinefunction(member):
        colour = "async def" if iscoroutinefunction(specification) else "def"
        yield f"{name} must be written with `{colour}`."
    if not _takes_what_it_gets(member):
        yield f"{name} must take exactly (self, ctx, event)."


def _takes_what_it_gets(function: Any) -> bool:  # noqa: ANN401 - any function
    parameters = signature(function).parameters
    plain = all(
        found.kind is Parameter.POSITIONAL_OR_KEYWORD and found.default is Parameter.empty
        for found in parameters.values()
    )
    return plain and tuple(parameters) == _PARAMETERS


def _refusals_of_pluggy(plugin: Plugin, *, known: Mapping[str, Specification]) -> list[str]:
    trial = registry_of(known)
    try:
        trial.register(plugin, name=plugin.manifest.name)
        trial.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        return [str(error)]
    return []
