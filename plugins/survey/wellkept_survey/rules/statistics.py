"""
Shares, means and the recommendation score, each with the interval in which the truth lies with 95 %.

All is computed with whole numbers and rounded once, at the end: no digit depends on a machine's fractions.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt, lcm
from typing import Final

from msgspec import Struct

#: How many standard deviations lie on each side of what was measured.
Z: Final = Fraction(1_959_964, 1_000_000)
#: Of shares and means, and of the recommendation score.
PLACES: Final = 4
NPS_PLACES: Final = 1
_PERCENT: Final = 100
_PROMOTER_MIN: Final = 9
_PASSIVE_MIN: Final = 7
_MEASURED_TWICE: Final = 2


class Estimate(Struct, frozen=True, kw_only=True):
    """What was measured and between what the truth may lie, as decimal numbers; null where nobody can tell."""

    value: str | None
    low: str | None
    high: str | None


class Recommendation(Struct, frozen=True, kw_only=True):
    """How many would recommend us, and the score from -100 to 100 with its interval, which is not cut to that."""

    n: int
    promoters: int
    passives: int
    detractors: int
    score: str
    low: str
    high: str


UNKNOWN: Final = Estimate(value=None, low=None, high=None)


def share(part: int, *, of: int) -> Estimate:
    """
    Return a share with its Wilson interval, four decimals; all null of nothing.

    Args:
        part: from zero to `of`.
        of: zero or more.
    """
    if of == 0:
        return UNKNOWN
    p, spread = Fraction(part, of), Z * Z / of
    centre = (p + spread / 2) / (1 + spread)
    squared = (Z / (1 + spread)) ** 2 * (p * (1 - p) / of + spread / (4 * of))
    return Estimate(
        value=_written(_nearest(p, places=PLACES), PLACES),
        low=_written(_nearest(centre, -1, squared, places=PLACES), PLACES),
        high=_written(_nearest(centre, 1, squared, places=PLACES), PLACES),
    )


def mean(counts: Mapping[int, int], *, lowest: int, highest: int) -> Estimate:
    """
    Return the mean with its interval, cut to the scale, four decimals; fewer than two values have no interval.

    Args:
        counts: how often each value was given; each lies on the scale.
        lowest: the first value of the scale.
        highest: the last one.
    """
    n = sum(counts.values())
    if n == 0:
        return UNKNOWN
    total = sum(value * count for value, count in counts.items())
    value = _written(_nearest(Fraction(total, n), places=PLACES), PLACES)
    if n < _MEASURED_TWICE:
        return Estimate(value=value, low=None, high=None)
    squares = sum(value * value * count for value, count in counts.items())
    squared = Z * Z * Fraction(n * squares - total * total, n * n * (n - 1))
    low, high = (_nearest(Fraction(total, n), sign, squared, places=PLACES) for sign in (-1, 1))
    scale = 10**PLACES
    return Estimate(
        value=value,
        low=_written(max(low, lowest * scale), PLACES),
        high=_written(min(high, highest * scale), PLACES),
    )


def recommendation(counts: Mapping[int, int]) -> Recommendation | None:
    """
    Return the net promoter score with its interval, one decimal; None without an answer.

    Args:
        counts: how often each value from 0 to 10 was given.
    """
    n = sum(counts.values())
    if n == 0:
        return None
    promoters = sum(count for value, count in counts.items() if value >= _PROMOTER_MIN)
    detractors = sum(count for value, count in counts.items() if value < _PASSIVE_MIN)
    p, d = Fraction(promoters, n), Fraction(detractors, n)
    score = _PERCENT * (p - d)
    squared = (_PERCENT * Z) ** 2 * (p + d - (p - d) ** 2) / n
    return Recommendation(
        n=n,
        promoters=promoters,
        passives=n - promoters - detractors,
        detractors=detractors,
        score=_written(_nearest(score, places=NPS_PLACES), NPS_PLACES),
        low=_written(_nearest(score, -1, squared, places=NPS_PLACES), NPS_PLACES),
        high=_written(_nearest(score, 1, squared, places=NPS_PLACES), NPS_PLACES),
    )


def _nearest(middle: Fraction, sign: int = 1, squared: Fraction = Fraction(0), *, places: int) -> int:
    """Return `middle + sign * sqrt(squared)` in units of the last place, rounded half up in size."""
    shared = lcm(middle.denominator, squared.denominator)
    # Doubled, so that the half that rounding adds is a whole number too.
    scale = 2 * 10**places * shared
    whole = middle.numerator * scale // middle.denominator
    under_root = squared.numerator * scale * scale // squared.denominator
    if _is_negative(whole, sign, under_root):
        return -_nearest(-middle, -sign, squared, places=places)
    root = isqrt(under_root)
    if sign < 0 and root * root < under_root:
        root += 1
    return (whole + sign * root + shared) // (2 * shared)


def _is_negative(whole: int, sign: int, under_root: int) -> bool:
    if sign > 0:
        return whole < 0 and whole * whole > under_root
    return whole < 0 or whole * whole < under_root


def _written(units: int, places: int) -> str:
    whole, rest = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{places}}"
