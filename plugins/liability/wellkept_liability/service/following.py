"""Tickets show whether they are covered, so another warranty makes them other answers."""

from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx, RecordName

BATCH_SIZE: Final = 500
_FIRST: Final = UUID(int=0)

_TICKETS: Final = "SELECT id FROM ticket WHERE project_id = ? AND id > ? ORDER BY id LIMIT ?"


async def show_anew(ctx: Ctx, project_id: UUID) -> None:
    """
    Raise the versions of a project's tickets, in batches of which each is a transaction.

    It comes after the change and not with it: who changes a warranty does not wait for those who work on tickets.
    """
    after, more = _FIRST, True
    while more:
        async with ctx.db.transaction():
            rows = await ctx.db.fetch(_TICKETS, project_id, after, BATCH_SIZE)
            for row in rows:
                await ctx.raise_version(RecordName.TICKET, row["id"])
        more = len(rows) == BATCH_SIZE
        after = rows[-1]["id"] if rows else after
