"""A serial number stands for one piece, which lies at one place at most, whosever it is."""

from collections.abc import Sequence
from typing import Final

from wellkept_inventory.errors import SerialInStock
from wellkept_inventory.queries.names import Names
from wellkept_inventory.rules.balances import changes_of
from wellkept_inventory.rules.planned import PlannedMove
from wellkept_sdk import Ctx
from wellkept_sdk.quantity import MILLI_PER_UNIT

_ONE: Final = MILLI_PER_UNIT


async def require_elsewhere(ctx: Ctx, moves: Sequence[PlannedMove], names: Names) -> None:
    """
    Refuse to bring in a piece that is here; nothing is asked where no serial number comes in.

    Raises:
        SerialInStock: a piece would lie at two places, or twice at one.
    """
    coming = {lot_id: milli for lot_id, milli in _net(moves, names).items() if milli > 0}
    if not coming:
        return
    where = ctx.db.any_of("lot_id", list(coming))
    rows = await ctx.db.fetch(
        f"SELECT lot_id FROM inventory_balance WHERE {where.sql} AND serial AND real AND quantity_milli > 0",
        *where.args,
    )
    here = {row["lot_id"] for row in rows} | {lot_id for lot_id, milli in coming.items() if milli > _ONE}
    if here:
        move = next(move for move in moves if move.lot_id in here)
        pointer = "/lines" if move.line is None else f"/lines/{move.line}/serial"
        raise SerialInStock.at(pointer)


def _net(moves: Sequence[PlannedMove], names: Names) -> dict[object, int]:
    """Return how much more of each serial number would really lie somewhere."""
    net: dict[object, int] = {}
    for change in changes_of(moves):
        lot = names.lots.get(change.key.lot_id)
        if lot is not None and lot.is_serial and not names.places[change.key.location_id].kind.is_virtual:
            net[lot.id] = net.get(lot.id, 0) + change.quantity_milli
    return net
