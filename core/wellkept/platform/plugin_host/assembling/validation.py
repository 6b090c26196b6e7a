"""What is wrong with one plugin by itself; every mistake is a sentence for who runs the deployment."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from inspect import iscoroutinefunction, isfunction
from typing import Any

import msgspec
from msgspec import Struct
from packaging.specifiers import SpecifierSet

from wellkept.platform.plugin_host.assembling.extension_checks import extension_mistakes
from wellkept.platform.plugin_host.assembling.names import is_reserved
from wellkept.platform.plugin_host.hooks.hook_checks import hook_mistakes
from wellkept.platform.plugin_host.hooks.specifications import Specification, specified
from wellkept_sdk.db.tables import TableSet
from wellkept_sdk.demo import Demo
from wellkept_sdk.events import Event
from wellkept_sdk.manifest import API_VERSION, Manifest
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.reactions import REACTION_MARK
from wellkept_sdk.terms import Terms


def object_mistakes(name: str, offered: object) -> list[str]:
    """Return why an object is no plugin of this name; without mistakes, its manifest may be read."""
    if isinstance(offered, type):
        return [f"{offered.__name__} is a class; the entry point must name an instance of it."]
    if not isinstance(offered, Plugin):
        return [f"A {type(offered).__name__} is no plugin: its class must inherit wellkept_sdk.Plugin."]
    try:
        return [*_mistakes_of_manifest(name, offered.manifest)]
    except Exception as error:  # noqa: BLE001 - it may be missing, or be a property that does anything
        return [f"Its manifest cannot be read: {type(error).__name__}: {error}"]


def is_compatible(manifest: Manifest) -> bool:
    """Return whether a plugin works with this version of the SDK's API."""
    return SpecifierSet(manifest.sdk).contains(_API)


def own_mistakes(plugin: Plugin, *, known: Mapping[str, Specification]) -> list[str]:
    """
    Return what is wrong with what a plugin contributes.

    Args:
        plugin: with a correct manifest.
        known: every specification by name.
    """
    try:
        mistakes = [*_wrong_types(plugin)]
        if not mistakes:
            mistakes = [mistake for check in _CHECKS for mistake in check(plugin)]
            mistakes += hook_mistakes(plugin, known=known)
    except Exception as error:  # noqa: BLE001 - an attribute may be a property, and that may do anything
        return [f"It cannot be looked at: {type(error).__name__}: {error}"]
    return mistakes


_API = ".".join(map(str, API_VERSION))


def _mistakes_of_manifest(name: str, manifest: object) -> Iterator[str]:
    if not isinstance(manifest, Manifest):
        yield "Its manifest is no Manifest."
        return
    msgspec.convert(msgspec.to_builtins(manifest), Manifest)
    SpecifierSet(manifest.sdk)
    if manifest.name != name:
        yield f"Its manifest calls it {manifest.name}, its entry point {name}."
    if is_reserved(name):
        yield f"The name {name} belongs to core."


def _wrong_types(plugin: Plugin) -> Iterator[str]:
    for name, kind in (("settings", Struct), ("terms", Terms)):
        found = getattr(plugin, name)
        if not (isinstance(found, type) and issubclass(found, kind)):
            yield f"{name} must be a class that inherits {kind.__name__}."
    for name, kind in (("events", Event), ("errors", Exception)):
        if not all(isinstance(found, type) and issubclass(found, kind) for found in getattr(plugin, name)):
            yield f"{name} must be classes that inherit {kind.__name__}."
    schema: Any = plugin.schema
    if not (schema is None or isinstance(schema, TableSet)):
        yield "schema must be a TableSet."
    demo: Any = plugin.demo
    if not (demo is None or isinstance(demo, Demo)):
        yield "demo must be a Demo."


def _names(plugin: Plugin) -> Iterator[str]:
    name = plugin.manifest.name
    for permission in plugin.permissions:
        if not permission.name.startswith(f"{name}:"):
            yield f"The permission {permission.name} must begin with {name}:."
    dotted = [
        *((f"The type {event.type}", event.type) for event in plugin.events),
        *((f"The code {error.code}", error.code) for error in plugin.errors),
        *((f"The service {provided.key}", provided.key.name) for provided in plugin.services),
    ]
    for what, dotted_name in dotted:
        if not dotted_name.startswith(f"{name}."):
            yield f"{what} must begin with {name}."


def _promises(plugin: Plugin) -> Iterator[str]:
    offered = {provided.key.name for provided in plugin.services}
    promised = set(plugin.manifest.provides)
    for service in sorted(promised ^ offered):
        yield f"The service {service} must be both in the manifest's provides and in services."
    for kind in plugin.hooks:
        if not specified(kind):
            yield f"{kind.__name__} is offered as hooks, but specifies none."


def _repetitions(plugin: Plugin) -> Iterator[str]:
    said: dict[str, Iterable[str]] = {
        "job": [job.name for job in plugin.jobs],
        "timer": [timer.name for timer in plugin.timers],
        "command": [command.name for command in plugin.commands],
        "permission": [permission.name for permission in plugin.permissions],
        "service": [str(provided.key) for provided in plugin.services],
        "event": [event.type for event in plugin.events],
        "error code": [error.code for error in plugin.errors],
        "extension": [str(extension.record) for extension in plugin.extensions],
    }
    for what, names in said.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield f"There are {times} of the {what} {name}."


def _terms(plugin: Plugin) -> Iterator[str]:
    try:
        plugin.terms()
    except TypeError as error:
        yield f"Its terms must do without any argument, so that a plan may say {{}}: {error}"


def _reactions(plugin: Plugin) -> Iterator[str]:
    # Functions alone carry the mark; a property is not run for it.
    members = {name: member for kind in reversed(type(plugin).__mro__) for name, member in vars(kind).items()}
    for name, member in members.items():
        event = getattr(member, REACTION_MARK, None) if isfunction(member) else None
        if event is None:
            continue
        if not (isinstance(event, type) and issubclass(event, Event)):
            yield f"{name} subscribes to {event!r}, which is no event."
        if not iscoroutinefunction(member):
            yield f"{name} must be written with `async def`."


_CHECKS = (_names, _promises, _repetitions, _terms, extension_mistakes, _reactions)
