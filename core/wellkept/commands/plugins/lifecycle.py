"""Installing, upgrading and removing what plugins store."""

import asyncio
from collections.abc import Coroutine
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import click

from wellkept.app import engine_of
from wellkept.commands.plugins.hosts import host_to_look_at, plugin_with_needs
from wellkept.platform.installed_plugins import installed_names
from wellkept.platform.migrations.apps import CORE, core_app
from wellkept.platform.migrations.runner import changing_schema, migrate, pending
from wellkept.platform.observability import logs
from wellkept.platform.plugin_host.lifecycle.apps import apps_of_plugins, schema_mistakes
from wellkept.platform.plugin_host.lifecycle.data_export import ExportFolderError, export_tables, prepare_folder
from wellkept.platform.plugin_host.lifecycle.remains import (
    Remains,
    cancel_work,
    drop_everything,
    names_in_migrations,
    remains_of,
)
from wellkept.platform.settings import LogLevel, Settings
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.table_shape import shape_of
from wellkept_sdk.errors import WellkeptError
from wellkept_sdk.now import now
from wellkept_sdk.plugin import Plugin

T = TypeVar("T")


class DataFate(StrEnum):
    """What becomes of the data of a plugin that is uninstalled."""

    KEEP = "keep"  #: Its tables stay, for the day it comes back; only what waits to be done for it goes.
    EXPORT = "export"  #: Its tables are written to files first, and then everything goes.
    DROP = "drop"  #: Everything goes.


@click.command()
@click.argument("name")
@click.pass_obj
def install(settings: Settings, *, name: str) -> None:
    """Check the plugin NAME and make its tables, and those of all that it requires."""
    _begin(settings)
    plugins = _checked(settings, name)
    _finish(_migrate(settings, plugins))
    click.echo(f"{name} {plugins[name].manifest.version} is installed.")
    _tell_if_not_allowed(settings, plugins)


@click.command()
@click.argument("name")
@click.pass_obj
def upgrade(settings: Settings, *, name: str) -> None:
    """Bring the tables of the plugin NAME, and of all that it requires, up to date."""
    _begin(settings)
    plugins = _checked(settings, name)
    if plugins[name].schema is not None and name not in _finish(_installed(settings)):
        raise click.ClickException(f"{name} is not installed yet; `wellkept plugins install {name}` does that.")
    _finish(_migrate(settings, plugins))
    click.echo(f"{name} {plugins[name].manifest.version} is up to date.")


@click.command()
@click.argument("name")
@click.option(
    "--data",
    "fate",
    type=click.Choice([str(fate) for fate in DataFate]),
    required=True,
    help="Keep its tables, export them to --out and drop them, or drop them.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="An empty folder for --data export.")
@click.option("--gone", is_flag=True, help="Confirm that its package is no longer there: its tables go by their names.")
@click.pass_obj
def uninstall(settings: Settings, *, name: str, fate: str, out: Path | None, gone: bool) -> None:
    """
    Remove what the plugin NAME has in the database: all of it, or all but its tables.

    Stop the servers and workers first. Take the plugin out of the setting `plugins` and remove its package afterwards:
    an allowed plugin is made anew by the next migration.
    """
    _begin(settings)
    if (fate == DataFate.EXPORT) != (out is not None):
        raise click.UsageError("--data export and --out FOLDER belong together.")
    others = _others(settings, name, gone=gone)
    remains = _finish(_uninstall(settings, name, fate=DataFate(fate), out=out, others=others))
    if fate == DataFate.KEEP:
        kept = ", ".join(remains.tables) or "there are none"
        click.echo(f"What waited to be done for {name} is cancelled; its tables stay: {kept}.")
    else:
        click.echo(f"Removed of {name}: {remains}.")
    if name in host_to_look_at(settings).plugins:
        click.echo(f"Take {name} out of WELLKEPT_PLUGINS now: the next `wellkept migrate` would install it again.")


def _begin(settings: Settings) -> None:
    logs.configure(log_format=settings.log_format, log_level=LogLevel.WARNING)


def _finish(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except WellkeptError as error:
        raise click.ClickException(error.detail) from error
    except (ExportFolderError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _checked(settings: Settings, name: str) -> dict[str, Plugin]:
    plugins = plugin_with_needs(settings, name)
    if mistakes := schema_mistakes(plugins):
        raise click.ClickException(" ".join(f"{each}: {' '.join(found)}" for each, found in mistakes.items()))
    return plugins


async def _migrate(settings: Settings, plugins: dict[str, Plugin]) -> None:
    for migration in await migrate(engine_of(settings), apps_of_plugins(plugins)):
        click.echo(f"Migrated: {migration}")


async def _installed(settings: Settings) -> frozenset[str]:
    async with changing_schema(engine_of(settings)) as database:
        await _require_core(database)
        return await names_in_migrations()


def _tell_if_not_allowed(settings: Settings, plugins: dict[str, Plugin]) -> None:
    missing = [name for name in plugins if name not in host_to_look_at(settings).plugins]
    if missing:
        click.echo(f"It is called once WELLKEPT_PLUGINS names {', '.join(missing)}.")


def _others(settings: Settings, name: str, *, gone: bool) -> dict[str, Plugin]:
    """
    Return the other active plugins, none of which needs the one that is to go.

    Raises:
        click.ClickException: one does, or it is no plugin that anybody knows.
    """
    if name == CORE:
        raise click.UsageError("core is no plugin.")
    others = {each: plugin for each, plugin in host_to_look_at(settings).plugins.items() if each != name}
    dependants = [each for each, plugin in others.items() if name in plugin.manifest.requires]
    if dependants:
        raise click.ClickException(f"{name} is required by {', '.join(dependants)}; uninstall those first.")
    if name not in installed_names() and not gone:
        raise click.ClickException(f"No package has the plugin {name}. If it is gone for good, say --gone.")
    return others


async def _uninstall(
    settings: Settings, name: str, *, fate: DataFate, out: Path | None, others: dict[str, Plugin]
) -> Remains:
    async with changing_schema(engine_of(settings)) as database:
        await _require_core(database)
        remains = await remains_of(name)
        _require_own(remains, others)
        if out is not None:
            prepare_folder(out)
            await export_tables(name, remains.tables, folder=out, at=now())
        if fate is DataFate.KEEP:
            await cancel_work(name)
        else:
            await drop_everything(name, remains)
    return remains


def _require_own(remains: Remains, others: dict[str, Plugin]) -> None:
    """Refuse to touch tables that another plugin declares, whatever they are called."""
    declared = {shape_of(table).name for app in apps_of_plugins(others) for table in app.tables}
    if claimed := sorted(declared.intersection(remains.tables)):
        raise click.ClickException(f"An active plugin declares {', '.join(claimed)}, so that cannot go.")


async def _require_core(database: Database) -> None:
    if await pending(database, [core_app()]):
        raise click.ClickException("The database lacks migrations; run `wellkept migrate` first.")


COMMANDS = (install, upgrade, uninstall)
