"""From which balances a transfer, scrap or return takes what it names."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from typing import TypeAlias
from uuid import UUID

from wellkept_inventory.errors import StockOwnerNotAllowed
from wellkept_inventory.queries.names import LotName
from wellkept_inventory.queries.stock_at import stock_at
from wellkept_inventory.rules.asked import AskedEnd, AskedLine
from wellkept_inventory.rules.keys import NIL
from wellkept_inventory.rules.picking import Shelf, Take, pick
from wellkept_inventory.rules.planned import PlannedMove
from wellkept_inventory.service.ledger import insufficient
from wellkept_inventory.terms import InventoryTerms
from wellkept_sdk import Ctx

#: Of parties that own stock, those whose stock may be taken; None for all.
Allowing: TypeAlias = Callable[[Collection[UUID]], Awaitable[Collection[UUID] | None]]


async def taken(
    ctx: Ctx,
    lines: Sequence[AskedLine],
    lots: Sequence[LotName | None],
    target: UUID | None,
    *,
    allowing: Allowing,
) -> list[PlannedMove]:
    """
    Return the moves that take what lines name: one for each balance, in the order of the policies.

    Args:
        ctx: its terms say whose stock and which lot goes first where a line does not.
        lines: each with its source.
        lots: the lot or serial number that each names.
        target: whither all go; None where each line says so.
        allowing: whose stock may be taken besides ours.

    Raises:
        StockOwnerNotAllowed: a line names a party whose stock may not be taken.
        StockInsufficient: a line asks for more than there is.
    """
    sources = {end.location_id for line in lines for end in (line.source,) if end is not None}
    stock = list(await stock_at(ctx, part_ids={line.part_id for line in lines}, location_ids=sources))
    owners = {shelf.key.stock_owner_id for shelf in stock} | {line.stock_owner_id or NIL for line in lines}
    stock_owner_ids = await allowing(owners - {NIL})
    for line in lines:
        _require_allowed(line, stock_owner_ids)
    terms = ctx.terms(InventoryTerms)
    moves: list[PlannedMove] = []
    for line, lot in zip(lines, lots, strict=True):
        fitting = [shelf for shelf in stock if _fits(shelf, line, lot, stock_owner_ids)]
        takes = pick(fitting, line.quantity_milli, owners=terms.stock_owner_policy, lots=terms.lot_policy)
        _require_enough(line, takes)
        stock = _left(stock, takes)
        moves += [_move(line, take, target) for take in takes]
    return moves


def _require_allowed(line: AskedLine, stock_owner_ids: Collection[UUID] | None) -> None:
    wanted = line.stock_owner_id
    if stock_owner_ids is None or wanted is None or wanted == NIL or wanted in stock_owner_ids:
        return
    pointer = f"{line.pointer}/stock_owner_id"
    raise StockOwnerNotAllowed.at(pointer)


def _fits(shelf: Shelf, line: AskedLine, lot: LotName | None, stock_owner_ids: Collection[UUID] | None) -> bool:
    key, owner = shelf.key, shelf.key.stock_owner_id
    if key.part_id != line.part_id or line.source is None or key.location_id != line.source.location_id:
        return False
    if lot is not None and key.lot_id != lot.id:
        return False
    if line.stock_owner_id is not None:
        return owner == line.stock_owner_id
    return stock_owner_ids is None or owner == NIL or owner in stock_owner_ids


def _require_enough(line: AskedLine, takes: Iterable[Take]) -> None:
    available = sum(take.quantity_milli for take in takes)
    if available < line.quantity_milli:
        raise insufficient(line, requested_milli=line.quantity_milli, available_milli=available)


def _left(stock: Iterable[Shelf], takes: Sequence[Take]) -> list[Shelf]:
    """Return what stays on the shelves for the lines that follow."""
    gone = {take.key: take.quantity_milli for take in takes}
    return [
        Shelf(
            key=shelf.key,
            available_milli=shelf.available_milli - gone.get(shelf.key, 0),
            lot=shelf.lot,
            expires_on=shelf.expires_on,
            first_in_at=shelf.first_in_at,
            sourcing_priority=shelf.sourcing_priority,
        )
        for shelf in stock
    ]


def _move(line: AskedLine, take: Take, target: UUID | None) -> PlannedMove:
    return PlannedMove(
        part_id=take.key.part_id,
        lot_id=take.key.lot_id,
        stock_owner_id=take.key.stock_owner_id,
        from_location_id=take.key.location_id,
        to_location_id=_end(line.target, target),
        quantity_milli=take.quantity_milli,
        line=line.line,
    )


def _end(named: AskedEnd | None, target: UUID | None) -> UUID:
    if target is not None:
        return target
    assert named is not None, "a transfer names whither it goes"
    return named.location_id
