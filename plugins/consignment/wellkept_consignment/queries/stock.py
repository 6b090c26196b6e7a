"""What lies with us of suppliers' stock."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept_consignment.queries.agreements import known, own
from wellkept_consignment.queries.layers import layers_of
from wellkept_consignment.rules.agreements import Agreement, Item, using
from wellkept_consignment.schemas.stock import ConsignmentStock, ConsignmentStocks
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, all_of
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.stock import BalanceKey, BalanceQuery, BalanceRead


class StockFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed."""

    agreement_id: UUID | None = None
    party_id: UUID | None = None
    part_id: UUID | None = None
    location_id: UUID | None = None


async def stock_of(ctx: Ctx, filters: StockFilters) -> ConsignmentStocks:
    """Return the suppliers' stock that the caller may see, under the agreement by which it would be used today."""
    # Nothing is known of what lies under a draft, and nothing lies with us of whom we have no agreement with.
    where = all_of(
        Clause("agreement.status <> 'draft'"),
        own(ctx.actor, "agreement.party_id"),
        TRUE if filters.party_id is None else Clause("agreement.party_id = ?", (filters.party_id,)),
    )
    agreements: dict[UUID, list[Agreement]] = {}
    for each in await known(ctx, where):
        agreements.setdefault(each.party_id, []).append(each)
    if not agreements:
        return ConsignmentStocks(items=[])
    balances = await ctx.service(INVENTORY).balances(
        BalanceQuery(
            part_ids=None if filters.part_id is None else [filters.part_id],
            stock_owner_ids=[PartyId(party_id) for party_id in sorted(agreements)],
        )
    )
    since = await _oldest(ctx, balances, agreements)
    items = [_stock(ctx, balance, since[balance.key], agreements) for balance in balances if balance.key in since]
    return ConsignmentStocks(
        items=[
            item
            for item in items
            if filters.agreement_id in {None, item.agreement_id} and filters.location_id in {None, item.location_id}
        ]
    )


async def _oldest(
    ctx: Ctx, balances: Sequence[BalanceRead], agreements: Mapping[UUID, Sequence[Agreement]]
) -> dict[BalanceKey, date]:
    """Return on which local day the oldest of what lies in each balance came in."""
    zones = {PartyId(party_id): found[0].time_zone for party_id, found in agreements.items()}
    since: dict[BalanceKey, date] = {}
    for balance, layer in await layers_of(ctx, balances, time_zones=zones):
        key = replace(balance.key, location_id=layer.location_id)
        since[key] = min(since.get(key, layer.received_on), layer.received_on)
    return since


def _stock(
    ctx: Ctx, balance: BalanceRead, received_on: date, agreements: Mapping[UUID, Sequence[Agreement]]
) -> ConsignmentStock:
    key = balance.key
    party_id = key.stock_owner_id
    assert party_id is not None, "what is asked for is suppliers' stock"
    found = using(agreements[party_id], part_id=key.part_id, location_id=key.location_id, moment=ctx.at)
    assert found is not None, "what is asked for is stock under agreements"
    item = found.item_of(key.part_id, key.location_id)
    return ConsignmentStock(
        agreement_id=found.id,
        party_id=party_id,
        part_id=key.part_id,
        location_id=key.location_id,
        lot=balance.lot,
        serial=balance.serial,
        quantity=balance.quantity.decimal(),
        minimum=_bound(item, "minimum_milli"),
        maximum=_bound(item, "maximum_milli"),
        received_on=received_on,
        age_days=(found.day_of(ctx.at) - received_on).days,
    )


def _bound(item: Item | None, name: str) -> str | None:
    milli: int | None = None if item is None else getattr(item, name)
    return None if milli is None else decimal_of(milli)
