"""
What our own stock is worth: the moving average per part and currency (IAS 2, paragraph 27).

A part is valued in one currency at a time; while the stock is empty, or nobody has named a price, any may come.
"""

from typing import Final

from msgspec import Struct

from wellkept_sdk.money import Money
from wellkept_sdk.quantity import MILLI_PER_UNIT
from wellkept_sdk.rounding import half_away_from_zero

#: ISO 4217: no currency; of stock for which nobody has named a price, and which is worth nothing so far.
NO_CURRENCY: Final = "XXX"


class Valuation(Struct, frozen=True, kw_only=True):
    """What our stock of a part is worth in all."""

    currency: str = NO_CURRENCY
    quantity_milli: int = 0
    value_minor: int = 0

    @property
    def is_open(self) -> bool:
        """Return whether another currency may come."""
        return self.quantity_milli == 0 or self.currency == NO_CURRENCY

    def takes(self, currency: str) -> bool:
        """Return whether an amount in a currency may be added."""
        return self.is_open or currency in {self.currency, NO_CURRENCY}

    def average(self, quantity_milli: int) -> Money:
        """Return what so much is worth at the moving average; nothing where there is no stock."""
        over = max(self.quantity_milli, 1)
        return Money(
            amount_minor=half_away_from_zero(self.value_minor * quantity_milli, over=over), currency=self.currency
        )

    def with_more(self, quantity_milli: int, value: Money) -> "Valuation":
        """Return what it is worth when stock of a value has come in, in a currency that it takes."""
        return Valuation(
            currency=value.currency if self.is_open and value.currency != NO_CURRENCY else self.currency,
            quantity_milli=self.quantity_milli + quantity_milli,
            value_minor=self.value_minor + value.amount_minor,
        )

    def taken(self, quantity_milli: int, asked: Money | None = None) -> Money:
        """
        Return what so much takes away: the moving average rounded half up, and of the last unit the rest.

        Args:
            quantity_milli: not more than there is.
            asked: what it takes instead, as far as there is so much: reversals take what was brought.
        """
        if quantity_milli == self.quantity_milli:
            return Money(amount_minor=self.value_minor, currency=self.currency)
        if asked is None or asked.currency != self.currency:
            return self.average(quantity_milli)
        return Money(amount_minor=min(asked.amount_minor, self.value_minor), currency=self.currency)

    def with_less(self, quantity_milli: int, value: Money) -> "Valuation":
        """Return what it is worth when stock of a value has gone out."""
        return Valuation(
            currency=self.currency,
            quantity_milli=self.quantity_milli - quantity_milli,
            value_minor=self.value_minor - value.amount_minor,
        )


def value_of(quantity_milli: int, unit_cost: Money) -> Money:
    """Return what so much costs, rounded half up to minor units."""
    return unit_cost.times(quantity_milli, over=MILLI_PER_UNIT)


def unit_cost_of(quantity_milli: int, value: Money) -> Money:
    """Return what one unit costs, rounded half up to minor units; more than zero of it."""
    return value.times(MILLI_PER_UNIT, over=quantity_milli)
