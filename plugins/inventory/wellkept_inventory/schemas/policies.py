"""How a part is replenished at a place, as callers set and see it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from wellkept_inventory.rules.alerts import StockAlert
from wellkept_inventory.rules.policies import ReplenishmentMethod, SupplySource
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import QuantityText, decimal_of

DAYS_MAX: Final = 3_650
PERMILLE_MAX: Final = 999
#: Quantities of a policy, as columns end in `_milli`.
QUANTITIES: Final = ("minimum", "maximum", "reorder_point", "order_multiple", "order_minimum")

Days = Annotated[int, Meta(ge=0, le=DAYS_MAX)]
CountDays = Annotated[int, Meta(ge=1, le=DAYS_MAX, description="Counted at least every so many days.")]
ServiceLevel = Annotated[
    int,
    Meta(ge=1, le=PERMILLE_MAX, description="How probable it is, per thousand, that stock lasts the lead time."),
]


class InventoryPolicyCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How a part is to be replenished at a place, with all that lies inside it.

    Args:
        minimum: with `min_max` the level at which more is wanted; with `forecast` the least reorder point.
        maximum: what an order fills stock up to; more is too much.
        reorder_point: with `reorder_point` the level at which more is wanted; with `forecast` what holds while there
            is no demand to forecast from.
        order_multiple: purchases are multiples of this.
        order_minimum: purchases are at least this.
        lead_time_days: from order to delivery.
        review_days: how long an order lasts beyond the reorder point, where there is no maximum.
        source: how the place gets what no other place can spare.
        party_id: the supplier from whom the part is usually bought.
    """

    part_id: UUID
    location_id: UUID
    method: ReplenishmentMethod = ReplenishmentMethod.FORECAST
    minimum: QuantityText | None = None
    maximum: QuantityText | None = None
    reorder_point: QuantityText | None = None
    order_multiple: QuantityText | None = None
    order_minimum: QuantityText | None = None
    service_level_permille: ServiceLevel = 950
    lead_time_days: Days = 30
    review_days: Days = 30
    source: SupplySource = SupplySource.PURCHASE
    party_id: PartyId | None = None
    count_every_days: CountDays | None = None


class InventoryPolicyPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a policy; with the method `none` the part is not replenished there any more."""

    method: ReplenishmentMethod | UnsetType = UNSET
    minimum: QuantityText | UnsetType | None = UNSET
    maximum: QuantityText | UnsetType | None = UNSET
    reorder_point: QuantityText | UnsetType | None = UNSET
    order_multiple: QuantityText | UnsetType | None = UNSET
    order_minimum: QuantityText | UnsetType | None = UNSET
    service_level_permille: ServiceLevel | UnsetType = UNSET
    lead_time_days: Days | UnsetType = UNSET
    review_days: Days | UnsetType = UNSET
    source: SupplySource | UnsetType = UNSET
    party_id: PartyId | UnsetType | None = UNSET
    count_every_days: CountDays | UnsetType | None = UNSET


class InventoryPolicyForecast(Struct, frozen=True, kw_only=True):
    """
    What was forecast last for a policy.

    Args:
        method: by which the rate was found.
        rate: demand per month of average length, with six decimals.
        lead_time_demand: demand until an order has come, with six decimals.
        reorder_point: what lasts until then at the service level.
        order_up_to: what lasts until the next review beyond it.
    """

    method: str
    demand_class: str = field(name="class")
    rate: str
    lead_time_demand: str
    reorder_point: str
    order_up_to: str
    computed_at: datetime


class InventoryPolicyLevels(Struct, frozen=True, kw_only=True):
    """Between which levels stock is kept now: by what people have set, and by the last forecast."""

    reorder_point: str
    order_up_to: str


class InventoryPolicyRead(Struct, frozen=True, kw_only=True):
    """
    How a part is replenished at a place.

    Args:
        alert: what is wrong with the stock there.
        levels: null where nothing decides them.
        forecast: null where there was no demand to forecast from.
    """

    id: UUID
    part_id: UUID
    location_id: UUID
    method: ReplenishmentMethod
    minimum: QuantityText | None
    maximum: QuantityText | None
    reorder_point: QuantityText | None
    order_multiple: QuantityText | None
    order_minimum: QuantityText | None
    service_level_permille: int
    lead_time_days: int
    review_days: int
    source: SupplySource
    party_id: PartyId | None
    count_every_days: int | None
    alert: StockAlert
    levels: InventoryPolicyLevels | None
    forecast: InventoryPolicyForecast | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(
        cls, row: Mapping[str, Any], *, levels: InventoryPolicyLevels | None, forecast: InventoryPolicyForecast | None
    ) -> "InventoryPolicyRead":
        """Return the stored row as the API shows it."""
        quantities = {name: _decimal(row[f"{name}_milli"]) for name in QUANTITIES}
        return msgspec.convert({**row, **quantities, "levels": levels, "forecast": forecast}, cls)


def _decimal(milli: int | None) -> str | None:
    return None if milli is None else decimal_of(milli)
