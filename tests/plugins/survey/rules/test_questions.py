"""Which questions can be asked together."""

from typing import Any

import pytest

from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.rules.questions import (
    SurveyOption,
    SurveyQuestion,
    SurveyShowIf,
    template_mistakes,
    title_mistakes,
)

BOTH = {"zh-CN": "总体", "en": "Overall"}
SLOW = SurveyOption(code="slow", title=BOTH)


def question(code: str = "overall", kind: str = "rating", **said: Any) -> SurveyQuestion:
    values: dict[str, Any] = {"title": BOTH, **said}
    return SurveyQuestion(code=code, kind=SurveyQuestionKind(kind), **values)


def wrong(*questions: SurveyQuestion) -> list[str]:
    found = template_mistakes(questions, locale="zh-CN")
    assert {each.code for each in found} <= {"survey.template.invalid"}
    return [each.pointer for each in found]


class TestTemplate:
    def test_of_every_kind_is_right(self) -> None:
        questions = [
            question(scale=10, dimension="overall", required=True),
            question("recommend", "nps"),
            question("effort", "ces", dimension="competence"),
            question(
                "why", "choice", options=(SLOW,), multiple=True, show_if=SurveyShowIf(question="overall", at_most=2)
            ),
            question("praise", "text", show_if=SurveyShowIf(question="recommend", at_least=9)),
        ]

        assert wrong(*questions) == []

    def test_asks_something(self) -> None:
        assert wrong() == ["/questions"]

    def test_has_every_code_once(self) -> None:
        assert wrong(question(), question()) == ["/questions/1/code"]

    def test_names_every_mistake_at_its_place(self) -> None:
        questions = [question(scale=7), question("why", "choice", title={"en": "Why?"})]

        assert wrong(*questions) == ["/questions/0/scale", "/questions/1/options", "/questions/1/title"]

    @pytest.mark.parametrize(
        ("said", "pointer"),
        [
            ({"scale": 7}, "/questions/0/scale"),
            ({"kind": "nps", "scale": 10}, "/questions/0/scale"),
            ({"kind": "text", "dimension": "overall"}, "/questions/0/dimension"),
            ({"multiple": True}, "/questions/0/multiple"),
            ({"options": (SLOW,)}, "/questions/0/options"),
            ({"kind": "choice"}, "/questions/0/options"),
            ({"kind": "choice", "options": (SLOW, SLOW)}, "/questions/0/options/1/code"),
            (
                {"kind": "choice", "options": (SurveyOption(code="slow", title={"en": "Slow"}),)},
                "/questions/0/options/0/title",
            ),
            ({"title": {"en": "Overall"}}, "/questions/0/title"),
            ({"title": {}}, "/questions/0/title"),
            ({"show_if": SurveyShowIf(question="later", at_most=2)}, "/questions/0/show_if/question"),
            ({"show_if": SurveyShowIf(question="overall", at_most=2)}, "/questions/0/show_if/question"),
        ],
    )
    def test_has_no_question_that_cannot_work(self, said: dict[str, Any], pointer: str) -> None:
        assert wrong(question(**said)) == [pointer]

    def test_shows_nothing_after_words(self) -> None:
        after = question("more", show_if=SurveyShowIf(question="why", at_most=2))

        assert wrong(question("why", "text"), after) == ["/questions/1/show_if/question"]

    def test_says_after_which_number_something_is_shown(self) -> None:
        after = question("more", show_if=SurveyShowIf(question="overall"))

        assert wrong(question(), after) == ["/questions/1/show_if"]


class TestTitle:
    def test_in_no_language_lacks_it(self) -> None:
        assert [each.pointer for each in title_mistakes({}, "/title", locale="zh-CN")] == ["/title"]

    def test_lacks_the_language_that_everybody_finds(self) -> None:
        assert [each.pointer for each in title_mistakes({"en": "Hello"}, "/intro", locale="zh-CN")] == ["/intro"]


class TestCondition:
    @pytest.mark.parametrize(("number", "shown"), [(None, False), (1, False), (2, True), (3, True), (4, False)])
    def test_holds_between_its_bounds(self, number: int | None, *, shown: bool) -> None:
        assert SurveyShowIf(question="overall", at_least=2, at_most=3).holds_for(number) is shown


class TestBounds:
    @pytest.mark.parametrize(
        ("kind", "scale", "bounds"),
        [
            ("rating", None, (1, 5)),
            ("rating", 10, (1, 10)),
            ("nps", None, (0, 10)),
            ("ces", None, (1, 7)),
            ("text", None, None),
            ("choice", None, None),
        ],
    )
    def test_are_those_of_the_kind(self, kind: str, scale: int | None, bounds: tuple[int, int] | None) -> None:
        assert question(kind=kind, scale=scale).bounds == bounds
