"""Looking after a deployment: migrations, the OpenAPI document, a check of everything."""

import asyncio
from typing import BinaryIO

import click
import msgspec

from wellkept.app import build, engine_of
from wellkept.commands.deployment import host_of
from wellkept.commands.diagnosis import diagnose
from wellkept.commands.findings import show_findings
from wellkept.platform.migrations.runner import migrate as run_migrations
from wellkept.platform.observability import logs
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.settings import LogLevel, Settings
from wellkept_sdk.errors import WellkeptError


@click.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database up to date for core and every active plugin; any number of processes may try at once."""
    logs.configure(log_format=settings.log_format, log_level=settings.log_level)
    try:
        names = asyncio.run(run_migrations(engine_of(settings), apps_of(host_of(settings))))
    except WellkeptError as error:
        raise click.ClickException(error.detail) from error
    except ValueError as error:  # Names of migrations clash.
        raise click.ClickException(str(error)) from error
    for name in names:
        click.echo(f"Migrated: {name}")
    click.echo("The database is up to date.")


@click.command()
@click.option("--out", type=click.File("wb"), default="-", help="Where to write it; standard output by default.")
@click.pass_obj
def openapi(settings: Settings, *, out: BinaryIO) -> None:
    """Write the OpenAPI document of this deployment, as `/openapi.json` serves it; no database is needed."""
    document = msgspec.json.encode(build(settings).document)
    out.write(msgspec.json.format(document, indent=2) + b"\n")


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Check the whole deployment and say what is wrong with it; exit code 1 if anything is."""
    logs.configure(log_format=settings.log_format, log_level=LogLevel.ERROR)
    findings = asyncio.run(diagnose(settings))
    show_findings(findings)


COMMANDS = (migrate, openapi, doctor)
