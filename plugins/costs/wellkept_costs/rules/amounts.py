"""What a quantity comes to, in whole minor units."""

from typing import Final

from wellkept_sdk.quantity import MILLI_PER_UNIT
from wellkept_sdk.rounding import half_away_from_zero

#: Of one line, in thousandths of its unit.
QUANTITY_MILLI_MAX: Final = 1_000_000 * MILLI_PER_UNIT


def amount_of(unit_minor: int, quantity_milli: int) -> int:
    """Return what a quantity comes to at so much a unit, rounded to the minor unit half away from zero."""
    return half_away_from_zero(unit_minor * quantity_milli, over=MILLI_PER_UNIT)


def unit_of(amount_minor: int, quantity_milli: int) -> int:
    """Return what one unit comes to of a quantity above zero whose amount is known, rounded likewise."""
    return half_away_from_zero(amount_minor * MILLI_PER_UNIT, over=quantity_milli)
