"""The recorded inputs of the fold."""

from collections.abc import Collection

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId
from wellkept_sla.rules.facts import Fact


async def facts_of(ctx: Ctx, ticket_ids: Collection[TicketId]) -> dict[TicketId, list[Fact]]:
    """Return the facts of tickets in the order of recording; those without facts are left out."""
    where = ctx.db.any_of("ticket_id", ticket_ids)
    rows = await ctx.db.fetch(
        "SELECT id, ticket_id, position, kind, occurred_at, recorded_at, actor_id, data FROM sla_fact"
        f" WHERE {where.sql} ORDER BY ticket_id, position",
        *where.args,
    )
    found: dict[TicketId, list[Fact]] = {}
    for row, fact in zip(rows, msgspec.convert(rows, list[Fact]), strict=True):
        found.setdefault(row["ticket_id"], []).append(fact)
    return found
