"""The one way in which stock moves."""

from wellkept_inventory.errors import LocationArchived
from wellkept_inventory.events import InventoryPostingRecorded
from wellkept_inventory.queries.names import Names, locked_names, lots_by_id
from wellkept_inventory.rules.keys import NIL
from wellkept_inventory.rules.planned import PlannedMove, PlannedPosting
from wellkept_inventory.service import alerting, filling
from wellkept_inventory.service.ledger.balances import change_balances
from wellkept_inventory.service.ledger.drafting import draft_of
from wellkept_inventory.service.ledger.serials import require_elsewhere
from wellkept_inventory.service.ledger.values import change_values
from wellkept_inventory.service.ledger.writing import write
from wellkept_sdk import Ctx
from wellkept_sdk.errors import unknown_reference
from wellkept_sdk.hooks.stock import StockHooks
from wellkept_sdk.services.stock import StockPosting


async def record(ctx: Ctx, plan: PlannedPosting, names: Names | None = None) -> StockPosting:
    """
    Record moves in the caller's transaction, all of them or none: a refusal ends that transaction.

    Args:
        ctx: the record's, where the posting is about one.
        plan: at least one move; that it has happened, and who may do it, is the caller's to know.
        names: of its parts, from `locked_names` in this transaction; asked for without.

    Raises:
        Invalid: a part or place is unknown.
        LocationArchived: a place is not in use any more.
        Vetoed: another plugin refuses it.
        StockInsufficient: there is less than asked for.
        SerialInStock: a piece that comes in is here.
        CurrencyMixed: a price is in another currency than the stock that is there.
    """
    names = await _named(ctx, plan, names)
    for move in plan.moves:
        _require_places(move, names)
    await ctx.decide(StockHooks.stock_moving, draft_of(plan, names))
    await require_elsewhere(ctx, plan.moves, names)
    known = await change_balances(ctx, plan.moves, names)
    costs = await change_values(ctx, plan.moves, names, known)
    posting = await write(ctx, plan, costs, names)
    await _follow(ctx, posting, names)
    return posting


async def _named(ctx: Ctx, plan: PlannedPosting, names: Names | None) -> Names:
    """Return the names of all that moves; what the caller knows is not asked again."""
    parts = {move.part_id for move in plan.moves}
    places = {place for move in plan.moves for place in (move.from_location_id, move.to_location_id)}
    if names is None or parts - names.parts.keys() or places - names.places.keys():
        found = await locked_names(ctx, part_ids=parts, location_ids=places)
        names = found if names is None else Names(parts=found.parts, places=found.places, lots=names.lots)
    lots = {move.lot_id for move in plan.moves if move.lot_id != NIL} - names.lots.keys()
    if lots:
        names = Names(parts=names.parts, places=names.places, lots={**names.lots, **await lots_by_id(ctx, lots)})
    return names


def _require_places(move: PlannedMove, names: Names) -> None:
    pointer = "/lines" if move.line is None else f"/lines/{move.line}"
    if move.part_id not in names.parts:
        raise unknown_reference(f"{pointer}/part_id", "part")
    for location_id in (move.from_location_id, move.to_location_id):
        place = names.places.get(location_id)
        if place is None:
            raise unknown_reference(pointer, "location")
        if place.archived_at is not None:
            raise LocationArchived.at(pointer)


async def _follow(ctx: Ctx, posting: StockPosting, names: Names) -> None:
    """Let others write what follows, hold what has come for those who wait, and tell."""
    await ctx.apply(StockHooks.stock_moved, posting)
    arrived = {move.part_id for move in posting.moves if move.to_kind.is_issuable}
    if arrived:
        await filling.fill(ctx, sorted(arrived))
    touched = {
        (move.part_id, location_id)
        for move in posting.moves
        for location_id, kind in ((move.from_location_id, move.from_kind), (move.to_location_id, move.to_kind))
        if not kind.is_virtual and names.parts[move.part_id].is_watched
    }
    if touched:
        await alerting.watch(ctx, sorted(touched))
    await ctx.emit(
        InventoryPostingRecorded(
            posting_id=posting.id,
            number=posting.number,
            kind=posting.kind,
            part_ids=sorted({move.part_id for move in posting.moves}),
            ticket_id=posting.ticket_id,
            occurred_at=posting.occurred_at,
        )
    )
