"""What tickets come to."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from wellkept_costs.queries.lines import own
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, Row, all_of

_ACCOUNTS: Final = (
    "SELECT id, currency, cost_minor, price_minor, chargeable_minor, approved_minor FROM costs_ticket WHERE"
)
_GROUPS: Final = (
    "SELECT line.kind, line.covered_by, SUM(line.cost_minor) AS cost_minor, SUM(line.price_minor) AS price_minor"
    " FROM costs_line line WHERE {where} GROUP BY line.kind, line.covered_by"
)


async def totals_of(ctx: Ctx, ticket_ids: Collection[UUID]) -> dict[UUID, Row]:
    """Return the accounts of tickets by id, in one statement; those without lines and approvals have none."""
    where = ctx.db.any_of("id", ticket_ids)
    return {row["id"]: row for row in await ctx.db.fetch(f"{_ACCOUNTS} {where.sql}", *where.args)}


async def account_of(ctx: Ctx, ticket_id: UUID) -> Row | None:
    """Return the account of a ticket; None before its first line and approval."""
    return await ctx.db.fetch_one(f"{_ACCOUNTS} id = ?", ticket_id)


async def groups_of(ctx: Ctx, ticket_id: UUID) -> list[Row]:
    """Return what the lines of a ticket that the caller may see come to, by kind and by who bears them."""
    where = all_of(Clause("line.ticket_id = ?", (ticket_id,)), own(ctx.actor))
    return await ctx.db.fetch(_GROUPS.format(where=where.sql), *where.args)
