"""The group `wellkept plugins`."""

import click

from wellkept.commands.plugins import authoring, lifecycle, scaffold, standing


@click.group()
def plugins() -> None:
    """See, check, install, upgrade and remove plugins."""


for command in (*standing.COMMANDS, *lifecycle.COMMANDS, *authoring.COMMANDS, *scaffold.COMMANDS):
    plugins.add_command(command)

COMMANDS = (plugins,)
