"""What is added to the terminal."""

import click

from wellkept_knowledge.service import indexing
from wellkept_sdk import Command, Ctx


async def reindex(ctx: Ctx) -> int:
    """Make the index of all articles anew."""
    made = await indexing.reindex(ctx)
    click.echo(f"{made.documents} articles with {made.length_total} tokens, {made.terms} different ones.")
    return 0


COMMANDS = (
    Command(
        name="reindex",
        help="Make the search index anew from the published articles; of a right index nothing changes.",
        run=reindex,
    ),
)
