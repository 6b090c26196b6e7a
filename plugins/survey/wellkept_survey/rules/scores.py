"""What answers to one question come to: how many, how they spread, their mean, and the share of the best values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.rules.statistics import Estimate, Recommendation, mean, share

#: Of a scale, what counts as one of the best values: 4 of 5, 8 of 10.
_TOP_PERCENT: Final = 80
_PERCENT: Final = 100
_SMALL_BELOW: Final = 30
_NPS_SCALE: Final = (0, 10)
_CES_SCALE: Final = (1, 7)


class Measure(Struct, frozen=True, kw_only=True):
    """
    What answers to a question are counted under: a code that meant something else in another revision is another one.

    Args:
        code: of the question.
        kind: what kind of value it asks for.
        scale: of a rating, 5 or 10; null for other kinds.
        dimension: what it is about, if it says so.
    """

    code: str
    kind: SurveyQuestionKind
    scale: int | None
    dimension: str | None

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Return the first and the last value of its scale; None where values are no numbers."""
        if self.kind is SurveyQuestionKind.NPS:
            return _NPS_SCALE
        if self.kind is SurveyQuestionKind.CES:
            return _CES_SCALE
        return None if self.scale is None else (1, self.scale)


class Score(Struct, frozen=True, kw_only=True):
    """
    What the answers to one question come to.

    Args:
        measure: the question.
        n: how many answered it.
        mean: of numbers; null for others.
        histogram: how many gave each value of the scale, or chose each option; empty for words.
        top_share: of a rating, the share of values of at least 80 % of the scale; null for other kinds.
    """

    measure: Measure
    n: int
    mean: Estimate | None
    histogram: Mapping[str, int]
    top_share: Estimate | None


class GroupScores(Struct, frozen=True, kw_only=True):
    """
    What one group of invitations came to.

    Args:
        key: what makes the group; null of all together, and of those that belong to none.
        label: its name for people.
        asked: invitations that were sent, answered ones among them.
        answered: those that were answered.
        suppressed: those that were not sent, by the reason.
        scores: of the questions, in the order in which they are asked.
        nps: from all answers to questions of that kind; null where there are none.
    """

    key: str | None
    label: str | None
    asked: int
    answered: int
    suppressed: Mapping[str, int]
    scores: Sequence[Score]
    nps: Recommendation | None

    @property
    def response_rate(self) -> Estimate:
        """Return which share of those who were asked has answered."""
        return share(self.answered, of=self.asked)

    @property
    def is_small_sample(self) -> bool:
        """True where so few have answered that the intervals are wide and the figures say little."""
        return self.answered < _SMALL_BELOW


def score_of_numbers(measure: Measure, counts: Mapping[int, int]) -> Score:
    """
    Return what numbers come to.

    Args:
        measure: the question; it has a scale.
        counts: how often each value was given; each lies on the scale.
    """
    assert measure.bounds is not None, "only numbers have a mean"
    lowest, highest = measure.bounds
    n = sum(counts.values())
    is_rating = measure.kind is SurveyQuestionKind.RATING
    return Score(
        measure=measure,
        n=n,
        mean=mean(counts, lowest=lowest, highest=highest),
        histogram={str(value): counts.get(value, 0) for value in range(lowest, highest + 1)},
        top_share=share(_top(counts, highest), of=n) if is_rating else None,
    )


def score_of_choices(measure: Measure, n: int, counts: Mapping[str, int], *, options: Iterable[str]) -> Score:
    """
    Return what choices come to, or words, which have no options.

    Args:
        measure: the question.
        n: how many answered it.
        counts: how often each option was chosen.
        options: those that there are; of each, also how often nobody chose it.
    """
    histogram = {option: counts.get(option, 0) for option in options}
    return Score(measure=measure, n=n, mean=None, histogram=histogram, top_share=None)


def by_dimension(scores: Sequence[Score]) -> Sequence[Score]:
    """Return one score of all ratings for each dimension and scale, in the order in which they are asked."""
    merged: dict[tuple[str, int], dict[int, int]] = {}
    for score in scores:
        measure = score.measure
        if measure.kind is not SurveyQuestionKind.RATING or measure.dimension is None or measure.scale is None:
            continue
        counts = merged.setdefault((measure.dimension, measure.scale), {})
        for value, count in score.histogram.items():
            counts[int(value)] = counts.get(int(value), 0) + count
    return [
        score_of_numbers(Measure(code=name, kind=SurveyQuestionKind.RATING, scale=scale, dimension=name), counts)
        for (name, scale), counts in merged.items()
    ]


def _top(counts: Mapping[int, int], highest: int) -> int:
    return sum(count for value, count in counts.items() if value * _PERCENT >= highest * _TOP_PERCENT)
