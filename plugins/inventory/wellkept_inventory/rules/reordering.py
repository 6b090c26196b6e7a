"""The stock at which a part is ordered again: enough for the lead time at the wanted service level."""

import math
from bisect import bisect_left
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from statistics import NormalDist
from typing import Final

#: Levels nearer to 0 or 1 are taken as this near: beyond, a float cannot tell them apart.
_LEVEL_MARGIN: Final = 1e-12
#: The error of a sum of rounded terms; a probability that is short by no more reaches its level.
_ROUNDING: Final = 1e-12
#: A tail is left out when all of it weighs less than this share of the rest.
_TAIL: Final = 1e-16
#: The widest distribution whose every whole number is weighed: a Poisson mean of 25 million, and at most 0.2 s.
_SCALE_MAX: Final = 5_000.0
#: From this shape on a wide distribution is so nearly normal that three corrections suffice.
_SHAPE_OF_NEARLY_NORMAL: Final = 10_000.0


def reorder_point(mean: Decimal, *, variance_to_mean: Fraction, service_level: Decimal) -> int:
    """
    Return the least whole number R with P(D ≤ R) ≥ service level.

    D is Poisson where the variance is at most the mean, else negative binomial with that ratio of the two. The answer
    is exact up to a standard deviation and a ratio of 5 000; of wider distributions, at levels up to 0.999999, it is
    off by at most a thousandth of the greater of the two.

    Args:
        mean: of the demand during the lead time, in units, zero or more.
        variance_to_mean: of the demand per bucket, in units, zero or more.
        service_level: more than 0, less than 1.
    """
    assert mean >= 0
    assert 0 < service_level < 1
    level = min(max(float(service_level), _LEVEL_MARGIN), 1 - _LEVEL_MARGIN)
    units, ratio = float(mean), max(float(variance_to_mean), 1.0)
    scale = max(math.sqrt(units * ratio), ratio)
    if scale <= _SCALE_MAX:
        return _quantile(units, ratio, level)
    if units >= _SHAPE_OF_NEARLY_NORMAL * (ratio - 1):
        return _nearly_normal_quantile(units, ratio, level)
    step = scale / _SCALE_MAX
    return round(step * _quantile(units / step, ratio / step, level))


def _quantile(mean: float, ratio: float, level: float) -> int:
    """
    Return the quantile by weighing each whole number against the most likely one, and all against their sum.

    No probability is computed by itself, so nothing underflows and no logarithms cancel.
    """
    mode = max(math.floor(mean - ratio + 1), 0)
    downwards = _weights_below(mode, mean, ratio)
    weights = [*reversed(downwards), *_weights_from(mode, mean, ratio)]
    sums = list(accumulate(weights))
    return mode - len(downwards) + bisect_left(sums, level * sums[-1] * (1 - _ROUNDING))


def _weights_from(mode: int, mean: float, ratio: float) -> list[float]:
    """Return the weights of the mode, which is 1, and of the numbers above it while they matter."""
    weights, total, number = [1.0], 1.0, mode
    while True:
        growth = _growth(number + 1, mean, ratio)
        if weights[-1] * growth <= _TAIL * total * (1 - growth):
            return weights
        number += 1
        weights.append(weights[-1] * growth)
        total += weights[-1]


def _weights_below(mode: int, mean: float, ratio: float) -> list[float]:
    """Return the weights of the numbers below the mode, downwards, while they matter."""
    weights: list[float] = []
    weight = total = 1.0
    for number in range(mode, 0, -1):
        shrinkage = 1 / _growth(number, mean, ratio)
        if weight * shrinkage <= _TAIL * total * (1 - shrinkage):
            break
        weight *= shrinkage
        weights.append(weight)
        total += weight
    return weights


def _growth(number: int, mean: float, ratio: float) -> float:
    """
    Return P(D = number) / P(D = number - 1), for a number of at least 1.

    Both distributions are of Panjer's (a, b, 0) class (1981); written with mean and ratio, Poisson is the ratio of 1.
    It falls, or with a shape below 1 rises, towards (ratio - 1) / ratio.
    """
    return (mean + (number - 1) * (ratio - 1)) / (number * ratio)


def _nearly_normal_quantile(mean: float, ratio: float, level: float) -> int:
    """Return the quantile by the expansion of Cornish & Fisher (1938), with the correction for whole numbers."""
    deviation = math.sqrt(mean * ratio)
    skewness = (2 * ratio - 1) / deviation
    excess_kurtosis = (6 * (ratio - 1) + 1 / ratio) / mean
    z = NormalDist().inv_cdf(level)
    corrected = (
        z + (z**2 - 1) * skewness / 6 + (z**3 - 3 * z) * excess_kurtosis / 24 - (2 * z**3 - 5 * z) * skewness**2 / 36
    )
    return math.ceil(mean + deviation * corrected - 0.5)
