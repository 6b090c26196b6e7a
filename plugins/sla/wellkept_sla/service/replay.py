"""Replay: whether the stored clocks are those that the facts give, and putting right what is not."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from msgspec import Struct

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import ServiceInactive
from wellkept_sdk.ids import TicketId
from wellkept_sla.queries.clocks import stored_of
from wellkept_sla.queries.facts import facts_of
from wellkept_sla.queries.library import library_of
from wellkept_sla.queries.lists import tickets_after
from wellkept_sla.queries.tickets import locked
from wellkept_sla.rules.differences import Difference, differences
from wellkept_sla.rules.fold import fold
from wellkept_sla.rules.stored import Stored
from wellkept_sla.schemas.repairing import SlaDifference, SlaReplay
from wellkept_sla.service.recount import recount

BATCH_MAX: Final = 200

_NOTHING_STORED: Final = Stored()


class Replayed(Struct, frozen=True, kw_only=True):
    """What the replay of one ticket has found; `is_applied` once it was put right."""

    ticket_id: TicketId
    found: Sequence[Difference]
    is_applied: bool


async def replay(ctx: Ctx, ticket_id: TicketId, *, applies: bool) -> SlaReplay:
    """Return how the stored clocks of a ticket differ from its facts, and put that right if it is wanted."""
    async with ctx.db.transaction():
        # What is compared must not change until it is put right.
        await locked(ctx, [ticket_id])
        found = (await _compared(ctx, [ticket_id])).get(ticket_id, [])
        if found and applies:
            await recount(ctx, ticket_id)
            fields = sorted({f"{each.code} {each.number} {each.field}" for each in found})
            await ctx.audit("sla.ticket.replayed", subject=f"tickets/{ticket_id}", after={"repaired": fields})
    return SlaReplay(
        identical=not found,
        differences=[
            SlaDifference(clock_id=each.clock_id, field=each.field, stored=each.stored, folded=each.folded)
            for each in found
        ],
        applied=bool(found) and applies,
    )


async def replay_all(ctx: Ctx, *, number: str | None, applies: bool) -> AsyncIterator[Replayed]:
    """Yield every ticket that ever had clocks, batch by batch, or only the one with a number."""
    last: TicketId | None = None
    while batch := await tickets_after(ctx, last, number=number, limit=BATCH_MAX):
        compared = await _compared(ctx, batch)
        for ticket_id in batch:
            found = compared.get(ticket_id, [])
            is_applied = bool(found) and applies and await _put_right(ctx, ticket_id)
            yield Replayed(ticket_id=ticket_id, found=found, is_applied=is_applied)
        last = batch[-1]


async def _put_right(ctx: Ctx, ticket_id: TicketId) -> bool:
    """Fold a ticket again and store what comes of it; not where sla does not serve it any more."""
    try:
        on_ticket = await ctx.for_record(RecordName.TICKET, ticket_id)
    except ServiceInactive:
        return False
    async with on_ticket.db.transaction():
        return await recount(on_ticket, ticket_id) is not None


async def _compared(ctx: Ctx, ticket_ids: Sequence[TicketId]) -> dict[TicketId, list[Difference]]:
    """Return how stored clocks differ from the facts, by ticket; a fixed number of statements."""
    facts = await facts_of(ctx, ticket_ids)
    library = await library_of(ctx, [fact for known in facts.values() for fact in known])
    stored = await stored_of(ctx, ticket_ids)
    return {
        ticket_id: differences(stored.get(ticket_id, _NOTHING_STORED), fold(library, known, as_of=ctx.at).clocks)
        for ticket_id, known in facts.items()
    }
