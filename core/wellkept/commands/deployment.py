"""What every command needs of the deployment: its settings, its open database, and a plain way to fail."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Concatenate, ParamSpec

import click
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from wellkept.app import engine_of, store_of
from wellkept.hosting import hosted
from wellkept.platform.auth.errors import MalformedBootstrapKeyError
from wellkept.platform.migrations.runner import pending
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.observability import logs
from wellkept.platform.plugin_host.assembling.states import PluginsError
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.settings import LogLevel, Settings
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.engines import bind
from wellkept_sdk.errors import WellkeptError

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_ROWS_REFUSED = 3
PIPE_COLUMNS = 300

P = ParamSpec("P")


class Deployment(Struct, frozen=True, kw_only=True):
    """What commands work with: the settings, the plugins, the open database and the object store."""

    settings: Settings
    host: Host
    database: Database
    store: ObjectStore


def command_on_database(
    work: Callable[Concatenate[Deployment, P], Awaitable[int | None]],
) -> Callable[P, None]:
    """
    Return a click callback that opens the deployment for some work and ends with the exit code that this returns.

    A database without the newest migrations, and every error of ours, ends it with 1 and the reason.
    """

    @click.pass_obj
    def callback(settings: Settings, *args: P.args, **kwargs: P.kwargs) -> None:
        logs.configure(log_format=settings.log_format, log_level=LogLevel.WARNING)
        click.get_current_context().exit(asyncio.run(_run(settings, *args, **kwargs)) or 0)

    async def _run(settings: Settings, *args: P.args, **kwargs: P.kwargs) -> int | None:
        try:
            async with opened(settings) as deployment:
                await require_migrated(deployment.database, deployment.host)
                return await work(deployment, *args, **kwargs)
        except WellkeptError as error:
            return failed(error)

    return wraps(work)(callback)


def run_plainly(work: Coroutine[None, None, None]) -> None:
    """
    Run some work to its end.

    Raises:
        click.ClickException: it failed in a way that people can do something about, such as an unreachable database.
    """
    try:
        asyncio.run(work)
    except (WellkeptError, MalformedBootstrapKeyError, PluginsError, OSError) as error:
        raise click.ClickException(str(error)) from error


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Deployment]:
    """
    Open the database and bind it, and the plugins; no routes are composed, for no command answers requests.

    Raises:
        click.ClickException: a plugin without which nothing starts is not active.
    """
    host = host_of(settings)
    database = engine_of(settings)
    bind(database)
    await database.open()
    try:
        yield Deployment(settings=settings, host=host, database=database, store=store_of(settings))
    finally:
        await database.close()


def host_of(settings: Settings) -> Host:
    """
    Return the plugins of the deployment, bound.

    Raises:
        click.ClickException: one without which nothing starts is not active.
    """
    try:
        return hosted(settings)
    except PluginsError as error:
        raise click.ClickException(str(error)) from error


async def require_migrated(database: Database, host: Host) -> None:
    """
    Refuse to work on a database that lacks migrations of core or of an active plugin.

    Raises:
        click.ClickException: says how to bring it up to date.
    """
    missing = await pending(database, apps_of(host))
    if missing:
        raise click.ClickException(f"The database lacks {len(missing)} migrations; run `wellkept migrate` first.")


def print_table(table: Table) -> None:
    """Print a table as wide as the terminal; a pipe or file has no width, and nothing is cut off there."""
    Console(width=None if sys.stdout.isatty() else PIPE_COLUMNS).print(table)


def failed(error: WellkeptError) -> int:
    """Say why something failed, every mistake with its place, and return the exit code."""
    click.echo(f"{error.detail} ({error.code})", err=True)
    for mistake in error.errors:
        click.echo(f"  {mistake.pointer}: {mistake.message} ({mistake.code})", err=True)
    return EXIT_FAILED
