"""The cache of the fold, as it is stored."""

from collections.abc import Collection
from typing import Final

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import ClockId, TicketId
from wellkept_sla.rules.stored import Stored, StoredBreach, StoredClock, StoredThreshold

_EXCUSE: Final = ("id", "reason_code", "note", "evidence", "actor_id", "recorded_at")
_BREACH: Final = ("id", "due_at", "breached_at", "detected_at", "on_attach", "holder", "party_id", "attribution")
_SELECT: Final = (
    "SELECT clock.*, "
    + ", ".join(f"breach.{name} AS breach_{name}" for name in _BREACH)
    + ", withdrawal.recorded_at AS withdrawn_at, "
    + ", ".join(f"excuse.{name} AS excuse_{name}" for name in _EXCUSE)
    + " FROM sla_clock clock LEFT JOIN sla_breach breach ON breach.clock_id = clock.id"
    " LEFT JOIN sla_mark withdrawal ON withdrawal.breach_id = breach.id AND withdrawal.kind = 'withdrawn'"
    " LEFT JOIN sla_mark excuse ON excuse.breach_id = breach.id AND excuse.kind = 'excused'"
)


class _Parts(Struct):
    """The rows of one ticket on their way."""

    clocks: dict[ClockId, StoredClock]
    breaches: list[StoredBreach]


async def stored_of(ctx: Ctx, ticket_ids: Collection[TicketId]) -> dict[TicketId, Stored]:
    """Return the stored clocks of tickets with their breaches; those without clocks are left out."""
    where = ctx.db.any_of("clock.ticket_id", ticket_ids)
    rows = await ctx.db.fetch(
        f"{_SELECT} WHERE {where.sql} ORDER BY clock.ticket_id, clock.code, clock.number, breach.due_at", *where.args
    )
    found: dict[TicketId, _Parts] = {}
    for row in rows:
        parts = found.setdefault(row["ticket_id"], _Parts(clocks={}, breaches=[]))
        parts.clocks.setdefault(row["id"], msgspec.convert(row, StoredClock))
        if row["breach_id"] is not None:
            parts.breaches.append(_breach(row))
    return {
        ticket_id: Stored(clocks=list(parts.clocks.values()), breaches=parts.breaches)
        for ticket_id, parts in found.items()
    }


async def come_thresholds(ctx: Ctx, clock_ids: Collection[ClockId]) -> set[StoredThreshold]:
    """Return the moments of the clocks' thresholds that never come again."""
    where = ctx.db.any_of("clock_id", clock_ids)
    rows = await ctx.db.fetch(f"SELECT clock_id, code, repetition FROM sla_threshold WHERE {where.sql}", *where.args)
    return set(msgspec.convert(rows, list[StoredThreshold]))


def _breach(row: Row) -> StoredBreach:
    excuse = None if row["excuse_id"] is None else {name: row[f"excuse_{name}"] for name in _EXCUSE}
    told = {name: row[f"breach_{name}"] for name in _BREACH}
    return msgspec.convert(
        {
            **told,
            "clock_id": row["id"],
            "ticket_id": row["ticket_id"],
            "withdrawn_at": row["withdrawn_at"],
            "excuse": excuse,
        },
        StoredBreach,
    )
