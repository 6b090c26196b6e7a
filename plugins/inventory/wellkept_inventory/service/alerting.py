"""Stock that crosses the marks of its policy."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from wellkept_inventory.events import (
    InventoryStockEvent,
    InventoryStockFellLow,
    InventoryStockOverstocked,
    InventoryStockRanOut,
)
from wellkept_inventory.queries.policies import policies_of
from wellkept_inventory.queries.stock_positions import available_at, tree_above
from wellkept_inventory.rules.alerts import StockAlert, is_news
from wellkept_inventory.rules.policies import Policy
from wellkept_inventory.settings import InventorySettings
from wellkept_sdk import Ctx
from wellkept_sdk.quantity import decimal_of

_EVENTS: Final[Mapping[StockAlert, type[InventoryStockEvent]]] = {
    StockAlert.LOW: InventoryStockFellLow,
    StockAlert.OUT: InventoryStockRanOut,
    StockAlert.OVER: InventoryStockOverstocked,
}


async def watch(ctx: Ctx, places: Collection[tuple[UUID, UUID]]) -> None:
    """
    Announce what the stock of parts has crossed, after it has changed; one statement where nobody watches.

    Args:
        ctx: joins its transaction, which has locked the parts.
        places: parts with the places that were touched; what these lie in is judged, too.
    """
    await judge(ctx, await policies_of(ctx, part_ids=list({part_id for part_id, _ in places})))


async def judge(ctx: Ctx, policies: Sequence[Policy]) -> None:
    """
    Keep what is wrong with the stock of policies now, and announce what has become so since it was judged last.

    Args:
        ctx: joins its transaction, which has locked the parts.
        policies: as they are stored.
    """
    if not policies:
        return
    available = await available_at(ctx, list({policy.part_id for policy in policies}))
    tree = await tree_above(ctx, list({location_id for _, location_id in available}))
    totals = tree.totals(available)
    overstock_months = ctx.settings(InventorySettings).overstock_months
    changed: defaultdict[StockAlert, list[Policy]] = defaultdict(list)
    for policy in policies:
        available_milli = totals.get((policy.part_id, policy.location_id), 0)
        alert = policy.judged(available_milli, overstock_months=overstock_months)
        if alert is not policy.alert:
            changed[alert].append(policy)
    for alert, found in changed.items():
        await _keep(ctx, alert, found)
        for policy in found:
            if is_news(alert, after=policy.alert):
                await ctx.emit(_event(alert, policy, totals.get((policy.part_id, policy.location_id), 0)))


async def _keep(ctx: Ctx, alert: StockAlert, policies: Sequence[Policy]) -> None:
    """Write an alert; the policy reads otherwise then, but nobody has changed it."""
    where = ctx.db.any_of("id", [policy.id for policy in policies])
    await ctx.db.execute(
        f"UPDATE inventory_policy SET alert = ?, version = version + 1 WHERE {where.sql}", alert.value, *where.args
    )


def _event(alert: StockAlert, policy: Policy, available_milli: int) -> InventoryStockEvent:
    return _EVENTS[alert](
        policy_id=policy.id,
        part_id=policy.part_id,
        location_id=policy.location_id,
        available=decimal_of(available_milli),
    )
