"""What the author of a plugin needs beside an editor."""

import asyncio
import re
from importlib.util import find_spec
from pathlib import Path

import click

from wellkept.commands.plugins.hosts import plugin_with_needs
from wellkept.platform.migrations.apps import App
from wellkept.platform.migrations.authoring import new_migration
from wellkept.platform.plugin_host.lifecycle.apps import apps_of_plugins
from wellkept.platform.settings import Settings

NAME_WORDS_MAX = 6
_WORD = re.compile(r"[a-z0-9]+")


@click.command()
@click.argument("name")
@click.argument("description")
@click.pass_obj
def migration(settings: Settings, *, name: str, description: str) -> None:
    """
    Write the next migration of the plugin NAME: from what its migrations make to what its tables declare.

    DESCRIPTION is one sentence; its first words name the file. No database is needed.
    """
    words = _WORD.findall(description.lower())[:NAME_WORDS_MAX]
    if not words:
        raise click.UsageError("The description must have words of Latin letters, for they name the file.")
    app, *others = reversed(apps_of_plugins(plugin_with_needs(settings, name)))
    if app.name != name:
        raise click.ClickException(f"{name} stores nothing: it has no schema.")
    _make_package(app)
    try:
        path = asyncio.run(new_migration(app, name="_".join(words), description=description, others=others))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Nothing to do: the migrations of {name} make its tables." if path is None else str(path))


def _make_package(app: App) -> None:
    """Make the folder of the first migration, beside the modules of the plugin."""
    parent, _, last = app.migrations_package.rpartition(".")
    home = find_spec(parent) if parent else None
    if home is None or not home.submodule_search_locations:
        raise click.ClickException(f"There is no package {parent or app.migrations_package} to hold the migrations.")
    folder = Path(home.submodule_search_locations[0]) / last
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").touch(exist_ok=True)


COMMANDS = (migration,)
