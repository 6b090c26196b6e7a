"""
What will be needed per month or week, from what was needed so far.

Sources: Croston, "Forecasting and stock control for intermittent demands" (1972); SBA: Syntetos & Boylan, "The accuracy
of intermittent demand estimates" (2005); TSB: Teunter, Syntetos & Babai, "Intermittent demand: linking forecasting to
inventory obsolescence" (2011). The first demand and its place start the smoothing.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wellkept_inventory.rules.demand import DemandClass, DemandProfile, profile_of
from wellkept_inventory.rules.reordering import reorder_point
from wellkept_inventory.settings import Bucket
from wellkept_sdk.quantity import MILLI_PER_UNIT

#: So many digits that a thousand steps of smoothing cannot move the sixth decimal.
_EXACT: Final = Context(prec=50, rounding=ROUND_HALF_EVEN)
_SIX_DECIMALS: Final = Decimal("0.000001")
_NEXT_BUCKETS: Final = 3
#: Nothing used for so many usual intervals: the part may have gone out of use.
_INTERVALS_OF_OBSOLESCENCE: Final = 3
#: 400 Gregorian years have 146 097 days, and 4 800 months.
_DAYS_PER_BUCKET: Final = {Bucket.WEEK: Decimal(7), Bucket.MONTH: Decimal("30.436875")}


class ForecastMethod(StrEnum):
    """How a rate is found."""

    AUTO = "auto"  #: By the class of the demand.
    CROSTON = "croston"  #: The size of a demand and the interval between demands, smoothed apart.
    SBA = "sba"  #: Croston's, without its bias upwards.
    TSB = "tsb"  #: The size of a demand and the probability of one; it falls while nothing is used.
    SES = "ses"  #: Simple exponential smoothing.


class ForecastChoices(Struct, frozen=True, kw_only=True):
    """
    How a forecast is made.

    Args:
        method: or `auto`.
        alpha: the weight of the newest size, interval or value, 0 to 1.
        beta: the weight of the newest bucket in the probability of a demand, 0 to 1; used by TSB.
        lead_time_buckets: from order to delivery, zero or more.
        service_level: the probability that stock lasts until then, more than 0, less than 1.
    """

    method: ForecastMethod = ForecastMethod.AUTO
    alpha: Decimal = Decimal("0.1")
    beta: Decimal = Decimal("0.1")
    lead_time_buckets: Decimal = Decimal(1)
    service_level: Decimal = Decimal("0.95")


class Forecast(Struct, frozen=True, kw_only=True):
    """
    What is expected, in units of the part.

    Args:
        demand_class: of the past demand.
        method: that was used, never `auto`.
        rate: demand per bucket to come.
        next_three: of the next three buckets together.
        lead_time_demand: until an order that is placed now has come.
        reorder_point: the least whole number of units that lasts until then at the service level.
        safety_stock: what the reorder point holds beyond the demand that is expected.
    """

    demand_class: DemandClass
    method: ForecastMethod
    rate: Decimal
    next_three: Decimal
    lead_time_demand: Decimal
    reorder_point: int
    safety_stock: Decimal


def forecast(demand_milli: Sequence[int], *, choices: ForecastChoices) -> Forecast:
    """
    Return what the demand per bucket lets us expect.

    Args:
        demand_milli: of each bucket, oldest first, in thousandths, none below zero.
        choices: how it is made.

    Raises:
        ForecastNoDemand: nothing was ever needed, or there are too many buckets.
    """
    profile = profile_of(demand_milli)
    method = chosen_method(choices.method, profile)
    rate = rate_of(demand_milli, method=method, alpha=choices.alpha, beta=choices.beta)
    with localcontext(_EXACT):
        mean = rate * choices.lead_time_buckets
        least = reorder_point(mean, variance_to_mean=profile.variance_to_mean, service_level=choices.service_level)
        return Forecast(
            demand_class=profile.demand_class,
            method=method,
            rate=rate,
            next_three=_NEXT_BUCKETS * rate,
            lead_time_demand=mean,
            reorder_point=least,
            safety_stock=least - mean,
        )


def chosen_method(method: ForecastMethod, profile: DemandProfile) -> ForecastMethod:
    """Return the method itself, or instead of `auto` the one that suits the demand."""
    if method is not ForecastMethod.AUTO:
        return method
    if profile.demand_class in {DemandClass.SMOOTH, DemandClass.ERRATIC}:
        return ForecastMethod.SES
    is_idle = profile.idle_buckets >= _INTERVALS_OF_OBSOLESCENCE * profile.mean_interval
    return ForecastMethod.TSB if is_idle else ForecastMethod.SBA


def rate_of(demand_milli: Sequence[int], *, method: ForecastMethod, alpha: Decimal, beta: Decimal) -> Decimal:
    """
    Return the demand per bucket to come, in units, with fifty digits.

    Args:
        demand_milli: of each bucket, oldest first, in thousandths; at least one is more than zero, none is less.
        method: not `auto`.
        alpha: 0 to 1.
        beta: 0 to 1.
    """
    assert method is not ForecastMethod.AUTO
    with localcontext(_EXACT):
        if method is ForecastMethod.SES:
            return _smoothed(demand_milli, weight=alpha) / MILLI_PER_UNIT
        places = [place for place, milli in enumerate(demand_milli, start=1) if milli]
        size = _smoothed([demand_milli[place - 1] for place in places], weight=alpha) / MILLI_PER_UNIT
        if method is ForecastMethod.TSB:
            return size * _smoothed([int(milli > 0) for milli in demand_milli], weight=beta)
        starts = [0, *places[:-1]]
        intervals = [place - start for start, place in zip(starts, places, strict=True)]
        rate = size / _smoothed(intervals, weight=alpha)
        return rate * (1 - alpha / 2) if method is ForecastMethod.SBA else rate


def six_decimals(value: Decimal) -> str:
    """Return a figure of a forecast as people read it: with six decimals, a half rounded away from zero."""
    with localcontext(_EXACT):
        return f"{value.quantize(_SIX_DECIMALS, rounding=ROUND_HALF_UP):f}"


def in_buckets(days: int, *, bucket: Bucket) -> Decimal:
    """Return a number of days in weeks, or in months of average length."""
    with localcontext(_EXACT):
        return days / _DAYS_PER_BUCKET[bucket]


def monthly(rate: Decimal, *, bucket: Bucket) -> Decimal:
    """Return a rate per bucket as one per month of average length."""
    with localcontext(_EXACT):
        return rate * _DAYS_PER_BUCKET[Bucket.MONTH] / _DAYS_PER_BUCKET[bucket]


def _smoothed(values: Sequence[int], *, weight: Decimal) -> Decimal:
    """Return the level of simple exponential smoothing that starts at the first value."""
    level = Decimal(values[0])
    for value in values[1:]:
        level += weight * (value - level)
    return level
