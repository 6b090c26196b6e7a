"""Background work that was given up: seeing it, and trying it again."""

from uuid import UUID

import click
from rich.table import Column, Table

from wellkept.commands.deployment import EXIT_FAILED, Deployment, command_on_database, print_table
from wellkept.platform.delivery.errors import DeadLetterNotFound
from wellkept.platform.delivery.queries import dead_letters
from wellkept.platform.delivery.service import replay, replay_all
from wellkept.platform.jobs.queries import dead_timers
from wellkept.platform.jobs.timers import revive_timer
from wellkept_sdk.now import now

SHOWN_MAX = 200


@click.group()
def backlog() -> None:
    """Show and retry background work that failed every time it was tried."""


@backlog.command(name="list")
@command_on_database
async def list_backlog(_: Deployment) -> None:
    """List the deliveries and timers that were given up, those of the oldest events first."""
    table = Table(Column("id", no_wrap=True), "what", "record", "given up", "reason")
    for letter in await dead_letters(limit=SHOWN_MAX):
        what = f"{letter.type} for {letter.subscriber}"
        table.add_row(str(letter.id), what, letter.subject, str(letter.next_at), letter.last_error)
    for timer in await dead_timers(limit=SHOWN_MAX):
        what = f"timer {timer.plugin} {timer.kind}"
        table.add_row(str(timer.id), what, str(timer.record_id), str(timer.next_at), timer.last_error)
    print_table(table)


@backlog.command()
@click.argument("work_id", metavar="ID", type=click.UUID, required=False)
@click.option("--subscriber", help="All deliveries that this subscriber failed to take.")
@command_on_database
async def retry(_: Deployment, *, work_id: UUID | None, subscriber: str | None) -> int:
    """Let one delivery or timer, by its id, or all deliveries of a subscriber be tried again."""
    if (work_id is None) == (subscriber is None):
        raise click.UsageError("Say either an id or --subscriber.")
    if subscriber is not None:
        click.echo(f"{await replay_all(subscriber, at=now())} deliveries will be tried again.")
        return 0
    assert work_id is not None, "one of the two was given"
    if not await _revived(work_id):
        click.echo(f"Nothing with the id {work_id} was given up; `wellkept backlog list` shows what was.", err=True)
        return EXIT_FAILED
    click.echo("It will be tried again.")
    return 0


async def _revived(work_id: UUID) -> bool:
    try:
        await replay(work_id, at=now())
    except DeadLetterNotFound:
        return await revive_timer(work_id, at=now())
    return True


COMMANDS = (backlog,)
