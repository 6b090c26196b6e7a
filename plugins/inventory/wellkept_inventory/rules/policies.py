"""How a part is replenished at a place, and between which levels its stock is kept there."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.alerts import StockAlert, StockFigures, alert_of
from wellkept_inventory.rules.replenishment import LotSize, StockLevels
from wellkept_sdk.quantity import MILLI_PER_UNIT


class ReplenishmentMethod(StrEnum):
    """By what it is decided when more is wanted."""

    NONE = "none"  #: Not at all: the part is not replenished there.
    MIN_MAX = "min_max"  #: At the minimum, up to the maximum.
    REORDER_POINT = "reorder_point"  #: At the reorder point that people have set.
    FORECAST = "forecast"  #: At the reorder point that follows from past demand.


class SupplySource(StrEnum):
    """From where a place gets what it lacks."""

    PURCHASE = "purchase"  #: From a supplier.
    TRANSFER = "transfer"  #: From another of our places.


class PolicyFigures(Struct, frozen=True, kw_only=True):
    """
    What people have set, in thousandths; None is not set.

    Args:
        minimum_milli: with `forecast`, the least reorder point.
        reorder_point_milli: with `forecast`, what holds while there is no demand to forecast from.
    """

    method: ReplenishmentMethod
    minimum_milli: int | None
    maximum_milli: int | None
    reorder_point_milli: int | None


class LastForecast(Struct, frozen=True, kw_only=True):
    """
    What was forecast last.

    Args:
        monthly_rate: demand per month of average length, in units.
        reorder_point_milli: by the lead time and the service level.
        order_up_to_milli: what lasts from there until the next review.
    """

    monthly_rate: Decimal
    reorder_point_milli: int
    order_up_to_milli: int


class Policy(Struct, frozen=True, kw_only=True):
    """
    A policy with what is known of its part and place.

    Args:
        is_in_use: part and place are not archived.
        is_bought: the part may be ordered.
        forecast: None where there was no demand to forecast from, or nobody has forecast yet.
    """

    id: UUID
    part_id: UUID
    location_id: UUID
    location_code: str
    sourcing_priority: int
    time_zone: str
    figures: PolicyFigures
    order_multiple_milli: int | None
    order_minimum_milli: int | None
    service_level_permille: int
    lead_time_days: int
    review_days: int
    source: SupplySource
    party_id: UUID | None
    whole_units: bool
    is_in_use: bool
    is_bought: bool
    alert: StockAlert
    forecast: LastForecast | None

    @property
    def levels(self) -> StockLevels | None:
        """Return between which levels stock is kept; None where nothing decides that."""
        return levels_of(self.figures, self.forecast)

    @property
    def lot_size(self) -> LotSize:
        """Return how much is bought at a time."""
        multiple_milli = self.order_multiple_milli or (MILLI_PER_UNIT if self.whole_units else 1)
        return LotSize(multiple_milli=multiple_milli, minimum_milli=self.order_minimum_milli or 0)

    def judged(self, available_milli: int, *, overstock_months: int) -> StockAlert:
        """Return the alert of what is available; there is none where the part is not replenished."""
        if not self.is_in_use or self.figures.method is ReplenishmentMethod.NONE:
            return StockAlert.NONE
        levels = self.levels
        return alert_of(
            StockFigures(
                available_milli=available_milli,
                reorder_point_milli=None if levels is None else levels.reorder_point_milli,
                maximum_milli=self.figures.maximum_milli,
                monthly_rate=None if self.forecast is None else self.forecast.monthly_rate,
                overstock_months=overstock_months,
            )
        )


def levels_of(figures: PolicyFigures, forecast: LastForecast | None) -> StockLevels | None:
    """
    Return between which levels stock is kept.

    Args:
        figures: without contradictions.
        forecast: None where there is none.
    """
    reorder_point_milli = _reorder_point(figures, forecast)
    if reorder_point_milli is None:
        return None
    review_milli = 0 if forecast is None else forecast.order_up_to_milli - forecast.reorder_point_milli
    computed_milli = reorder_point_milli + review_milli
    return StockLevels(
        reorder_point_milli=reorder_point_milli,
        order_up_to_milli=computed_milli if figures.maximum_milli is None else figures.maximum_milli,
    )


def contradictions(figures: PolicyFigures) -> Iterator[str]:
    """Return which figures are missing for the method, or do not fit to the others, by their names in the API."""
    if figures.method is ReplenishmentMethod.MIN_MAX:
        if figures.minimum_milli is None:
            yield "minimum"
        if figures.maximum_milli is None:
            yield "maximum"
    if figures.method is ReplenishmentMethod.REORDER_POINT and figures.reorder_point_milli is None:
        yield "reorder_point"
    if figures.maximum_milli is not None:
        if (figures.minimum_milli or 0) > figures.maximum_milli:
            yield "minimum"
        if (figures.reorder_point_milli or 0) > figures.maximum_milli:
            yield "reorder_point"


def _reorder_point(figures: PolicyFigures, forecast: LastForecast | None) -> int | None:
    if figures.method is ReplenishmentMethod.NONE:
        return None
    if figures.method is ReplenishmentMethod.MIN_MAX:
        return figures.minimum_milli
    if figures.method is ReplenishmentMethod.REORDER_POINT:
        return figures.reorder_point_milli
    found = figures.reorder_point_milli if forecast is None else forecast.reorder_point_milli
    return max((milli for milli in (found, figures.minimum_milli) if milli is not None), default=None)
