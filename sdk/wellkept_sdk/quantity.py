"""Quantities: decimal strings with at most three decimals at the edge, whole thousandths inside, never a float."""

import re
from typing import Annotated, Final

from msgspec import Meta, Struct

MILLI_PER_UNIT: Final = 1000
_DECIMALS = 3
_DECIMAL = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,3}))?")

#: A quantity as callers write and read it; the sign and zero are for the owner of the field to refuse.
QuantityText = Annotated[
    str,
    Meta(
        pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,3})?\Z",
        description="A decimal number with at most nine digits and three decimals.",
        examples=["2.000"],
    ),
]
UnitCode = Annotated[
    str,
    Meta(pattern=r"^[A-Za-z0-9%/]{1,12}\Z", description="A code of the unit: ea, m, kg, h.", examples=["ea"]),
]


class UnitMismatch(ArithmeticError):  # noqa: N818 - named by what is the case, as all our failures are
    """Two quantities in different units have no sum."""


class Quantity(Struct, frozen=True, kw_only=True):
    """How much of something, in thousandths of its unit: 2 pieces are 2000."""

    milli: int
    unit: UnitCode

    @classmethod
    def parse(cls, text: str, *, unit: str) -> "Quantity":
        """
        Return the quantity that a decimal number states.

        Raises:
            ValueError: the text is no decimal number with at most nine digits and three decimals.
        """
        return cls(milli=milli_of(text), unit=unit)

    def decimal(self) -> str:
        """Return the quantity with three decimals, and without its unit."""
        return decimal_of(self.milli)

    @property
    def is_whole(self) -> bool:
        """True for whole units, as some things come only in pieces."""
        return self.milli % MILLI_PER_UNIT == 0

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(milli=self.milli + self._comparable(other), unit=self.unit)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(milli=self.milli - self._comparable(other), unit=self.unit)

    def __neg__(self) -> "Quantity":
        return Quantity(milli=-self.milli, unit=self.unit)

    def __lt__(self, other: "Quantity") -> bool:
        return self.milli < self._comparable(other)

    def __le__(self, other: "Quantity") -> bool:
        return self.milli <= self._comparable(other)

    def __str__(self) -> str:
        return f"{self.decimal()} {self.unit}"

    def _comparable(self, other: "Quantity") -> int:
        if other.unit != self.unit:
            raise UnitMismatch(f"{self.unit} and {other.unit} have no sum.")
        return other.milli


def milli_of(text: str) -> int:
    """
    Return a decimal number in thousandths: `2.5` is 2500.

    Raises:
        ValueError: the text is no decimal number with at most nine digits and three decimals.
    """
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no decimal number with at most nine digits and three decimals.")
    return int(f"{found[1]}{found[2]}{(found[3] or '').ljust(_DECIMALS, '0')}")


def decimal_of(milli: int) -> str:
    """Return thousandths as a decimal number with three decimals: 2500 is `2.500`."""
    whole, thousandths = divmod(abs(milli), MILLI_PER_UNIT)
    return f"{'-' if milli < 0 else ''}{whole}.{thousandths:0{_DECIMALS}}"
