"""Holding a ticket, so that nobody else moves it meanwhile."""

from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect


async def hold_ticket(ctx: Ctx, ticket_id: UUID) -> None:
    """
    Let nobody else move a ticket before the running transaction ends.

    Core locks a ticket before it tells plugins, so whoever locks a row of ours does so after this; the other way round
    two of them would wait for each other.
    """
    # SQLite has one writer, whose transaction has begun.
    if ctx.db.dialect is Dialect.POSTGRES:
        await ctx.db.fetch("SELECT id FROM ticket WHERE id = ? FOR NO KEY UPDATE", ticket_id)
