"""What quantities cost, in minor units; a half goes away from zero, so that signs make no difference."""

from collections.abc import Sequence
from typing import Final

from wellkept_sdk.quantity import MILLI_PER_UNIT
from wellkept_sdk.rounding import half_away_from_zero

#: The whole of a line, in hundredths.
WHOLE_PERCENT: Final = 100


def amount_of(quantity_milli: int, unit_price_minor: int) -> int:
    """Return what a quantity costs at a price of one unit; it has the sign of the quantity."""
    return half_away_from_zero(quantity_milli * unit_price_minor, over=MILLI_PER_UNIT)


def claimed_of(net_minor: int, shares_percent: Sequence[int]) -> int:
    """
    Return what claims on a line take off it together.

    Each takes its own share, rounded; never more than is left, and all of it where the shares make a whole.

    Args:
        net_minor: what the line is worth after returns and corrections.
        shares_percent: in hundredths, together at most a hundred.
    """
    if sum(shares_percent) == WHOLE_PERCENT:
        return net_minor
    own = sum(half_away_from_zero(abs(net_minor) * share, over=WHOLE_PERCENT) for share in shares_percent)
    size = min(abs(net_minor), own)
    return size if net_minor >= 0 else -size
