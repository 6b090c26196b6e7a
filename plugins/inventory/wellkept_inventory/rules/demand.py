"""How much of a part was needed in each past month or week, and how regular that is."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from msgspec import Struct

from wellkept_inventory.errors import ForecastNoDemand
from wellkept_inventory.settings import Bucket
from wellkept_sdk.quantity import MILLI_PER_UNIT

BUCKETS_MAX: Final = 1_000

#: Syntetos, Boylan & Croston, "On the categorization of demand patterns" (2005).
_INTERVAL_OF_INTERMITTENT: Final = Fraction("1.32")
_SQUARED_VARIATION_OF_ERRATIC: Final = Fraction("0.49")

_MONTHS_PER_YEAR: Final = 12
#: The first day that a date can state is a Monday.
_DAYS_PER_WEEK: Final = 7


class DemandClass(StrEnum):
    """How often something is needed, and how much the quantities differ."""

    SMOOTH = "smooth"  #: Often, and about as much each time.
    INTERMITTENT = "intermittent"  #: Now and then, and about as much each time.
    ERRATIC = "erratic"  #: Often, and sometimes much more than at others.
    LUMPY = "lumpy"  #: Now and then, and sometimes much more than at others.


class DatedQuantity(Struct, frozen=True):
    """
    What was needed on a local date, in thousandths; what came back unused is negative, on the date of its issue.

    Args:
        on: in the time zone of the place.
        milli: of either sign.
    """

    on: date
    milli: int


class DemandWindow(Struct, frozen=True, kw_only=True):
    """The dates that buckets cover, both included."""

    first_on: date
    last_on: date


class DemandProfile(Struct, frozen=True, kw_only=True):
    """
    What a series of buckets has in common, in whole numbers, so that nothing is rounded.

    Args:
        buckets: how many, empty ones included.
        busy_buckets: those with demand, at least one.
        idle_buckets: the empty ones since the last demand.
        sum_milli: of all demand.
        sum_of_squares_milli: of the square of each bucket's demand.
    """

    buckets: int
    busy_buckets: int
    idle_buckets: int
    sum_milli: int
    sum_of_squares_milli: int

    @property
    def mean_interval(self) -> Fraction:
        """Return the average demand interval (ADI): buckets for each one with demand."""
        return Fraction(self.buckets, self.busy_buckets)

    @property
    def squared_variation(self) -> Fraction:
        """Return the squared coefficient of variation (CV²) of the demand that is not zero, of the population."""
        return Fraction(self.busy_buckets * self.sum_of_squares_milli, self.sum_milli**2) - 1

    @property
    def variance_to_mean(self) -> Fraction:
        """Return the variance of the demand per bucket, empty ones included, over its mean, in units of the part."""
        spread = self.buckets * self.sum_of_squares_milli - self.sum_milli**2
        return Fraction(spread, self.buckets * self.sum_milli * MILLI_PER_UNIT)

    @property
    def demand_class(self) -> DemandClass:
        """Return the class by interval and variation; a limit itself belongs to the less regular class."""
        is_intermittent = self.mean_interval >= _INTERVAL_OF_INTERMITTENT
        if self.squared_variation >= _SQUARED_VARIATION_OF_ERRATIC:
            return DemandClass.LUMPY if is_intermittent else DemandClass.ERRATIC
        return DemandClass.INTERMITTENT if is_intermittent else DemandClass.SMOOTH


def demand_window(as_of: date, *, bucket: Bucket, buckets: int) -> DemandWindow:
    """
    Return the dates of the last whole buckets that end by a date, or on it.

    Args:
        as_of: any date; what would lie before the first one there is is left out.
        bucket: the span of each.
        buckets: how many, at least one.
    """
    last = _last_whole(as_of, bucket)
    first = last - buckets + 1
    if bucket is Bucket.WEEK:
        first_on = first * _DAYS_PER_WEEK + 1
        last_on = (last + 1) * _DAYS_PER_WEEK
        return DemandWindow(
            first_on=date.fromordinal(max(first_on, 1)),
            last_on=date.fromordinal(max(last_on, 1)),
        )
    earliest = _place(date.min, bucket)
    (first_year, first_month), (year, month) = (
        divmod(max(place, earliest), _MONTHS_PER_YEAR) for place in (first, last)
    )
    return DemandWindow(
        first_on=date(first_year, first_month + 1, 1),
        last_on=date(year, month + 1, monthrange(year, month + 1)[1]),
    )


def demand_per_bucket(
    quantities: Iterable[DatedQuantity], *, as_of: date, bucket: Bucket, buckets: int
) -> Sequence[int]:
    """
    Return the demand of each of the last whole buckets, oldest first, in thousandths; empty ones are zero.

    Args:
        quantities: in any order; those outside the buckets do not count.
        as_of: the buckets end by this date, or on it.
        bucket: the span of each; weeks begin on Monday.
        buckets: how many, at least one.
    """
    last = _last_whole(as_of, bucket)
    demand = [0] * buckets
    for quantity in quantities:
        age = last - _place(quantity.on, bucket)
        if 0 <= age < buckets:
            demand[-1 - age] += quantity.milli
    return demand


def profile_of(demand_milli: Sequence[int]) -> DemandProfile:
    """
    Return the profile of the demand per bucket.

    Args:
        demand_milli: of each bucket, oldest first, none below zero.

    Raises:
        ForecastNoDemand: nothing was ever needed, or there are too many buckets.
    """
    busy = [place for place, milli in enumerate(demand_milli) if milli]
    if not busy or len(demand_milli) > BUCKETS_MAX:
        raise ForecastNoDemand
    return DemandProfile(
        buckets=len(demand_milli),
        busy_buckets=len(busy),
        idle_buckets=len(demand_milli) - 1 - busy[-1],
        sum_milli=sum(demand_milli),
        sum_of_squares_milli=sum(milli**2 for milli in demand_milli),
    )


def _place(on: date, bucket: Bucket) -> int:
    """Return which bucket a date lies in, counted from the beginning of all dates."""
    if bucket is Bucket.WEEK:
        return (on.toordinal() - 1) // _DAYS_PER_WEEK
    return on.year * _MONTHS_PER_YEAR + on.month - 1


def _last_whole(as_of: date, bucket: Bucket) -> int:
    """Return the last bucket that has ended by the evening of a date."""
    if bucket is Bucket.WEEK:
        return as_of.toordinal() // _DAYS_PER_WEEK - 1
    is_whole = as_of.day == monthrange(as_of.year, as_of.month)[1]
    return _place(as_of, bucket) - (0 if is_whole else 1)
