"""How much is ordered when stock has fallen to its reorder point, and from where."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.forecasting import six_decimals
from wellkept_sdk.quantity import MILLI_PER_UNIT


class StockLevels(Struct, frozen=True, kw_only=True):
    """
    Between which levels stock is kept at a place, in thousandths.

    Args:
        reorder_point_milli: at this or less more is wanted.
        order_up_to_milli: so much is wanted then.
    """

    reorder_point_milli: int
    order_up_to_milli: int


class StockPosition(Struct, frozen=True, kw_only=True):
    """
    What there is for the days to come at a place, in thousandths; stock of suppliers counts.

    Args:
        available_milli: in stock and not reserved.
        on_order_milli: ordered and not received.
        missing_milli: what open reservations still wait for.
    """

    available_milli: int
    on_order_milli: int
    missing_milli: int

    @property
    def net_milli(self) -> int:
        """Return what is left once all has come and all who wait are served; less than zero is a debt."""
        return self.available_milli + self.on_order_milli - self.missing_milli


class LotSize(Struct, frozen=True, kw_only=True):
    """
    How much a supplier sells at a time, in thousandths.

    Args:
        multiple_milli: an order is a multiple of this; 1 where any quantity goes, 1000 for whole units.
        minimum_milli: an order is at least this; 0 where there is no least.
    """

    multiple_milli: int = 1
    minimum_milli: int = 0

    def covering(self, needed_milli: int) -> int:
        """Return the least quantity that can be ordered and is enough, in thousandths."""
        least = max(needed_milli, self.minimum_milli)
        return -(-least // self.multiple_milli) * self.multiple_milli


class Surplus(Struct, frozen=True):
    """What a place has beyond its own order-up-to level, in thousandths."""

    location_id: UUID
    milli: int


class Supply(Struct, frozen=True):
    """
    One suggestion, in thousandths.

    Args:
        from_location_id: where it is transferred from; None for a purchase.
        milli: how much, more than zero.
    """

    from_location_id: UUID | None
    milli: int


def order_up_to_milli(
    reorder_point_milli: int, *, rate: Decimal, review_buckets: Decimal, maximum_milli: int | None
) -> int:
    """
    Return the level that an order fills stock up to, in thousandths, whole units beyond the reorder point.

    Args:
        reorder_point_milli: of the place.
        rate: demand per bucket, in units.
        review_buckets: how long until stock is looked at again.
        maximum_milli: of the policy; it stands for what would be computed.
    """
    if maximum_milli is not None:
        return maximum_milli
    # Six decimals are what people see; a digit beyond them must not order one more.
    used = Decimal(six_decimals(rate * review_buckets))
    return reorder_point_milli + math.ceil(used) * MILLI_PER_UNIT


def wanted_milli(position: StockPosition, *, levels: StockLevels) -> int:
    """Return how much would fill stock up; nothing while it is above its reorder point."""
    if position.net_milli > levels.reorder_point_milli:
        return 0
    return max(levels.order_up_to_milli - position.net_milli, 0)


def supplies(needed_milli: int, *, surpluses: Iterable[Surplus], lot_size: LotSize) -> Sequence[Supply]:
    """
    Return where a quantity comes from: transfers first, and a purchase of the rest.

    Args:
        needed_milli: in thousandths; for nothing there is no suggestion.
        surpluses: in the order in which the places serve; those with nothing to give are passed over.
        lot_size: of a purchase; transfers are of any size.
    """
    found: list[Supply] = []
    for surplus in surpluses:
        given = min(surplus.milli, needed_milli)
        if given > 0:
            found.append(Supply(surplus.location_id, given))
            needed_milli -= given
    if needed_milli > 0:
        found.append(Supply(None, lot_size.covering(needed_milli)))
    return found
