"""Which open clocks a calendar concerns, ticket by ticket."""

from collections.abc import Collection
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, all_of
from wellkept_sdk.ids import TicketId
from wellkept_sla.tables import IS_OPEN

#: A breached clock keeps its due for good.
_UNBREACHED = Clause(
    "NOT EXISTS (SELECT 1 FROM sla_breach breach WHERE breach.clock_id = sla_clock.id AND NOT EXISTS"
    " (SELECT 1 FROM sla_mark mark WHERE mark.breach_id = breach.id AND mark.kind = 'withdrawn'))"
)


async def revisions_in_use(ctx: Ctx, code: str) -> set[UUID]:
    """Return the revisions of a calendar by which open clocks count."""
    rows = await ctx.db.fetch(
        f"SELECT DISTINCT calendar_revision_id FROM sla_clock WHERE calendar_code = ? AND {IS_OPEN}", code
    )
    return {row["calendar_revision_id"] for row in rows}


async def tickets_counting_by(
    ctx: Ctx, code: str, *, revision_ids: Collection[UUID], after: TicketId | None, limit: int
) -> list[TicketId]:
    """
    Return the tickets with an open clock that counts by one of a calendar's revisions and may still move, in order.

    Args:
        ctx: of the deployment.
        code: of the calendar.
        revision_ids: of it.
        after: the last ticket of the batch before.
        limit: how many at most.
    """
    where = all_of(
        Clause(f"calendar_code = ? AND {IS_OPEN}", (code,)),
        ctx.db.any_of("calendar_revision_id", revision_ids),
        Clause("TRUE") if after is None else Clause("ticket_id > ?", (after,)),
        _UNBREACHED,
    )
    rows = await ctx.db.fetch(
        f"SELECT DISTINCT ticket_id FROM sla_clock WHERE {where.sql} ORDER BY ticket_id LIMIT ?", *where.args, limit
    )
    return [TicketId(row["ticket_id"]) for row in rows]
