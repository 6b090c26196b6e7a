"""Who fits best: whole numbers from 0 to 1000, each with its reason, and their weighted mean."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from math import inf
from typing import Annotated, Final

from msgspec import Meta, Struct

from wellkept_stations.rules.requirements import Required
from wellkept_stations.terms import Criterion

VALUE_MAX: Final = 1_000
Value = Annotated[int, Meta(ge=0, le=VALUE_MAX)]
SAME_EQUIPMENT: Final = 1_000
SAME_PROJECT: Final = 500

_LEVEL_COST: Final = 100
_FIT_MIN: Final = 500
_M_PER_KM: Final = 1_000
#: How many microseconds it takes to go a metre at a kilometre in an hour.
_MICROSECONDS_PER_M: Final = 3_600_000
_MICROSECOND: Final = timedelta(microseconds=1)
_HOUR: Final = timedelta(hours=1)


class ScorePart(Struct, frozen=True, gc=False):
    """What one criterion comes to; None where its value cannot be known, and then it does not count."""

    criterion: Criterion
    weight: int
    value: Value | None
    detail: str


class Yardstick(Struct, frozen=True, kw_only=True):
    """
    What everybody is measured by.

    Args:
        weights: by criterion; one that is absent counts nothing.
        at: when the work is to be done.
        first_due: of the clocks that the customer was promised; None without one.
    """

    weights: Mapping[str, int]
    required: Required
    at: datetime
    first_due: datetime | None
    distance_max_m: int
    speed_kmh: int
    slack_horizon: timedelta


class Merits(Struct, frozen=True, kw_only=True, gc=False):
    """
    What is measured of somebody who can be sent.

    Args:
        skills: with their levels, none of those that are required below its level.
        distance_m: to the site; None where one of the two places is not known.
        open_tickets: that are his, fewer than he may have.
        parts_share: how many of the parts lie with him or at his station; None if none is needed, or nobody knows.
        continuity: `SAME_EQUIPMENT`, `SAME_PROJECT`, or 0.
    """

    skills: Mapping[str, int]
    distance_m: int | None
    open_tickets: int
    max_open_tickets: int
    parts_share: Fraction | None
    continuity: int


def half_up(numerator: int, denominator: int) -> int:
    """Return a quotient that is not negative as the nearest whole number, halves rounded up."""
    return (2 * numerator + denominator) // (2 * denominator)


def parts_of(merits: Merits, yardstick: Yardstick) -> list[ScorePart]:
    """Return what each criterion comes to, in the order of the criteria."""
    weights = yardstick.weights
    return [
        ScorePart(criterion, weights.get(criterion, 0), *found)
        for criterion, found in (
            (Criterion.SKILL_FIT, _skill_fit(merits, yardstick)),
            (Criterion.DISTANCE, _distance(merits, yardstick)),
            (Criterion.LOAD, _load(merits)),
            (Criterion.SLA_SLACK, _slack(merits, yardstick)),
            (Criterion.PARTS_ON_HAND, _parts(merits)),
            (Criterion.CONTINUITY, _continuity(merits)),
        )
    ]


def score(parts: Iterable[ScorePart]) -> int:
    """Return the weighted mean of the values that are known; 0 if none of them has a weight."""
    total = weights = 0
    for part in parts:
        if part.value is not None:
            total += part.weight * part.value
            weights += part.weight
    return half_up(total, weights) if weights else 0


def order(
    *, score: int | None, open_tickets: int, distance_m: int | None, code: str
) -> tuple[bool, int, int, float, str]:
    """Return the place of a candidate: the eligible ones first, the best of them first of all; never two the same."""
    far = inf if distance_m is None else distance_m
    return (score is None, -(score or 0), open_tickets, far, code)


def _skill_fit(merits: Merits, yardstick: Yardstick) -> tuple[int, str]:
    needed = yardstick.required.skills
    if not needed:
        return VALUE_MAX, "no skill required"
    fits = [max(_FIT_MIN, VALUE_MAX - _LEVEL_COST * (merits.skills[code] - needed[code])) for code in needed]
    return half_up(sum(fits), len(fits)), ", ".join(f"{code} {merits.skills[code]}" for code in needed)


def _distance(merits: Merits, yardstick: Yardstick) -> tuple[int | None, str]:
    if merits.distance_m is None:
        return None, "no position"
    left = yardstick.distance_max_m - merits.distance_m
    return half_up(VALUE_MAX * left, yardstick.distance_max_m), f"{merits.distance_m / _M_PER_KM:.3f} km"


def _load(merits: Merits) -> tuple[int, str]:
    room = merits.max_open_tickets - merits.open_tickets
    detail = f"{merits.open_tickets} of {merits.max_open_tickets} open"
    return half_up(VALUE_MAX * room, merits.max_open_tickets), detail


def _slack(merits: Merits, yardstick: Yardstick) -> tuple[int | None, str]:
    """Return how much of the horizon is left on arrival, counted in microseconds times the speed: all whole numbers."""
    if yardstick.first_due is None:
        return None, "no clock"
    if merits.distance_m is None:
        return None, "no position"
    time_left = (yardstick.first_due - yardstick.at) // _MICROSECOND
    slack = time_left * yardstick.speed_kmh - merits.distance_m * _MICROSECONDS_PER_M
    horizon = yardstick.slack_horizon // _MICROSECOND * yardstick.speed_kmh
    hours = slack / yardstick.speed_kmh / (_HOUR // _MICROSECOND)
    return half_up(VALUE_MAX * min(max(slack, 0), horizon), horizon), f"{hours:.1f} h left on arrival"


def _parts(merits: Merits) -> tuple[int | None, str]:
    share = merits.parts_share
    if share is None:
        return None, "no part needed"
    return half_up(VALUE_MAX * share.numerator, share.denominator), f"{float(share):.0%} of the parts"


def _continuity(merits: Merits) -> tuple[int, str]:
    if merits.continuity == SAME_EQUIPMENT:
        return merits.continuity, "resolved the last ticket of the equipment"
    if merits.continuity == SAME_PROJECT:
        return merits.continuity, "resolved the last ticket of the project"
    return 0, "has not resolved the last ticket"


def counted(rejected: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return how many candidates each code stands against, in the order of the codes."""
    counts: dict[str, int] = {}
    for codes in rejected:
        for code in set(codes):
            counts[code] = counts.get(code, 0) + 1
    return dict(sorted(counts.items()))
