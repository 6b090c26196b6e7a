from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.rules.scores import GroupScores, Measure, Score, by_dimension, score_of_choices, score_of_numbers
from wellkept_survey.rules.statistics import Estimate

RATING, NPS, CES = SurveyQuestionKind.RATING, SurveyQuestionKind.NPS, SurveyQuestionKind.CES


def measure(
    code: str = "speed", kind: SurveyQuestionKind = RATING, scale: int | None = 5, dimension: str | None = None
) -> Measure:
    return Measure(code=code, kind=kind, scale=scale if kind is RATING else None, dimension=dimension)


def group(*, asked: int, answered: int) -> GroupScores:
    return GroupScores(key=None, label=None, asked=asked, answered=answered, suppressed={}, scores=(), nps=None)


class TestScoreOfNumbers:
    def test_counts_every_value_of_the_scale(self) -> None:
        found = score_of_numbers(measure(), Counter([5, 4, 4, 2]))

        assert found.n == 4
        assert found.histogram == {"1": 0, "2": 1, "3": 0, "4": 2, "5": 1}
        assert found.mean == Estimate(value="3.7500", low="2.5169", high="4.9831")
        assert found.top_share == Estimate(value="0.7500", low="0.3006", high="0.9544")

    @pytest.mark.parametrize(
        ("scale", "values", "share"), [(5, [3, 4, 5], "0.6667"), (10, [7, 8, 9, 10], "0.7500"), (10, [4, 5], "0.0000")]
    )
    def test_takes_values_from_80_percent_of_the_scale_as_the_best(
        self, scale: int, values: list[int], share: str
    ) -> None:
        found = score_of_numbers(measure(scale=scale), Counter(values))

        assert found.top_share is not None
        assert found.top_share.value == share

    def test_knows_the_scales_of_recommendation_and_effort(self) -> None:
        likelihood = score_of_numbers(measure(kind=NPS), {0: 1, 10: 1})
        effort = score_of_numbers(measure(kind=CES), {1: 1, 7: 1})

        assert list(likelihood.histogram) == [str(value) for value in range(11)]
        assert list(effort.histogram) == [str(value) for value in range(1, 8)]
        assert likelihood.top_share is effort.top_share is None

    def test_says_nothing_of_no_answers(self) -> None:
        found = score_of_numbers(measure(), {})

        unknown = Estimate(value=None, low=None, high=None)
        assert (found.n, found.mean, found.top_share) == (0, unknown, unknown)

    @given(st.lists(st.integers(min_value=1, max_value=10)))
    def test_counts_every_answer_once(self, values: list[int]) -> None:
        found = score_of_numbers(measure(scale=10), Counter(values))

        assert sum(found.histogram.values()) == found.n == len(values)


class TestScoreOfChoices:
    def test_counts_each_option_and_those_nobody_chose(self) -> None:
        asked = measure("why", SurveyQuestionKind.CHOICE)

        found = score_of_choices(asked, 3, {"slow": 3, "rude": 1}, options=["slow", "rude", "late"])

        assert found == Score(
            measure=asked, n=3, mean=None, histogram={"slow": 3, "rude": 1, "late": 0}, top_share=None
        )

    def test_of_words_has_nothing_but_their_number(self) -> None:
        found = score_of_choices(measure("more", SurveyQuestionKind.TEXT), 2, {}, options=())

        assert (found.n, found.histogram) == (2, {})


class TestByDimension:
    def test_puts_ratings_of_a_dimension_and_scale_together(self) -> None:
        scores = [
            score_of_numbers(measure("speed", dimension="response_speed"), {5: 1}),
            score_of_numbers(measure("arrival", dimension="response_speed"), {3: 1}),
            score_of_numbers(measure("arrival_10", scale=10, dimension="response_speed"), {9: 2}),
            score_of_numbers(measure("overall", dimension="overall"), {4: 2}),
        ]

        found = by_dimension(scores)

        assert [(each.measure.code, each.measure.scale, each.n) for each in found] == [
            ("response_speed", 5, 2),
            ("response_speed", 10, 2),
            ("overall", 5, 2),
        ]
        assert found[0].mean is not None
        assert found[0].mean.value == "4.0000"

    def test_leaves_out_what_is_no_rating_or_of_no_dimension(self) -> None:
        scores = [
            score_of_numbers(measure("recommend", NPS, dimension="overall"), {9: 1}),
            score_of_numbers(measure("speed"), {5: 1}),
        ]

        assert by_dimension(scores) == []


class TestGroupScores:
    def test_answer_with_the_share_of_those_who_were_asked(self) -> None:
        assert group(asked=20, answered=8).response_rate == Estimate(value="0.4000", low="0.2188", high="0.6134")
        assert group(asked=0, answered=0).response_rate == Estimate(value=None, low=None, high=None)

    def test_are_a_small_sample_below_30_answers(self) -> None:
        assert group(asked=40, answered=29).is_small_sample
        assert not group(asked=40, answered=30).is_small_sample
