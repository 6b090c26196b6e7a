"""Money: an integer of minor units with its currency, never a float, never alone."""

import re
from collections.abc import Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

from wellkept_sdk.rounding import by_largest_remainder, half_away_from_zero

#: What every reader of JSON holds exactly, JavaScript too.
AMOUNT_MINOR_MAX: Final = 2**53 - 1

Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z", description="ISO 4217.", examples=["CNY"])]
AmountMinor = Annotated[
    int,
    Meta(ge=-AMOUNT_MINOR_MAX, le=AMOUNT_MINOR_MAX, description="Minor units: 100 is one yuan.", examples=[12500]),
]

_MINOR_DIGITS_USUAL = 2
_CURRENCIES_BY_MINOR_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_MINOR_DIGITS = {code: digits for digits, codes in _CURRENCIES_BY_MINOR_DIGITS.items() for code in codes.split()}
_DECIMAL = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")


class CurrencyMismatch(ArithmeticError):  # noqa: N818 - named by what is the case, as all our failures are
    """Two amounts in different currencies have no sum."""


class Money(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An amount in minor units of its currency: 1 yuan is 100."""

    amount_minor: AmountMinor
    currency: Currency

    @classmethod
    def parse(cls, text: str, *, currency: str) -> "Money":
        """
        Return the amount that a decimal number states: `12.5` yuan is 1250.

        Raises:
            ValueError: the text is no plain decimal number, or has more digits than the currency.
        """
        found = _DECIMAL.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no decimal number.")
        sign, whole, fraction = found[1], found[2], found[3] or ""
        digits = minor_digits(currency)
        if len(fraction) > digits:
            raise ValueError(f"{text!r} has more than the {digits} decimals of {currency}.")
        return cls(amount_minor=int(f"{sign}{whole}{fraction.ljust(digits, '0')}"), currency=currency)

    def decimal(self) -> str:
        """Return the amount as a decimal number with all digits of the currency, and without the currency."""
        digits = minor_digits(self.currency)
        sign = "-" if self.amount_minor < 0 else ""
        padded = str(abs(self.amount_minor)).rjust(digits + 1, "0")
        return f"{sign}{padded}" if digits == 0 else f"{sign}{padded[:-digits]}.{padded[-digits:]}"

    def times(self, numerator: int, *, over: int = 1) -> "Money":
        """
        Return the amount multiplied by a fraction, rounded half away from zero.

        Args:
            numerator: of either sign, such as a quantity in thousandths.
            over: the denominator, more than zero, such as 1000.
        """
        return self._with(half_away_from_zero(self.amount_minor * numerator, over=over))

    def split(self, weights: Sequence[int]) -> "list[Money]":
        """
        Return parts that add up to the amount exactly, by largest remainder; of equal remainders the earlier wins.

        Args:
            weights: none below zero, at least one above.

        Raises:
            ValueError: the weights are not such.
        """
        return [self._with(part) for part in by_largest_remainder(self.amount_minor, weights=weights)]

    def __add__(self, other: "Money") -> "Money":
        return self._with(self.amount_minor + self._comparable(other))

    def __sub__(self, other: "Money") -> "Money":
        return self._with(self.amount_minor - self._comparable(other))

    def __neg__(self) -> "Money":
        return self._with(-self.amount_minor)

    def __lt__(self, other: "Money") -> bool:
        return self.amount_minor < self._comparable(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount_minor <= self._comparable(other)

    def __str__(self) -> str:
        return f"{self.decimal()} {self.currency}"

    def _with(self, amount_minor: int) -> "Money":
        return Money(amount_minor=amount_minor, currency=self.currency)

    def _comparable(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} have no sum.")
        return other.amount_minor


def total(amounts: Sequence[Money], *, currency: str) -> Money:
    """
    Return the sum, which is zero of the currency where there is nothing to add.

    Raises:
        CurrencyMismatch: one of the amounts has another currency.
    """
    return sum(amounts, start=Money(amount_minor=0, currency=currency))


def minor_digits(currency: str) -> int:
    """Return how many decimals the currency has, as ISO 4217 says: two for most."""
    return _MINOR_DIGITS.get(currency, _MINOR_DIGITS_USUAL)
