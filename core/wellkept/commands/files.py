"""Data in and out: imports, exports, the demo."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from wellkept.activation.service.default_plan import ensure_default_plan
from wellkept.commands.deployment import EXIT_FAILED, EXIT_ROWS_REFUSED, Deployment, command_on_database
from wellkept.demo.loading import DatabaseNotEmptyError, DemoSummary, load_demo
from wellkept.imports.export import ExportFormat, export_file
from wellkept.imports.files import LocalFile, import_file
from wellkept.imports.queries import errors_page
from wellkept.imports.rules.targets import Kind
from wellkept.imports.schemas import ImportRunRead
from wellkept.imports.tables import RunStatus
from wellkept.platform.exports.forms import TooManyRowsError
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.http.paging import PageRequest
from wellkept_sdk.now import now

REFUSALS_SHOWN_MAX = 20
KIND = click.Choice([str(kind) for kind in Kind])
READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="import")
@click.argument("kind", type=KIND)
@click.argument("file", type=READABLE)
@click.option("--mapping", type=READABLE, required=True, help="Says which column is what (docs/import.md).")
@click.option("--dry-run", is_flag=True, help="Check everything and store no record.")
@command_on_database
async def import_command(deployment: Deployment, *, kind: str, file: Path, mapping: Path, dry_run: bool) -> int:
    """
    Import KIND (tickets, customers, projects or equipment) from FILE (CSV or XLSX).

    A second run of the same file makes nothing twice; a run that was stopped goes on where it was. Rows that cannot
    be taken are listed, the rest is imported, and the exit code is 3.
    """
    local = LocalFile(path=file, mapping_path=mapping, kind=Kind(kind), dry_run=dry_run)
    with _progress() as progress:
        task = progress.add_task("rows", total=None)

        def show(run: ImportRunRead) -> None:
            progress.update(task, total=run.rows_total, completed=run.rows_done)

        run = await import_file(local, actor=SYSTEM, settings=deployment.settings, progress=show)
    await _report(run)
    if run.status is RunStatus.FAILED:
        return EXIT_FAILED
    return EXIT_ROWS_REFUSED if run.failed else 0


async def _report(run: ImportRunRead) -> None:
    click.echo(
        f"{run.status}: {run.rows_done} rows, {run.created} created, {run.updated} updated,"
        f" {run.unchanged} unchanged, {run.failed} refused (import {run.id})"
    )
    if run.failure is not None:
        click.echo(run.failure, err=True)
    refusals = await errors_page(run.id, PageRequest(limit=REFUSALS_SHOWN_MAX))
    for refusal in refusals.items:
        click.echo(
            f"  row {refusal.row}, {refusal.column or 'whole row'}: {refusal.message} ({refusal.code})", err=True
        )
    if refusals.next_cursor is not None:
        click.echo(f"  … all of them: GET /v1/imports/{run.id}/errors", err=True)


@click.command(name="export")
@click.argument("kind", type=KIND)
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice([str(form) for form in ExportFormat]), help="Default: by the file's ending."
)
@command_on_database
async def export_command(_: Deployment, *, kind: str, file: Path, form: str | None) -> int:
    """Export all KIND (tickets, customers, projects or equipment) to FILE as CSV, XLSX or NDJSON."""
    try:
        chosen = ExportFormat(form or file.suffix.removeprefix("."))
    except ValueError:
        raise click.UsageError("The file's ending names no format; say --format csv, xlsx or ndjson.") from None
    with _progress() as progress:
        task = progress.add_task(kind, total=None)
        try:
            count = await export_file(
                Kind(kind), file, form=chosen, progress=lambda done: progress.update(task, completed=done)
            )
        except (TooManyRowsError, OSError) as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{count} {kind} written to {file}")
    return 0


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing, successfully, where there are records already.")
@command_on_database
async def demo(deployment: Deployment, *, if_empty: bool) -> int:
    """Load customers, projects, equipment and three hundred tickets with histories, in Chinese and English."""
    try:
        summary = await load_with_progress(deployment)
    except DatabaseNotEmptyError as error:
        click.echo(str(error), err=not if_empty)
        return 0 if if_empty else EXIT_FAILED
    click.echo(
        f"Loaded {summary.customers} customers, {summary.projects} projects, {summary.equipment} items of equipment,"
        f" {summary.tickets} tickets and {summary.users} users."
    )
    return 0


async def load_with_progress(deployment: Deployment) -> DemoSummary:
    """
    Load the demo data and show how far it is.

    Raises:
        DatabaseNotEmptyError: there are records already.
    """
    # Nothing but the plan of the first start serves those for whom nothing was agreed.
    await ensure_default_plan(deployment.settings.default_plan)
    with _progress() as progress:
        tasks = {kind: progress.add_task(kind, total=None) for kind in ("projects", "tickets")}

        def show(kind: str, done: int, total: int) -> None:
            progress.update(tasks[kind], completed=done, total=total)

        return await load_demo(at=now(), progress=show, store=deployment.store)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


COMMANDS = (import_command, export_command, demo)
