"""Forecasts of policies: what is kept between two nights."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from wellkept_inventory.errors import ForecastNoDemand
from wellkept_inventory.queries.demand import Use, uses_since
from wellkept_inventory.queries.names import locked_names
from wellkept_inventory.queries.policies import NO_DEMAND, due_for_forecast, policies_of
from wellkept_inventory.queries.stock_positions import whole_tree
from wellkept_inventory.rules.demand import DatedQuantity, demand_per_bucket, demand_window
from wellkept_inventory.rules.forecasting import (
    Forecast,
    ForecastChoices,
    forecast,
    in_buckets,
    monthly,
    six_decimals,
)
from wellkept_inventory.rules.policies import Policy
from wellkept_inventory.rules.replenishment import order_up_to_milli
from wellkept_inventory.service.alerting import judge
from wellkept_inventory.settings import Bucket, InventorySettings
from wellkept_sdk import Ctx
from wellkept_sdk.db import replacing, store
from wellkept_sdk.ids import uuid7
from wellkept_sdk.local_days import local_day
from wellkept_sdk.quantity import MILLI_PER_UNIT

BUCKETS_DEFAULT: Final = 24
BATCH_SIZE: Final = 500

_PERMILLE: Final = 1_000
_ZONE_MAX: Final = timedelta(days=1)
_FIGURES: Final = (
    *("method", "demand_class", "rate", "lead_time_demand", "reorder_point_milli", "order_up_to_milli", "computed_at"),
)
_COLUMNS: Final = ("id", "policy_id", "part_id", "location_id", *_FIGURES)
_AGAIN: Final = f"ON CONFLICT (policy_id) DO UPDATE SET {replacing(_FIGURES)}"
_NOTHING: Final = (NO_DEMAND, NO_DEMAND, "0.000000", "0.000000", 0, 0)


async def renew_due(ctx: Ctx) -> None:
    """
    Forecast anew wherever something may have changed since the last time, and judge stock by it.

    Each batch is a transaction; what a run that died has left is due at the next.
    """
    due = await due_for_forecast(ctx)
    for start in range(0, len(due), BATCH_SIZE):
        policies = await policies_of(ctx, ids=due[start : start + BATCH_SIZE])
        rows = await _forecasts(ctx, policies)
        async with ctx.db.transaction():
            await locked_names(ctx, part_ids={policy.part_id for policy in policies})
            await _keep(ctx, rows, [policy.id for policy in policies])
    await judge_all(ctx)


async def judge_all(ctx: Ctx) -> None:
    """Judge the stock of all policies again: a lot may have expired, or been reserved, since anything moved."""
    policies = await policies_of(ctx)
    for start in range(0, len(policies), BATCH_SIZE):
        batch = policies[start : start + BATCH_SIZE]
        async with ctx.db.transaction():
            await locked_names(ctx, part_ids={policy.part_id for policy in batch})
            await judge(ctx, await policies_of(ctx, ids=[policy.id for policy in batch]))


async def renew(ctx: Ctx, policy_id: UUID) -> None:
    """
    Forecast for one policy anew, and judge its stock by it.

    Args:
        ctx: joins its transaction, which has locked the part.
        policy_id: as it is stored.
    """
    policies = await policies_of(ctx, ids=[policy_id])
    await _keep(ctx, await _forecasts(ctx, policies), [])
    await judge(ctx, await policies_of(ctx, ids=[policy_id]))


async def _keep(ctx: Ctx, rows: Sequence[Sequence[object]], changed: Sequence[UUID]) -> None:
    await store(ctx.db, "inventory_forecast", columns=_COLUMNS, rows=rows, conflict=_AGAIN)
    if changed:
        where = ctx.db.any_of("id", changed)
        await ctx.db.execute(f"UPDATE inventory_policy SET version = version + 1 WHERE {where.sql}", *where.args)


async def _forecasts(ctx: Ctx, policies: Sequence[Policy]) -> list[Sequence[object]]:
    """Return the rows of what is forecast for policies."""
    bucket = ctx.settings(InventorySettings).forecast_bucket
    # Somewhere it is still yesterday.
    earliest = demand_window(ctx.at.date() - _ZONE_MAX, bucket=bucket, buckets=BUCKETS_DEFAULT)
    part_ids = list({policy.part_id for policy in policies})
    uses = await uses_since(ctx, part_ids, first_on=earliest.first_on, tree=await whole_tree(ctx))
    return [
        (uuid7(), policy.id, policy.part_id, policy.location_id, *_figures(ctx, policy, uses, bucket), ctx.at)
        for policy in policies
    ]


def _figures(
    ctx: Ctx, policy: Policy, uses: Mapping[tuple[UUID, UUID], Iterable[Use]], bucket: Bucket
) -> Sequence[object]:
    zone = policy.time_zone
    quantities = [
        DatedQuantity(local_day(use.occurred_at, time_zone=zone), use.milli)
        for use in uses.get((policy.part_id, policy.location_id), ())
    ]
    demand = demand_per_bucket(
        quantities, as_of=local_day(ctx.at, time_zone=zone), bucket=bucket, buckets=BUCKETS_DEFAULT
    )
    choices = ForecastChoices(
        lead_time_buckets=in_buckets(policy.lead_time_days, bucket=bucket),
        service_level=Decimal(policy.service_level_permille) / _PERMILLE,
    )
    try:
        found = forecast(demand, choices=choices)
    except ForecastNoDemand:
        return _NOTHING
    return _columns(found, policy, bucket)


def _columns(found: Forecast, policy: Policy, bucket: Bucket) -> Sequence[object]:
    reorder_point_milli = found.reorder_point * MILLI_PER_UNIT
    return (
        found.method.value,
        found.demand_class.value,
        six_decimals(monthly(found.rate, bucket=bucket)),
        six_decimals(found.lead_time_demand),
        reorder_point_milli,
        order_up_to_milli(
            reorder_point_milli,
            rate=found.rate,
            review_buckets=in_buckets(policy.review_days, bucket=bucket),
            maximum_milli=None,
        ),
    )
