"""How tickets stand with their parts, in sums."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx

#: What is reserved and missing, and what was issued and did not come back; postings that were reversed do not count.
_TOTALS: Final = (
    "SELECT ticket_id, SUM(issued_milli) AS issued_milli, SUM(held_milli) AS held_milli,"
    " SUM(missing_milli) AS missing_milli FROM ("
    "SELECT reservation.ticket_id, 0 AS issued_milli, reservation.held_milli,"
    " reservation.quantity_milli - reservation.held_milli - reservation.issued_milli AS missing_milli"
    " FROM inventory_reservation reservation"
    " WHERE {reservation} AND reservation.status IN ('open', 'reserved')"
    " UNION ALL SELECT posting.ticket_id,"
    " CASE WHEN posting.kind = 'issue' THEN move.quantity_milli ELSE -move.quantity_milli END, 0, 0"
    " FROM inventory_posting posting JOIN inventory_move move ON move.posting_id = posting.id"
    " WHERE {posting} AND (posting.kind = 'issue' OR (posting.kind = 'return' AND move.returns_move_id IS NOT NULL))"
    " AND NOT EXISTS (SELECT 1 FROM inventory_posting undone WHERE undone.reverses_id = posting.id)"
    ") totals GROUP BY ticket_id"
)


class TicketTotals(Struct, frozen=True, kw_only=True):
    """The sums of all parts of a ticket, in thousandths of their units."""

    issued_milli: int = 0
    held_milli: int = 0
    missing_milli: int = 0


async def totals(ctx: Ctx, ticket_ids: Collection[UUID]) -> Mapping[UUID, TicketTotals]:
    """Return how tickets stand with their parts, in one statement; those without any are left out."""
    reservation = ctx.db.any_of("reservation.ticket_id", ticket_ids)
    posting = ctx.db.any_of("posting.ticket_id", ticket_ids)
    rows = await ctx.db.fetch(
        _TOTALS.format(reservation=reservation.sql, posting=posting.sql), *reservation.args, *posting.args
    )
    # SUM of whole numbers is a decimal in PostgreSQL.
    return {
        row["ticket_id"]: TicketTotals(
            issued_milli=int(row["issued_milli"]),
            held_milli=int(row["held_milli"]),
            missing_milli=int(row["missing_milli"]),
        )
        for row in rows
    }
