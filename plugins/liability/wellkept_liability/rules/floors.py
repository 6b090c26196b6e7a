"""What the law asks of a warranty that we give, and whether the warranty is long enough."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from wellkept_liability.rules.lengths import (
    SEASONS_MAX,
    Length,
    LiabilityCalendarLength,
    LiabilityDesignLifeLength,
    LiabilitySeasonsLength,
    Seasons,
    end_of,
    season_of,
)
from wellkept_liability.rules.seasons import LiabilitySeasonKind


class LiabilitySeasonsMinimum(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="seasons"
):
    """So many seasons; without a kind, of those that the warranty counts, of either kind where it counts none."""

    count: Annotated[int, Meta(ge=1, le=SEASONS_MAX)]
    season: LiabilitySeasonKind | None = None


Minimum: TypeAlias = LiabilityCalendarLength | LiabilitySeasonsMinimum | LiabilityDesignLifeLength


class StatutoryRule(Struct, frozen=True, kw_only=True):
    """The least length that a law allows."""

    code: str
    minimum: Minimum
    effective_from: date


class Floor(Struct, frozen=True, kw_only=True):
    """
    What a rule asks of a warranty.

    Args:
        rule: which.
        minimum_ends_on: before which day it must not end; None where the days are not known, or the law asks for a
            design life.
        satisfied: whether it is long enough; None while its start is not known.
    """

    rule: StatutoryRule
    minimum_ends_on: date | None
    satisfied: bool | None


def rule_on(rules: Sequence[StatutoryRule], day: date | None) -> StatutoryRule | None:
    """
    Return which of a scope's rules holds for what begins on a day: the latest that was in force.

    Without a day, the latest of all.
    """
    in_force = [rule for rule in rules if day is None or rule.effective_from <= day]
    return max(in_force, key=lambda rule: (rule.effective_from, rule.code), default=None)


def floor_of(
    rule: StatutoryRule,
    length: Length,
    *,
    starts_on: date | None,
    ends_on: date | None,
    accepted_on: date | None,
    seasons: Seasons,
) -> Floor:
    """
    Return what a rule asks of a warranty.

    Args:
        rule: of the warranty's scope.
        length: of the warranty.
        starts_on: its first day, if that is known.
        ends_on: the first day that is not covered any more, if that is known.
        accepted_on: when the project was accepted; the rule counts from there, else from the warranty's start.
        seasons: their dates at the site.
    """
    counts_from = accepted_on or starts_on
    least = rule.minimum
    if isinstance(least, LiabilityDesignLifeLength):
        long_enough = isinstance(length, LiabilityDesignLifeLength) and length.years >= least.years
        return Floor(rule=rule, minimum_ends_on=None, satisfied=None if starts_on is None else long_enough)
    minimum_ends_on = None if counts_from is None else _minimum_end(least, length, counts_from, seasons)
    if starts_on is None or ends_on is None or minimum_ends_on is None:
        return Floor(rule=rule, minimum_ends_on=minimum_ends_on, satisfied=None)
    return Floor(rule=rule, minimum_ends_on=minimum_ends_on, satisfied=ends_on >= minimum_ends_on)


def _minimum_end(
    least: LiabilityCalendarLength | LiabilitySeasonsMinimum, length: Length, counts_from: date, seasons: Seasons
) -> date | None:
    if isinstance(least, LiabilityCalendarLength):
        return end_of(least, starts_on=counts_from, seasons=seasons)
    asked = least.season or season_of(length)
    kinds = [kind for kind in LiabilitySeasonKind if asked in {None, kind} and kind in seasons]
    wanted = [LiabilitySeasonsLength(season=kind, count=least.count) for kind in kinds]
    return max((end_of(each, starts_on=counts_from, seasons=seasons) for each in wanted), default=None)
