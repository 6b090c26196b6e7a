"""Quantities of opening stock, as other systems write them."""

import re
from typing import Final

from msgspec import Struct

from wellkept_sdk.rounding import half_away_from_zero

#: What other systems write: up to twelve decimals, most of them zeros.
QUANTITY_PATTERN: Final = r"^[0-9]{1,9}(\.[0-9]{1,12})?\Z"

_KEPT: Final = 3
_QUANTITY: Final = re.compile(QUANTITY_PATTERN)


class Thousandths(Struct, frozen=True):
    """A quantity as we keep it; `rounded` tells whether it was another one by less than a thousandth."""

    milli: int
    rounded: bool


def thousandths(text: str) -> Thousandths:
    """
    Return a decimal number in whole thousandths, rounded half up: `37.4904` is 37490.

    Raises:
        ValueError: it is no such number.
    """
    if _QUANTITY.match(text) is None:
        raise ValueError(f"{text!r} is no decimal number with at most nine digits and twelve decimals.")
    whole, _, decimals = text.partition(".")
    finest = 10 ** max(len(decimals) - _KEPT, 0)
    digits = int(whole + decimals.ljust(_KEPT, "0"))
    return Thousandths(milli=half_away_from_zero(digits, over=finest), rounded=digits % finest != 0)
