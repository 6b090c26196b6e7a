"""Stock gets another legal owner where it lies."""

from datetime import datetime

from wellkept_inventory.errors import LocationNotReal, QuantityNotWhole
from wellkept_inventory.queries.names import locked_names
from wellkept_inventory.rules.keys import NIL, VIRTUAL_LOCATIONS, StockKey
from wellkept_inventory.rules.planned import PlannedMove, PlannedPosting
from wellkept_inventory.service.asking import moment_asked
from wellkept_inventory.service.ledger import record
from wellkept_sdk import Ctx
from wellkept_sdk.errors import invalid
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import MILLI_PER_UNIT, Quantity
from wellkept_sdk.services.stock import BalanceKey, LocationKind, PostingKind, StockPosting


async def change_stock_owner(
    ctx: Ctx, *, key: BalanceKey, quantity: Quantity, to: PartyId | None, occurred_at: datetime, value: Money | None
) -> StockPosting:
    """
    Give available stock another legal owner: two moves of one posting, out of one ownership and into the other.

    Raises:
        Invalid: the quantity is not more than zero, the part or place is unknown, or both owners are the same.
        QuantityNotWhole: the part comes in whole units only.
        PostingInFuture: it has not happened yet.
        StockInsufficient: there is less than asked for.
    """
    source, owner = StockKey.of(key), to or NIL
    at = moment_asked(ctx, occurred_at)
    if quantity.milli <= 0:
        raise invalid("/quantity", "too_small", "Must be more than zero.")
    if owner == source.stock_owner_id:
        raise invalid("/to", "unchanged", "The stock belongs to that owner already.")
    ownership = VIRTUAL_LOCATIONS[LocationKind.OWNERSHIP]
    out = PlannedMove(
        part_id=source.part_id,
        lot_id=source.lot_id,
        stock_owner_id=source.stock_owner_id,
        from_location_id=source.location_id,
        to_location_id=ownership,
        quantity_milli=quantity.milli,
    )
    into = PlannedMove(
        part_id=source.part_id,
        lot_id=source.lot_id,
        stock_owner_id=owner,
        from_location_id=ownership,
        to_location_id=source.location_id,
        quantity_milli=quantity.milli,
        value=value if owner == NIL else None,
    )
    async with ctx.db.transaction():
        names = await locked_names(ctx, part_ids={source.part_id}, location_ids={source.location_id})
        place = names.places.get(source.location_id)
        if place is not None and place.kind.is_virtual:
            raise LocationNotReal.at("/key/location_id")
        part = names.parts.get(source.part_id)
        if part is not None and part.whole_units and quantity.milli % MILLI_PER_UNIT:
            raise QuantityNotWhole.at("/quantity")
        plan = PlannedPosting(
            kind=PostingKind.STOCK_OWNER_CHANGE, occurred_at=at, moves=[out, into], party_id=to or key.stock_owner_id
        )
        return await record(ctx, plan, names)
