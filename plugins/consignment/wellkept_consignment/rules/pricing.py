"""Which price holds: that of the local day on which stock was used, by its highest version."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct


class Price(Struct, frozen=True, kw_only=True):
    """What a unit of a part costs on days from `valid_from` until before `valid_to`; without an end, for good."""

    id: UUID
    agreement_id: UUID
    part_id: UUID
    version: int
    valid_from: date
    valid_to: date | None
    unit_price_minor: int

    def covers(self, day: date) -> bool:
        """Return whether it is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def price_for(prices: Sequence[Price], day: date) -> Price | None:
    """Return the price of a day among those of one part and agreement; None where none covers it."""
    covering = [price for price in prices if price.covers(day)]
    return max(covering, key=lambda price: price.version, default=None)
