"""How long equipment that was replaced is still under warranty."""

from datetime import date
from enum import StrEnum

from wellkept_liability.rules.lengths import Length, Seasons, end_of


class LiabilityReplacementRule(StrEnum):
    """What becomes of a warranty when the equipment is replaced."""

    REMAINDER = "remainder"  #: It ends when it would have ended.
    RESTART = "restart"  #: It runs anew in full.
    LONGER_OF = (
        "longer_of"  #: It ends when it would have ended, or after a minimum from the replacement, if that is later.
    )


def end_after_replacement(
    rule: LiabilityReplacementRule,
    *,
    replaced_on: date,
    original_end: date,
    length: Length,
    minimum: Length | None,
    seasons: Seasons,
) -> date:
    """
    Return the first day on which what was fitted is not covered any more.

    Args:
        rule: which was agreed.
        replaced_on: the first day of what was fitted.
        original_end: of the warranty that is replaced, exclusive.
        length: of the warranty that is replaced.
        minimum: of `longer_of`.
        seasons: their dates at the site.
    """
    if rule is LiabilityReplacementRule.REMAINDER:
        return original_end
    runs = length if rule is LiabilityReplacementRule.RESTART else minimum
    assert runs is not None, "the longer of two needs both"
    anew = end_of(runs, starts_on=replaced_on, seasons=seasons)
    return anew if rule is LiabilityReplacementRule.RESTART else max(original_end, anew)
