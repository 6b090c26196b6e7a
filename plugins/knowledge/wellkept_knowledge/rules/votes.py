"""What votes make of an article: how much higher it stands, and when it is to be looked at."""

from fractions import Fraction
from typing import Final

from msgspec import Struct

from wellkept_knowledge.rules.kinds import StaleReason
from wellkept_knowledge.terms import StaleAfter

_LEAST_MILLI: Final = 750
_SPAN_MILLI: Final = 500
#: An article that was of use four times is worth one that put a matter right once.
_USED: Final = Fraction(1, 4)
_HALF: Final = Fraction(1, 2)


class Tally(Struct, frozen=True, kw_only=True):
    """How often something was said of an article: one vote for each actor and ticket."""

    used: int = 0
    solved: int = 0
    misleading: int = 0


def boost_milli(tally: Tally) -> int:
    """Return by how many thousandths the score of an article is multiplied: 750 to 1250, without votes 1000."""
    good = tally.solved + tally.used * _USED
    quality = (1 + good) / (2 + good + tally.misleading)
    return int(_LEAST_MILLI + _SPAN_MILLI * quality + _HALF)


def stale_because(rule: StaleAfter, *, misleading: int, reopened: int) -> StaleReason | None:
    """
    Return why an article is to be looked at, if it is.

    Args:
        rule: of the contract on whose ticket something was said.
        misleading: votes that count.
        reopened: tickets that came back after it was said to have helped.
    """
    if misleading >= rule.misleading:
        return StaleReason.MISLEADING
    return StaleReason.REOPENED if reopened >= rule.reopened else None
