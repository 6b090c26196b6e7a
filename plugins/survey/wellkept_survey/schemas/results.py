"""Results as callers see them: every figure with the number of its answers, and with its uncertainty."""

from collections.abc import Mapping
from typing import Self

from msgspec import Struct

from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.rules.scores import GroupScores, Score
from wellkept_survey.rules.statistics import UNKNOWN, Estimate, Recommendation


class SurveyEstimate(Struct, frozen=True, kw_only=True):
    """
    A share from 0 to 1 with four decimals, and the Wilson interval in which it truly lies with 95 %.

    All three are null where there is nothing to take a share of.
    """

    value: str | None
    low: str | None
    high: str | None

    @classmethod
    def of(cls, estimate: Estimate) -> Self:
        """Return an estimate as it is shown."""
        return cls(value=estimate.value, low=estimate.low, high=estimate.high)


class SurveyRecommendation(Struct, frozen=True, kw_only=True):
    """
    The net promoter score from -100 to 100 with one decimal, and its interval, which may lie beyond.

    Args:
        n: how many have said whether they would recommend us.
        promoters: of them, those with 9 or 10.
        passives: those with 7 or 8.
        detractors: those with 0 to 6.
    """

    n: int
    promoters: int
    passives: int
    detractors: int
    score: str
    low: str
    high: str

    @classmethod
    def of(cls, found: Recommendation) -> Self:
        """Return a score as it is shown."""
        return cls(
            n=found.n,
            promoters=found.promoters,
            passives=found.passives,
            detractors=found.detractors,
            score=found.score,
            low=found.low,
            high=found.high,
        )


class SurveyQuestionResult(Struct, frozen=True, kw_only=True):
    """
    What the answers to one question come to.

    Args:
        n: how many answered it.
        mean: of numbers, with four decimals; null for other kinds, and without answers.
        low: from where it truly lies with 95 %, cut to the scale; null for fewer than two answers.
        high: until where.
        histogram: how many gave each value of the scale, or chose each option; empty for words.
        top_share: of a rating, the share of values of at least 80 % of the scale; null for other kinds.
    """

    code: str
    kind: SurveyQuestionKind
    dimension: str | None
    n: int
    mean: str | None
    low: str | None
    high: str | None
    histogram: Mapping[str, int]
    top_share: SurveyEstimate | None

    @classmethod
    def of(cls, score: Score) -> Self:
        """Return a score as it is shown."""
        mean = score.mean or UNKNOWN
        return cls(
            code=score.measure.code,
            kind=score.measure.kind,
            dimension=score.measure.dimension,
            n=score.n,
            mean=mean.value,
            low=mean.low,
            high=mean.high,
            histogram=score.histogram,
            top_share=None if score.top_share is None else SurveyEstimate.of(score.top_share),
        )


class SurveyResult(Struct, frozen=True, kw_only=True):
    """
    What one group of invitations came to.

    Args:
        key: an id, or a month such as `2026-03`; null of all together, and of those that belong to none.
        label: its name for people.
        asked: invitations that were sent, answered and expired ones among them.
        answered: those that were answered.
        suppressed: those that were not sent, by the reason.
        response_rate: answered among asked.
        questions: in the order in which they are asked; one that once meant something else stands there twice.
        nps: from all answers to questions of that kind; null where there are none.
        small_sample: whether fewer than 30 have answered: the intervals are wide, and the figures say little.
    """

    key: str | None
    label: str | None
    asked: int
    answered: int
    suppressed: Mapping[str, int]
    response_rate: SurveyEstimate
    questions: list[SurveyQuestionResult]
    nps: SurveyRecommendation | None
    small_sample: bool

    @classmethod
    def of(cls, group: GroupScores) -> Self:
        """Return a group as it is shown."""
        return cls(
            key=group.key,
            label=group.label,
            asked=group.asked,
            answered=group.answered,
            suppressed=group.suppressed,
            response_rate=SurveyEstimate.of(group.response_rate),
            questions=[SurveyQuestionResult.of(score) for score in group.scores],
            nps=None if group.nps is None else SurveyRecommendation.of(group.nps),
            small_sample=group.is_small_sample,
        )
