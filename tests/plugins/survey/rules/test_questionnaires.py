from collections.abc import Mapping
from uuid import UUID

import pytest

from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.rules.questionnaires import Revision, asked
from wellkept_survey.rules.scores import Measure

TEMPLATE, OTHER = UUID(int=1), UUID(int=2)
OVERALL = {"code": "overall", "kind": "rating", "scale": 5, "dimension": "overall"}
OVERALL_OF_TEN = {**OVERALL, "scale": 10}
WHY = {"code": "why", "kind": "choice", "options": [{"code": "slow"}, {"code": "rude"}], "scale": None}
WHY_MORE = {"code": "why", "kind": "choice", "options": [{"code": "late"}, {"code": "slow"}]}


def revision(
    number: int, *questions: Mapping[str, object], template: UUID = TEMPLATE, newest: bool = False
) -> Revision:
    return Revision(template_id=template, revision=number, questions=questions, is_newest=newest)


def rating(scale: int) -> Measure:
    return Measure(code="overall", kind=SurveyQuestionKind.RATING, scale=scale, dimension="overall")


class TestAsked:
    def test_counts_the_same_question_of_several_revisions_together(self) -> None:
        found = asked([revision(2, OVERALL, newest=True), revision(1, OVERALL), revision(1, OVERALL, template=OTHER)])

        assert found.measures == [rating(5)]
        assert not found.is_ambiguous
        assert not found.has_choices

    @pytest.mark.parametrize("said", [{}, {"scale": None}])
    def test_counts_a_rating_without_a_scale_as_one_of_five(self, said: dict[str, None]) -> None:
        unsaid = {"code": "overall", "kind": "rating", "dimension": "overall", **said}

        found = asked([revision(2, OVERALL, newest=True), revision(1, unsaid)])

        assert found.measures == [rating(5)]
        assert not found.is_ambiguous

    def test_tells_apart_what_has_meant_something_else(self) -> None:
        found = asked([revision(2, OVERALL_OF_TEN, newest=True), revision(1, OVERALL)])

        assert found.measures == [rating(10), rating(5)]
        assert found.present == {rating(10)}
        assert found.is_ambiguous
        assert found.by_revision[TEMPLATE, 1, "overall"] == rating(5)
        assert found.by_revision[TEMPLATE, 2, "overall"] == rating(10)

    def test_keeps_every_option_there_ever_was(self) -> None:
        found = asked([revision(2, WHY, newest=True), revision(1, WHY_MORE)])

        (why,) = found.measures
        assert found.options[why] == ["slow", "rude", "late"]
        assert found.has_choices

    def test_is_nothing_of_no_template(self) -> None:
        assert asked([]).measures == []
