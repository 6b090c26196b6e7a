"""What has happened to a case, and what it came to; for whoever has to judge it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row

_STEPS = "SELECT * FROM liability_case_step WHERE case_id = ? ORDER BY id"
# Versions are written when they are recorded, and time that is over is only told unless it answers.
_LAST_DONE = (
    "SELECT occurred_at FROM liability_case_step WHERE case_id = ? AND action NOT IN ('open', 'revise')"
    " AND (action <> 'lapse' OR from_status <> to_status) ORDER BY id DESC LIMIT 1"
)
_ALLOCATIONS = (
    "SELECT allocation.id, allocation.cost_line_id, allocation.share_id, share.role, share.party_id,"
    " allocation.amount_minor, allocation.currency, allocation.back_charge_id, allocation.recorded_at"
    " FROM liability_allocation allocation JOIN liability_share share ON share.id = allocation.share_id"
    " WHERE allocation.case_id = ? ORDER BY allocation.id"
)
_BACK_CHARGES = "SELECT * FROM liability_back_charge WHERE case_id = ? ORDER BY id"


async def steps(ctx: Ctx, case_id: UUID) -> list[Row]:
    """Return all that was done to a case, in the order of recording; one statement."""
    return await ctx.db.fetch(_STEPS, case_id)


async def last_done_at(ctx: Ctx, case_id: UUID) -> datetime | None:
    """Return when the last of what was done to a case happened; None where nothing was yet. One statement."""
    row = await ctx.db.fetch_one(_LAST_DONE, case_id)
    return None if row is None else row["occurred_at"]


async def allocations(ctx: Ctx, case_id: UUID) -> list[dict[str, Any]]:
    """Return what the shares come to, cost line by cost line; one statement."""
    return await ctx.db.fetch(_ALLOCATIONS, case_id)


async def back_charges(ctx: Ctx, case_id: UUID) -> list[dict[str, Any]]:
    """Return what parties owe us; one statement."""
    return await ctx.db.fetch(_BACK_CHARGES, case_id)


async def latest_default(ctx: Ctx, ticket_id: UUID) -> Row | None:
    """Return the latest notice about a ticket whose obligor somebody has stepped in for; one statement."""
    return await ctx.db.fetch_one(
        "SELECT * FROM liability_notice WHERE ticket_id = ? AND status = 'stepped_in' ORDER BY id DESC LIMIT 1",
        ticket_id,
    )
