"""Giving what has become free to those who wait for it."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.queries.reservations import waiting
from wellkept_inventory.queries.shelves import free_stock
from wellkept_inventory.rules.free_stock import Allowance, FreeStock
from wellkept_inventory.rules.picking import Take
from wellkept_inventory.rules.reservations import Reservation
from wellkept_inventory.service.allowing import allowance_of
from wellkept_inventory.service.holding import hold
from wellkept_inventory.service.reservation_rows import announce_filled, with_more, write
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import ServiceInactive
from wellkept_sdk.ids import TicketId


async def fill(ctx: Ctx, part_ids: Collection[UUID]) -> None:
    """
    Hold what is free of parts for the open reservations of them: what is needed first, then the oldest.

    The caller has locked the parts before it changed their stock: `names.locked_names`. Tickets are not locked here,
    because whoever has locked one waits for parts; that they show something else now, a reaction sees to.
    """
    reservations = await waiting(ctx, part_ids)
    if not reservations:
        return
    asker = _Asker(ctx=ctx, stock=await free_stock(ctx, part_ids), contexts={}, allowances={})
    takes = {found.id: taken for found in reservations if (taken := await asker.take(found))}
    if not takes:
        return
    filled = [with_more(found, takes[found.id]) for found in reservations if found.id in takes]
    await hold(ctx, takes)
    await write(ctx, filled)
    await announce_filled({ticket_id: found for ticket_id, found in asker.contexts.items() if found}, filled)


class _Asker(Struct, kw_only=True):
    """Takes of the free stock what each ticket's own terms let it have."""

    ctx: Ctx
    stock: FreeStock
    contexts: dict[TicketId, Ctx | None]
    allowances: dict[str, Allowance]

    async def take(self, reservation: Reservation) -> list[Take]:
        """Return what a reservation gets; nothing, where its ticket may have no parts any more."""
        if not self.stock.fitting(reservation.wish):
            return []
        ctx = await self._context(reservation.ticket_id)
        return [] if ctx is None else self.stock.take(reservation.wish, await self._allowance(ctx))

    async def _context(self, ticket_id: TicketId) -> Ctx | None:
        if ticket_id not in self.contexts:
            try:
                self.contexts[ticket_id] = await self.ctx.for_record(RecordName.TICKET, ticket_id)
            except ServiceInactive:
                self.contexts[ticket_id] = None
        return self.contexts[ticket_id]

    async def _allowance(self, ctx: Ctx) -> Allowance:
        # Equal activations have equal terms: many tickets, one question.
        key = ctx.activation.hash
        if key not in self.allowances:
            self.allowances[key] = await allowance_of(ctx, self.stock.party_ids)
        return self.allowances[key]
