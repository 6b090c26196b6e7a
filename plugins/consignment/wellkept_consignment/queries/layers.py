"""When what lies there of suppliers' stock came in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

from wellkept_consignment.rules.ageing import Layer, Receipt, Shelf, layers
from wellkept_consignment.rules.lines import NIL
from wellkept_sdk import Ctx
from wellkept_sdk.db import all_of
from wellkept_sdk.ids import PartyId
from wellkept_sdk.local_days import local_day
from wellkept_sdk.services.stock import BalanceRead

#: Whose stock of which part and lot.
_Goods: TypeAlias = tuple[PartyId, UUID, UUID]


async def layers_of(
    ctx: Ctx, balances: Sequence[BalanceRead], *, time_zones: Mapping[PartyId, str]
) -> list[tuple[BalanceRead, Layer]]:
    """
    Return each layer of suppliers' stock with a balance of its part and lot; one statement.

    Args:
        ctx: joins its transaction.
        balances: all of the parts that they are of, whatever the place: receipts count for all places together.
        time_zones: by whose days receipts are counted, for each supplier.
    """
    by_goods: defaultdict[_Goods, list[BalanceRead]] = defaultdict(list)
    for balance in balances:
        if balance.key.stock_owner_id is not None and balance.quantity.milli > 0:
            by_goods[balance.key.stock_owner_id, balance.key.part_id, balance.key.lot_id or NIL].append(balance)
    receipts = await _receipts(ctx, by_goods, time_zones)
    return [
        (found[0], layer)
        for goods, found in by_goods.items()
        for layer in layers(receipts[goods], _shelves(found, time_zones[goods[0]]))
    ]


async def _receipts(
    ctx: Ctx, goods: Iterable[_Goods], time_zones: Mapping[PartyId, str]
) -> defaultdict[_Goods, list[Receipt]]:
    party_ids, part_ids = {party_id for party_id, _, _ in goods}, {part_id for _, part_id, _ in goods}
    where = all_of(ctx.db.any_of("party_id", list(party_ids)), ctx.db.any_of("part_id", list(part_ids)))
    rows = await ctx.db.fetch(
        f"SELECT * FROM consignment_receipt WHERE {where.sql} ORDER BY occurred_at, id", *where.args
    )
    found: defaultdict[_Goods, list[Receipt]] = defaultdict(list)
    for row in rows:
        party_id = PartyId(row["party_id"])
        found[party_id, row["part_id"], row["lot_id"]].append(
            Receipt(
                move_id=row["move_id"],
                received_on=local_day(row["occurred_at"], time_zone=time_zones[party_id]),
                quantity_milli=row["quantity_milli"],
            )
        )
    return found


def _shelves(balances: Iterable[BalanceRead], time_zone: str) -> list[Shelf]:
    return [
        Shelf(
            location_id=balance.key.location_id,
            quantity_milli=balance.quantity.milli,
            since=local_day(balance.first_in_at, time_zone=time_zone),
        )
        for balance in balances
    ]
