"""A posting is taken back by another that mirrors it, once."""

from datetime import datetime
from typing import Final
from uuid import UUID

from wellkept_inventory.errors import PostingAlreadyReversed, PostingNotReversible
from wellkept_inventory.events import InventoryPostingReversed
from wellkept_inventory.queries.names import Names, locked_names
from wellkept_inventory.queries.postings import has_returns, posting_of
from wellkept_inventory.queries.tickets import locked_ticket
from wellkept_inventory.rules.keys import NIL
from wellkept_inventory.rules.planned import PlannedMove, PlannedPosting
from wellkept_inventory.schemas.postings import InventoryReversalCreate
from wellkept_inventory.service import ordering
from wellkept_inventory.service.asking import moment_asked
from wellkept_inventory.service.installing import take_out
from wellkept_inventory.service.ledger import record
from wellkept_inventory.service.part_log import log_posting
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import invalid
from wellkept_sdk.services.stock import PostingKind, StockMove, StockPosting

#: What is in the service record of its ticket.
_LOGGED: Final = frozenset({PostingKind.ISSUE, PostingKind.RETURN})


async def reverse(ctx: Ctx, posting_id: UUID, data: InventoryReversalCreate) -> StockPosting:
    """
    Take a posting back.

    Raises:
        PostingNotFound: there is none.
        PostingNotReversible: it is a reversal itself, or an issue of which something came back.
        PostingAlreadyReversed: it was taken back before.
        StockInsufficient: what it brought is not there any more.
    """
    async with ctx.db.transaction():
        stored = await posting_of(ctx, posting_id)
        posting = stored.posting
        occurred_at = _moment(ctx, data, posting)
        acting = await _record_of(ctx, posting)
        names = await _locked(acting, posting)
        await _require_reversible(acting, posting)
        if stored.order_id is not None:
            await ordering.take_back(ctx, stored.order_id, [_received(move) for move in posting.moves])
        reversal = await record(acting, _mirrored(posting, data, occurred_at), names)
        await _follow(acting, posting, reversal, names)
        return reversal


def _moment(ctx: Ctx, data: InventoryReversalCreate, posting: StockPosting) -> datetime:
    occurred_at = moment_asked(ctx, data.occurred_at)
    if occurred_at < posting.occurred_at:
        raise invalid("/occurred_at", "too_small", "A posting is taken back after it happened.")
    return occurred_at


async def _record_of(ctx: Ctx, posting: StockPosting) -> Ctx:
    """Return the context of the posting's ticket, whose plugins follow what moves for it."""
    if posting.ticket_id is None:
        return ctx
    await locked_ticket(ctx, posting.ticket_id)
    return await ctx.for_record(RecordName.TICKET, posting.ticket_id)


async def _locked(ctx: Ctx, posting: StockPosting) -> Names:
    places = {place for move in posting.moves for place in (move.from_location_id, move.to_location_id)}
    return await locked_names(ctx, part_ids={move.part_id for move in posting.moves}, location_ids=places)


async def _require_reversible(ctx: Ctx, posting: StockPosting) -> None:
    """Look again, now that nobody else moves these parts."""
    if posting.kind is PostingKind.REVERSAL:
        raise PostingNotReversible
    if (await posting_of(ctx, posting.id)).reversed_by_id is not None:
        raise PostingAlreadyReversed
    if posting.kind is PostingKind.ISSUE and await has_returns(ctx, [move.id for move in posting.moves]):
        raise PostingNotReversible


def _mirrored(posting: StockPosting, data: InventoryReversalCreate, occurred_at: datetime) -> PlannedPosting:
    return PlannedPosting(
        kind=PostingKind.REVERSAL,
        occurred_at=occurred_at,
        moves=[_mirror(move) for move in reversed(posting.moves)],
        ticket_id=posting.ticket_id,
        reason=data.reason,
        reverses_id=posting.id,
    )


def _mirror(move: StockMove) -> PlannedMove:
    return PlannedMove(
        part_id=move.part_id,
        lot_id=move.lot_id or NIL,
        stock_owner_id=move.stock_owner_id or NIL,
        from_location_id=move.to_location_id,
        to_location_id=move.from_location_id,
        quantity_milli=move.quantity.milli,
        value=move.value,
        reverses_move_id=move.id,
        equipment_id=move.equipment_id,
    )


def _received(move: StockMove) -> tuple[UUID, UUID, int]:
    return (move.part_id, move.to_location_id, move.quantity.milli)


async def _follow(ctx: Ctx, posting: StockPosting, reversal: StockPosting, names: Names) -> None:
    if posting.kind is PostingKind.ISSUE:
        await take_out(ctx, lot_ids=(), move_ids=[move.id for move in posting.moves], at=reversal.occurred_at)
    if posting.ticket_id is not None:
        if posting.kind in _LOGGED:
            await log_posting(ctx, reversal, names)
        await ctx.raise_version(RecordName.TICKET, posting.ticket_id)
    await ctx.emit(
        InventoryPostingReversed(
            posting_id=posting.id,
            number=posting.number,
            kind=posting.kind,
            part_ids=sorted({move.part_id for move in posting.moves}),
            ticket_id=posting.ticket_id,
            occurred_at=reversal.occurred_at,
            reversed_by_id=reversal.id,
        )
    )
