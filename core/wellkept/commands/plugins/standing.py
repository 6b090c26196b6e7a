"""Which plugins there are, and what is wrong with them."""

import asyncio
import warnings
from collections.abc import Sequence

import click
from rich.table import Table

from wellkept.app import build, engine_of
from wellkept.commands.deployment import opened, print_table
from wellkept.commands.findings import Finding, show_findings
from wellkept.commands.plugins.findings import finding_of, plugin_findings, wanted_but_not_active
from wellkept.commands.plugins.hosts import forgiving, host_to_look_at
from wellkept.platform.migrations.files import all_files
from wellkept.platform.observability import logs
from wellkept.platform.plugin_host.assembling.states import Found, PluginsError
from wellkept.platform.plugin_host.assembling.trials import document_mistakes
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.lifecycle.apps import apps_of, schema_mistakes
from wellkept.platform.settings import LogLevel, Settings
from wellkept.platform.storage.engines import bind
from wellkept_sdk.deprecation import WellkeptDeprecation
from wellkept_sdk.errors import WellkeptError

UNKNOWN = "?"


@click.command(name="list")
@click.pass_obj
def list_plugins(settings: Settings) -> None:
    """List every plugin that is installed or asked for, what became of it and why."""
    _quiet(settings)
    failures = asyncio.run(_failures(settings))
    table = Table("name", "version", "distribution", "state", "activation", "on failure", "failures", "reason")
    for found in sorted(host_to_look_at(settings).found, key=lambda found: found.name):
        manifest = None if found.plugin is None else found.plugin.manifest
        table.add_row(
            found.name,
            UNKNOWN if manifest is None else manifest.version,
            found.distribution or "none",
            found.state,
            UNKNOWN if manifest is None else manifest.activation,
            UNKNOWN if manifest is None else manifest.failure,
            UNKNOWN if failures is None else str(failures.get(found.name, 0)),
            found.reason,
        )
    print_table(table)


@click.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Check all that a start would refuse, and the document; exit code 1 if a plugin that is allowed cannot be used."""
    _quiet(settings)
    host = host_to_look_at(settings)
    found = {each.name: each for each in (*wanted_but_not_active(host), *_missing(settings))}
    refused = [f"{each.name} is {each.state}: {each.reason}" for each in found.values()]
    tables = [f"{name}: {' '.join(mistakes)}" for name, mistakes in schema_mistakes(host.plugins).items()]
    show_findings(
        [
            finding_of("plugins", refused, healthy_detail=f"{len(host.plugins)} active"),
            finding_of("tables and migrations", tables or _clashes(host), healthy_detail="named as they must be"),
            finding_of("the whole application", _composing(settings), healthy_detail="can be put together"),
            finding_of("OpenAPI document", _undocumented(host), healthy_detail="can be made"),
        ]
    )


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Look for what is wrong with the plugins of this deployment; exit code 1 if anything is."""
    _quiet(settings)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", WellkeptDeprecation)
        host_to_look_at(settings)
    outdated = sorted({str(each.message) for each in caught if issubclass(each.category, WellkeptDeprecation)})
    found = asyncio.run(_diagnose(settings))
    show_findings([finding_of("outdated parts of the SDK", outdated, healthy_detail="none used"), *found])


def _quiet(settings: Settings) -> None:
    logs.configure(log_format=settings.log_format, log_level=LogLevel.ERROR)


async def _failures(settings: Settings) -> dict[str, int] | None:
    """Return how many failed calls are recorded, by plugin; nothing if the database cannot be asked."""
    engine = engine_of(settings)
    bind(engine)
    try:
        await engine.open()
        rows = await engine.fetch("SELECT plugin, COUNT(*) AS count FROM plugin_failure GROUP BY plugin")
    except (WellkeptError, OSError):
        return None
    finally:
        await engine.close()
    return {row["plugin"]: row["count"] for row in rows}


def _missing(settings: Settings) -> Sequence[Found]:
    """Return the plugins without which nothing starts and that are not active."""
    try:
        Host.installed(settings)
    except PluginsError as error:
        return error.missing
    return ()


def _clashes(host: Host) -> list[str]:
    try:
        all_files(apps_of(host))
    except ValueError as error:
        return [str(error)]
    return []


def _composing(settings: Settings) -> list[str]:
    try:
        build(forgiving(settings))
    except Exception as error:  # noqa: BLE001 - whatever it raises would end the start, and is what we look for
        return [f"{type(error).__name__}: {error}"]
    return []


def _undocumented(host: Host) -> list[str]:
    return [f"{name}: {said}" for name, plugin in host.plugins.items() for said in document_mistakes(plugin)]


async def _diagnose(settings: Settings) -> list[Finding]:
    try:
        async with opened(forgiving(settings)) as deployment:
            return await plugin_findings(deployment.host)
    except (WellkeptError, OSError) as error:
        return [Finding(check="database", healthy=False, detail=str(error))]


COMMANDS = (list_plugins, check, doctor)
