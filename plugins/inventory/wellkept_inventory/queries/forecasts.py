"""Forecasts that callers ask for."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from wellkept_inventory.errors import ForecastNoDemand
from wellkept_inventory.queries.demand import uses_since
from wellkept_inventory.queries.names import parts_by_id, places_by_id
from wellkept_inventory.queries.stock_positions import whole_tree
from wellkept_inventory.rules.demand import BUCKETS_MAX, DatedQuantity, demand_per_bucket, demand_window
from wellkept_inventory.rules.forecasting import ForecastChoices, forecast, six_decimals
from wellkept_inventory.schemas.forecasts import InventoryForecastCreate, InventoryForecastRead
from wellkept_inventory.settings import InventorySettings
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.local_days import local_day
from wellkept_sdk.quantity import MILLI_PER_UNIT, decimal_of, milli_of

BUCKETS_DEFAULT: Final = 24


class _Demand(Struct, frozen=True):
    """What was needed per bucket, in thousandths, and where the request speaks of it."""

    milli: Sequence[int]
    pointer: str


async def forecast_asked(ctx: Ctx, asked: InventoryForecastCreate) -> InventoryForecastRead:
    """
    Return what past demand lets us expect.

    Raises:
        Invalid: the part or the place is unknown, or the request contradicts itself.
        ForecastNoDemand: nothing was needed, or there are too many buckets.
    """
    refuse([*_mistakes(asked)])
    demand = await _demand_of_part(ctx, asked) if asked.demand is None else _demand_given(asked.demand)
    choices = ForecastChoices(
        method=asked.method,
        alpha=Decimal(asked.alpha),
        beta=Decimal(asked.beta),
        lead_time_buckets=Decimal(asked.lead_time_buckets),
        service_level=Decimal(asked.service_level),
    )
    try:
        found = forecast(demand.milli, choices=choices)
    except ForecastNoDemand:
        raise ForecastNoDemand.at(demand.pointer) from None
    return InventoryForecastRead(
        demand=[decimal_of(milli) for milli in demand.milli],
        demand_class=found.demand_class,
        method=found.method,
        rate=six_decimals(found.rate),
        next_3=six_decimals(found.next_three),
        lead_time_demand=six_decimals(found.lead_time_demand),
        reorder_point=decimal_of(found.reorder_point * MILLI_PER_UNIT),
        safety_stock=six_decimals(found.safety_stock),
    )


def _mistakes(asked: InventoryForecastCreate) -> Iterator[Invalid]:
    of_part = {name: getattr(asked, name) for name in ("part_id", "location_id", "as_of", "buckets")}
    if asked.demand is not None:
        for name, value in of_part.items():
            if value is not None:
                yield invalid(f"/{name}", "unexpected", "Demand that is given is of no part and no time.")
        yield from _demand_mistakes(asked.demand)
        return
    for name in ("part_id", "location_id"):
        if of_part[name] is None:
            yield invalid(f"/{name}", "required", "A part and a place, or demand, must be named.")
    if asked.buckets is not None and asked.buckets > BUCKETS_MAX:
        yield ForecastNoDemand.at("/buckets")


def _demand_mistakes(demand: Sequence[str]) -> Iterator[Invalid]:
    if len(demand) > BUCKETS_MAX:
        yield ForecastNoDemand.at("/demand")
        return
    for place, text in enumerate(demand):
        if milli_of(text) < 0:
            yield invalid(f"/demand/{place}", "too_small", "Demand is not below zero.")


def _demand_given(demand: Sequence[str]) -> _Demand:
    return _Demand([milli_of(text) for text in demand], "/demand")


async def _demand_of_part(ctx: Ctx, asked: InventoryForecastCreate) -> _Demand:
    assert asked.part_id is not None
    assert asked.location_id is not None
    parts = await parts_by_id(ctx, [asked.part_id])
    place = (await places_by_id(ctx, [asked.location_id])).get(asked.location_id)
    refuse([] if parts else [unknown_reference("/part_id", "part")])
    if place is None:
        raise unknown_reference("/location_id", "location")
    as_of = asked.as_of or local_day(ctx.at, time_zone=place.time_zone)
    bucket = asked.bucket or ctx.settings(InventorySettings).forecast_bucket
    buckets = asked.buckets or BUCKETS_DEFAULT
    window = demand_window(as_of, bucket=bucket, buckets=buckets)
    uses = await uses_since(ctx, [asked.part_id], first_on=window.first_on, tree=await whole_tree(ctx))
    quantities = (
        DatedQuantity(local_day(use.occurred_at, time_zone=place.time_zone), use.milli)
        for use in uses.get((asked.part_id, asked.location_id), ())
    )
    demand = demand_per_bucket(quantities, as_of=as_of, bucket=bucket, buckets=buckets)
    return _Demand(demand, "/part_id")
