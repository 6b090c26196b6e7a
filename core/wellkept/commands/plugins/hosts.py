"""The plugins of a deployment as commands look at them: without ending at the first one that is not active."""

import click
from msgspec.structs import replace

from wellkept.platform.plugin_host.assembling.states import PluginState
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.settings import Settings
from wellkept_sdk.plugin import Plugin


def forgiving(settings: Settings) -> Settings:
    """Return the settings without the plugins that must be active."""
    return replace(settings, must_load=[])


def host_to_look_at(settings: Settings) -> Host:
    """Return the plugins of the deployment, whatever states they are in; not bound."""
    return Host.installed(forgiving(settings))


def plugin_with_needs(settings: Settings, name: str) -> dict[str, Plugin]:
    """
    Return a plugin and all that it requires, in the order of calls, as if the settings allowed them.

    Raises:
        click.ClickException: it cannot be used, for the reason that is given.
    """
    allowed = {*host_to_look_at(settings).plugins, name}
    host = _host_of(settings, allowed)
    while more := _needed(host, allowed) - allowed:
        allowed |= more
        host = _host_of(settings, allowed)
    found = next(found for found in host.found if found.name == name)
    if found.state is not PluginState.ACTIVE:
        raise click.ClickException(f"{name} is {found.state}: {found.reason}")
    needed = _closure(host, name)
    return {each: plugin for each, plugin in host.plugins.items() if each in needed}


def _host_of(settings: Settings, allowed: set[str]) -> Host:
    return Host.installed(replace(forgiving(settings), plugins=sorted(allowed)))


def _needed(host: Host, names: set[str]) -> set[str]:
    plugins = {found.name: found.plugin for found in host.found if found.plugin is not None}
    return {needed for name in names & plugins.keys() for needed in plugins[name].manifest.requires}


def _closure(host: Host, name: str) -> set[str]:
    names = {name}
    while more := _needed(host, names) - names:
        names |= more
    return names
