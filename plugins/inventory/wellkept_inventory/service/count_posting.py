"""Ending a stocktake: its differences go into the book, wait for a second person, or are dropped."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wellkept_inventory.errors import CountNotOpen, CountRecount, CountSameActor, StockInsufficient
from wellkept_inventory.events import InventoryCountPosted
from wellkept_inventory.permissions import APPROVE, COUNT
from wellkept_inventory.queries import counting, counts
from wellkept_inventory.queries.names import Names, locked_names
from wellkept_inventory.rules.counting import (
    Counted,
    InventoryCountAction,
    InventoryCountStatus,
    is_allowed,
    moves_of,
    needs_approval,
)
from wellkept_inventory.rules.planned import PlannedPosting
from wellkept_inventory.schemas.counts import (
    InventoryCountApprove,
    InventoryCountCancel,
    InventoryCountPost,
    InventoryCountRead,
    InventoryCountTransition,
)
from wellkept_inventory.service.counting import locked, subject
from wellkept_inventory.service.ledger import record
from wellkept_inventory.settings import InventorySettings
from wellkept_inventory.tables import InventoryCount
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import PermissionDenied
from wellkept_sdk.http import IfMatch
from wellkept_sdk.services.stock import PostingKind

_DOCUMENT: Final = "count"
_ACTION: Final = {
    InventoryCountPost: InventoryCountAction.POST,
    InventoryCountApprove: InventoryCountAction.APPROVE,
    InventoryCountCancel: InventoryCountAction.CANCEL,
}
_MARK: Final = (
    "UPDATE inventory_balance SET counted_at = line.counted_at FROM inventory_count_line line"
    " WHERE line.count_id = ? AND line.counted_milli IS NOT NULL AND inventory_balance.part_id = line.part_id"
    " AND inventory_balance.location_id = line.location_id AND inventory_balance.lot_id = line.lot_id"
    " AND inventory_balance.stock_owner_id = line.stock_owner_id"
)


async def transition(
    ctx: Ctx, count_id: UUID, data: InventoryCountTransition, *, if_match: IfMatch
) -> InventoryCountRead:
    """
    Post, approve or cancel a count.

    Raises:
        CountNotFound: there is no such count.
        PreconditionFailed: it has changed since the version that the caller has seen.
        PermissionDenied: the caller may count but not approve, or the other way round.
        CountNotOpen: the count's status does not allow it.
        CountSameActor: who has begun it or entered figures does not approve it.
        CountRecount: what is missing was issued or reserved since.
        SerialInStock: a piece that was found is in stock elsewhere.
        Vetoed: another plugin refuses it.
    """
    action = _ACTION[type(data)]
    if not ctx.actor.may((APPROVE if action is InventoryCountAction.APPROVE else COUNT).name):
        raise PermissionDenied
    async with ctx.db.transaction():
        stocktake = await locked(ctx, count_id)
        if_match.require(stocktake["version"])
        if not is_allowed(action, status=InventoryCountStatus(stocktake["status"])):
            raise CountNotOpen(count_status=stocktake["status"])
        reason = data.reason or stocktake["reason"]
        match action:
            case InventoryCountAction.POST:
                await _post(ctx, stocktake, reason)
            case InventoryCountAction.APPROVE:
                await _approve(ctx, stocktake, reason)
            case InventoryCountAction.CANCEL:
                await _end(ctx, stocktake, InventoryCountStatus.CANCELLED, reason=reason)
        return await counts.count(ctx, count_id)


async def _post(ctx: Ctx, stocktake: Row, reason: str | None) -> None:
    lines = await counting.counted(ctx, stocktake["id"])
    names = await _locked_names(ctx, stocktake, lines)
    if await _is_large(ctx, lines, names):
        await _change(ctx, stocktake, InventoryCountStatus.SUBMITTED, reason=reason)
    else:
        await _book(ctx, stocktake, lines, names, reason=reason)


async def _approve(ctx: Ctx, stocktake: Row, reason: str | None) -> None:
    if ctx.actor.id in {stocktake["actor_id"], *await counting.counters(ctx, stocktake["id"])}:
        raise CountSameActor
    lines = await counting.counted(ctx, stocktake["id"])
    names = await _locked_names(ctx, stocktake, lines)
    await _book(ctx, stocktake, lines, names, reason=reason, approved_by=ctx.actor.id)


async def _locked_names(ctx: Ctx, stocktake: Row, lines: Sequence[Counted]) -> Names:
    part_ids = {line.key.part_id for line in lines}
    return await locked_names(ctx, part_ids=part_ids, location_ids=[stocktake["location_id"]])


async def _is_large(ctx: Ctx, lines: Sequence[Counted], names: Names) -> bool:
    different = [line for line in lines if line.difference_milli]
    if not different:
        return False
    standard = {part_id: part.standard_cost for part_id, part in names.parts.items()}
    worth = await counting.worth_of(ctx, {line.key.part_id for line in different}, standard)
    return needs_approval(different, worth, limit_minor=ctx.settings(InventorySettings).count_approval_minor)


async def _book(
    ctx: Ctx,
    stocktake: Row,
    lines: Sequence[Counted],
    names: Names,
    *,
    reason: str | None,
    approved_by: UUID | None = None,
) -> None:
    posting_id = await _posted(ctx, stocktake, lines, names, reason=reason)
    await ctx.db.execute(_MARK, stocktake["id"])
    end = InventoryCountStatus.POSTED
    await _end(ctx, stocktake, end, reason=reason, posting_id=posting_id, approved_by=approved_by)
    await ctx.emit(
        InventoryCountPosted(
            count_id=stocktake["id"],
            number=stocktake["number"],
            location_id=stocktake["location_id"],
            posting_id=posting_id,
            differences=sum(1 for line in lines if line.difference_milli),
        )
    )


async def _posted(
    ctx: Ctx, stocktake: Row, lines: Sequence[Counted], names: Names, *, reason: str | None
) -> UUID | None:
    """Return the posting of the differences; None where there are none."""
    moves = moves_of(lines)
    if not moves:
        return None
    plan = PlannedPosting(
        kind=PostingKind.COUNT,
        occurred_at=ctx.at,
        moves=moves,
        reference=stocktake["number"],
        reason=reason,
        document_kind=_DOCUMENT,
        document_id=stocktake["id"],
    )
    try:
        return (await record(ctx, plan, names)).id
    except StockInsufficient as short:
        said = short.context
        raise CountRecount(part_id=said["part_id"], requested=said["requested"], available=said["available"]) from short


async def _end(ctx: Ctx, stocktake: Row, status: InventoryCountStatus, **changes: object) -> None:
    """End a count: others may count the same stock from now on."""
    await ctx.db.execute("UPDATE inventory_count_line SET open = FALSE WHERE count_id = ?", stocktake["id"])
    await _change(ctx, stocktake, status, **changes)


async def _change(ctx: Ctx, stocktake: Row, status: InventoryCountStatus, **changes: object) -> None:
    after = {"status": status.value, **changes}
    await ctx.db.update(InventoryCount, stocktake["id"], changes=after)
    before = {name: stocktake[name] for name in after}
    await ctx.audit(f"inventory.count.{status}", subject=subject(stocktake["id"]), before=before, after=after)
