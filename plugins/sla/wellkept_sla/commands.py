"""What is added to the terminal."""

from typing import Final

import click

from wellkept_sdk import Command, Ctx
from wellkept_sla.service.replay import replay_all

_IDENTICAL: Final = 0
_DIFFERENT: Final = 1


async def replay(ctx: Ctx, *, apply: bool, ticket: str | None) -> int:
    """Print how stored clocks differ from what their facts give, and store what they give if that is wanted."""
    seen = different = applied = 0
    async for each in replay_all(ctx, number=ticket, applies=apply):
        seen += 1
        different += bool(each.found)
        applied += each.is_applied
        for found in each.found:
            clock = f"{each.ticket_id}  {found.code} {found.number}"
            click.echo(f"{clock}  {found.field}: {found.stored} is stored, {found.folded} follows")
    if ticket is not None and not seen:
        click.echo(f"No ticket {ticket} has clocks.", err=True)
        return _DIFFERENT
    click.echo(f"{seen} tickets, {different} different, {applied} put right.")
    return _IDENTICAL if different == applied else _DIFFERENT


COMMANDS = (
    Command(
        name="replay",
        help="Fold the facts of all tickets again, and compare the stored clocks with what comes of it.",
        run=replay,
        params=[
            click.Option(["--apply"], is_flag=True, help="Store what comes of it where it differs."),
            click.Option(["--ticket"], metavar="N", help="Only the ticket with this number."),
        ],
    ),
)
