"""The one figure of a report that is more than a count."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

_FOUR_DIGITS: Final = Decimal("0.0001")


def on_time(*, met: int, missed: int) -> str | None:
    """
    Return which part of the judged clocks was met, with four digits such as `0.9750`; None where none was judged.

    A half goes to the even digit. No verdict rests on this: each compares moments.

    Args:
        met: stopped until their due.
        missed: stopped after it, without those that were excused.
    """
    if met + missed == 0:
        return None
    return str((Decimal(met) / Decimal(met + missed)).quantize(_FOUR_DIGITS, rounding=ROUND_HALF_EVEN))
