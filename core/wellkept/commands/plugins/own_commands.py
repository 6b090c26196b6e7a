"""The commands that plugins bring: `wellkept <plugin> <command>`, looked for only when somebody asks."""

from functools import partial

import click

from wellkept.commands.deployment import Deployment, command_on_database
from wellkept.commands.plugins.hosts import host_to_look_at
from wellkept.platform.installed_plugins import installed_names
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.settings import Settings
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.contributions import Command
from wellkept_sdk.now import now


class WithPlugins(click.Group):
    """A group that knows the commands of Wellkept, and beyond them one group for each installed plugin."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command of Wellkept, or the group of a plugin."""
        own = super().get_command(ctx, cmd_name)
        if own is None and cmd_name in installed_names():
            return _OfPlugin(cmd_name, help=f"Commands of the plugin {cmd_name}.")
        return own


class _OfPlugin(click.Group):
    """The commands of one plugin; it is imported only now, because the settings decide whether it may be."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_commands(ctx, self.name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = _commands(ctx, self.name).get(cmd_name)
        return None if command is None or self.name is None else _click_command(self.name, command)


def _commands(context: click.Context, plugin: str | None) -> dict[str, Command]:
    settings = context.find_object(Settings)
    assert settings is not None, "the command `wellkept` reads the settings first"
    host = host_to_look_at(settings)
    found = next((found for found in host.found if found.name == plugin), None)
    if found is None or found.name not in host.plugins:
        reason = "it is not installed" if found is None else f"it is {found.state}: {found.reason}"
        raise click.ClickException(f"The plugin {plugin} has no commands here, because {reason}")
    return {command.name: command for command in host.plugins[found.name].commands}


def _click_command(plugin: str, command: Command) -> click.Command:
    return click.Command(
        command.name,
        help=command.help,
        params=list(command.params),
        callback=command_on_database(partial(_run, plugin, command)),
    )


async def _run(plugin: str, command: Command, deployment: Deployment, **values: object) -> int:
    occasion = Occasion(actor=SYSTEM, at=now(), active=deployment.host.resolver.nowhere(), record=None)
    return await command.run(context_of(plugin, occasion), **values)
