"""The two named rules by which whole numbers are divided: nothing appears, nothing vanishes."""

from collections.abc import Sequence


def half_away_from_zero(numerator: int, *, over: int) -> int:
    """
    Return the quotient as the nearest whole number; a half goes away from zero, so that signs make no difference.

    Args:
        numerator: of either sign.
        over: the denominator, more than zero.
    """
    size = (abs(numerator) * 2 + over) // (over * 2)
    return size if numerator >= 0 else -size


def by_largest_remainder(total: int, *, weights: Sequence[int]) -> list[int]:
    """
    Return the total in whole parts that add up to it exactly, as near to the weights as can be.

    What is left after rounding towards zero goes to the largest remainders, one each; of equal ones, to the earlier.

    Args:
        total: of either sign.
        weights: none below zero, at least one above.

    Raises:
        ValueError: a weight is negative, or none is more than zero.
    """
    if any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("Weights are zero or more, and at least one is more.")
    size, whole = abs(total), sum(weights)
    parts = [size * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(size * weights[place] % whole))
    for place in by_remainder[: size - sum(parts)]:
        parts[place] += 1
    return parts if total >= 0 else [-part for part in parts]
