"""One breach of a ticket, and the files that may explain it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, all_of
from wellkept_sdk.ids import ClockId, PartyId, TicketId
from wellkept_sdk.services.sla import ClockKind


class BreachOfTicket(Struct, frozen=True, kw_only=True):
    """A breach with its clock; `is_marked` once it is excused or withdrawn."""

    id: UUID
    clock_id: ClockId
    code: str
    number: int
    kind: ClockKind
    party_id: PartyId | None
    due_at: datetime
    is_marked: bool


async def breach_of(ctx: Ctx, ticket_id: TicketId, breach_id: UUID) -> BreachOfTicket | None:
    """Return a breach of a ticket; None where it has no such."""
    row = await ctx.db.fetch_one(
        "SELECT breach.id, breach.clock_id, clock.code, clock.number, clock.kind, clock.party_id, breach.due_at,"
        " (SELECT COUNT(*) FROM sla_mark mark WHERE mark.breach_id = breach.id) AS marks"
        " FROM sla_breach breach JOIN sla_clock clock ON clock.id = breach.clock_id"
        " WHERE breach.id = ? AND breach.ticket_id = ?",
        breach_id,
        ticket_id,
    )
    return None if row is None else msgspec.convert({**row, "is_marked": row["marks"] > 0}, BreachOfTicket)


async def attachments_among(ctx: Ctx, ticket_id: TicketId, ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that name attachments of the ticket."""
    if not ids:
        return set()
    where = all_of(Clause("ticket_id = ?", (ticket_id,)), ctx.db.any_of("id", list(ids)))
    rows = await ctx.db.fetch(f"SELECT id FROM ticket_attachment WHERE {where.sql}", *where.args)
    return {row["id"] for row in rows}
