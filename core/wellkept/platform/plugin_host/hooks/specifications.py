"""The hooks that can be implemented: those of core, those that plugins offer, those whose classes plugins inherit."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

import pluggy

from wellkept.platform.plugin_host.hooks.plan import spec_of
from wellkept_sdk.hooks import ContractHooks, CustomerHooks, EquipmentHooks, ProjectHooks, TicketHooks
from wellkept_sdk.hooks.phases import PROJECT
from wellkept_sdk.plugin import Plugin

CORE_HOOKS: tuple[type, ...] = (ContractHooks, CustomerHooks, EquipmentHooks, ProjectHooks, TicketHooks)

Specification = Callable[..., Any]


def specified(kind: type) -> dict[str, Specification]:
    """Return the specifications that stand in a class itself, by name."""
    members: Mapping[str, Any] = vars(kind)
    return {name: member for name, member in members.items() if spec_of(member) is not None}


def specifications(plugins: Iterable[Plugin]) -> dict[str, Specification]:
    """Return every specification by name; of two with one name the first, which is core's where core has it."""
    found: dict[str, Specification] = {}
    for kind in (*CORE_HOOKS, *(kind for plugin in plugins for kind in _classes(plugin))):
        for name, specification in specified(kind).items():
            found.setdefault(name, specification)
    return found


def offered_by(plugin: Plugin) -> dict[str, Specification]:
    """Return the specifications that a plugin offers to others, by name."""
    return {name: found for kind in plugin.hooks for name, found in specified(kind).items()}


def registry_of(known: Mapping[str, Specification]) -> pluggy.PluginManager:
    """Return a registry that knows these specifications and has no plugin yet."""
    registry = pluggy.PluginManager(PROJECT)
    # Not class by class: a class may inherit what another specifies, and pluggy takes a name once.
    together = ModuleType(f"{PROJECT}_hooks")
    vars(together).update(known)
    registry.add_hookspecs(together)
    return registry


def _classes(plugin: Plugin) -> Iterator[type]:
    yield from plugin.hooks
    yield from type(plugin).__mro__
