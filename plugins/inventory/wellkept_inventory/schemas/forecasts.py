"""Forecasts that callers ask for; nothing of them is stored."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct, field

from wellkept_inventory.rules.demand import DemandClass
from wellkept_inventory.rules.forecasting import ForecastMethod
from wellkept_inventory.settings import Bucket
from wellkept_sdk.quantity import QuantityText

LEAD_TIME_BUCKETS_MAX: Final = 1_000

Weight = Annotated[
    str,
    Meta(
        pattern=r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)\Z",
        description="How much the newest value weighs, from 0 to 1.",
        examples=["0.1"],
    ),
]
Probability = Annotated[
    str,
    Meta(
        pattern=r"^0\.[0-9]{0,5}[1-9][0-9]{0,5}\Z",
        max_length=8,
        description="More than 0 and less than 1.",
        examples=["0.95"],
    ),
]


class InventoryForecastCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Of what a forecast is made, and how: of a part at a place with all that lies inside it, or of demand that is given.

    Args:
        as_of: the buckets end by this day, or on it; without it, by today at the place.
        buckets: so many whole ones, at most 1 000; without it, 24.
        demand: of each bucket, oldest first, instead of a part and a place.
        method: without it, what suits the demand.
        bucket: without it, what the deployment has set.
        beta: of the probability of a demand, for `tsb`.
        lead_time_buckets: from order to delivery.
        service_level: the probability that stock lasts until then.
    """

    part_id: UUID | None = None
    location_id: UUID | None = None
    as_of: date | None = None
    buckets: Annotated[int, Meta(ge=1)] | None = None
    demand: tuple[QuantityText, ...] | None = None
    method: ForecastMethod = ForecastMethod.AUTO
    bucket: Bucket | None = None
    alpha: Weight = "0.1"
    beta: Weight = "0.1"
    lead_time_buckets: Annotated[int, Meta(ge=0, le=LEAD_TIME_BUCKETS_MAX)] = 1
    service_level: Probability = "0.95"


class InventoryForecastRead(Struct, frozen=True, kw_only=True):
    """
    What demand lets us expect, in units of the part.

    Args:
        demand: of each bucket, oldest first, with three decimals.
        method: by which the rate was found.
        rate: demand per bucket to come, with six decimals like the figures that follow from it.
        next_3: demand of the next three buckets.
        reorder_point: the least whole number of units that lasts the lead time at the service level.
        safety_stock: what that is beyond the demand which is expected.
    """

    demand: Sequence[str]
    demand_class: DemandClass = field(name="class")
    method: ForecastMethod
    rate: str
    next_3: str
    lead_time_demand: str
    reorder_point: str
    safety_stock: str
