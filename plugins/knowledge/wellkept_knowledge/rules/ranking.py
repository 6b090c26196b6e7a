"""
How well an article answers: BM25 as FTS5 computes it, what votes and staleness make of it, and what may be left out.

Scores are kept as points, whole numbers, so that both databases order alike: a millionth of the BM25 score, times the
boost in thousandths, times a thousand (half that for stale articles), times four (the favour, in quarters).
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import log
from typing import Final

from msgspec import Struct

from wellkept_knowledge.rules.queries import Known, Query, kept

#: Of title, keys, symptom and body.
COLUMN_WEIGHTS: Final = (3, 4, 2, 1)
#: What FTS5 fixes: how soon a further occurrence counts no more, and how far the length of a document matters.
SATURATION: Final = 1.2
LENGTH_SHARE: Final = 0.75
#: A token that is in most documents counts next to nothing, never against them.
IDF_MIN: Final = 1e-6

MICROS: Final = 1_000_000
FRESH_MILLI: Final = 1_000
STALE_MILLI: Final = 500
#: In quarters: an ordinary hit; one with the equipment's model; with the fault code; with both.
FAVOUR_NONE, FAVOUR_MODEL, FAVOUR_FAULT_CODE, FAVOUR_BOTH = 4, 6, 8, 12
#: Points of a score of one.
POINTS: Final = MICROS * 1_000 * FRESH_MILLI * FAVOUR_NONE
_PLACES: Final = Decimal("0.000001")


class Weighed(Struct, frozen=True):
    """A token of a query, how much it tells, and how many documents have it."""

    token: str
    idf: float
    having: int = 0

    @property
    def most(self) -> float:
        """Return what the token adds to a score at most, however often and in however short a document it stands."""
        return self.idf * (SATURATION + 1)


def weighed(query: Query, known: Known) -> list[Weighed]:
    """Return the tokens that count with their weights, the rarest first."""
    counted = [(token, known.having[token]) for token in kept(query, known)]
    return [Weighed(token, idf(having, documents=known.documents), having) for token, having in counted]


def idf(having: int, *, documents: int) -> float:
    """Return how much a token tells that so many of all documents have."""
    return max(log((documents - having + 0.5) / (having + 0.5)), IDF_MIN)


def needed(weights: Sequence[Weighed], *, score: float) -> list[list[str]]:
    """
    Return groups of tokens of which a document needs one each to come up to a score.

    What a document lacks costs it at least what the missing tokens add at most. So it cannot lack all of a group
    which together would add more than all tokens less the score. Every document with the score has a token of every
    group; a group never shares a token with another.

    Args:
        weights: the tokens that count.
        score: a BM25 score.

    Returns:
        The higher the score, the more and the smaller the groups; none if every document may come up to it.
    """
    spare = sum(weight.most for weight in weights) - score
    groups: list[list[str]] = []
    group: list[Weighed] = []
    for weight in sorted(weights, key=lambda each: (-each.idf, each.token)):
        group.append(weight)
        if sum(each.most for each in group) > spare:
            groups.append([each.token for each in group])
            group = []
    return groups


def least_score(points: int, *, boost_milli_max: int) -> float:
    """Return the BM25 score without which no article has so many points, with a hair to spare for rounding."""
    return points / (POINTS / 1_000 * boost_milli_max) - 2 / MICROS


def shown(points: int) -> Decimal:
    """Return points as the score that callers see, with six places, halves rounded up."""
    return (Decimal(points) / POINTS).quantize(_PLACES, ROUND_HALF_UP)
