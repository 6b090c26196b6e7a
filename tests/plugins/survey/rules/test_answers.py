"""What is a valid answer."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_survey.rules.answers import SurveyAnswerEntry, check, lowest_of, nps_of
from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.rules.questions import SurveyOption, SurveyQuestion, SurveyShowIf


def question(code: str, kind: str = "rating", **said: Any) -> SurveyQuestion:
    return SurveyQuestion(code=code, kind=SurveyQuestionKind(kind), title={"en": code}, **said)


def option(code: str) -> SurveyOption:
    return SurveyOption(code=code, title={"en": code})


SPEED = question("speed", dimension="response_speed")
OVERALL = question("overall", dimension="overall", required=True)
RECOMMEND = question("recommend", "nps")
EFFORT = question("effort", "ces")
WHY = question("why", "choice", options=(option("slow"), option("rude")), multiple=True)
ONE = question("one", "choice", options=(option("yes"), option("no")))
REMARKS = question("remarks", "text")
ALL = (SPEED, OVERALL, RECOMMEND, EFFORT, WHY, ONE, REMARKS)
#: Shown after a low score, and after what was answered then.
UNHAPPY = question("unhappy", "choice", options=(option("slow"),), show_if=SurveyShowIf(question="overall", at_most=2))
HOW = question("how", show_if=SurveyShowIf(question="overall", at_most=2), required=True)
MUCH = question("much", "text", show_if=SurveyShowIf(question="how", at_most=1))


def entry(code: str, value: Any) -> SurveyAnswerEntry:
    return SurveyAnswerEntry(question=code, value=value)


def wrong(questions: tuple[SurveyQuestion, ...], *entries: tuple[str, Any]) -> list[tuple[str, str]]:
    found = check(questions, [entry(code, value) for code, value in entries])
    return [(each.pointer, each.code) for each in found.mistakes]


class TestAnswer:
    def test_is_kept_by_kind(self) -> None:
        entries = [
            *(entry("remarks", "Fine"), entry("overall", 5), entry("why", ["rude", "slow"])),
            *(entry("recommend", 0), entry("one", []), entry("effort", 7)),
        ]

        found = check(ALL, entries)

        assert found.mistakes == ()
        kept = [(each.question.code, each.number, each.choices, each.text) for each in found.given]
        assert kept == [
            ("overall", 5, None, None),
            ("recommend", 0, None, None),
            ("effort", 7, None, None),
            ("why", None, ("rude", "slow"), None),
            ("one", None, (), None),
            ("remarks", None, None, "Fine"),
        ]

    @pytest.mark.parametrize(
        ("code", "value", "pointer", "mistake"),
        [
            ("speed", 6, "/answers/1/value", "too_large"),
            ("speed", 0, "/answers/1/value", "too_small"),
            ("speed", "5", "/answers/1/value", "type"),
            ("recommend", 11, "/answers/1/value", "too_large"),
            ("recommend", -1, "/answers/1/value", "too_small"),
            ("effort", 8, "/answers/1/value", "too_large"),
            ("remarks", 3, "/answers/1/value", "type"),
            ("why", "slow", "/answers/1/value", "type"),
            ("why", ["slow", "dear"], "/answers/1/value/1", "not_a_choice"),
            ("why", ["slow", "slow"], "/answers/1/value/1", "duplicate"),
            ("one", ["yes", "no"], "/answers/1/value", "too_long"),
            ("taste", 3, "/answers/1/question", "unknown_reference"),
            ("overall", 3, "/answers/1/value", "duplicate"),
        ],
    )
    def test_is_refused_at_its_place(self, code: str, value: Any, pointer: str, mistake: str) -> None:
        assert wrong(ALL, ("overall", 4), (code, value)) == [(pointer, mistake)]

    def test_lacks_what_must_be_answered(self) -> None:
        assert wrong(ALL) == [("/answers", "required")]

    def test_says_something_where_it_must(self) -> None:
        questions = (
            question("words", "text", required=True),
            question("pick", "choice", options=(option("a"),), required=True),
        )

        assert wrong(questions, ("words", "  "), ("pick", [])) == [
            ("/answers/0/value", "required"),
            ("/answers/1/value", "required"),
        ]

    def test_names_all_mistakes_at_once(self) -> None:
        assert wrong(ALL, ("speed", 6), ("recommend", 11), ("taste", 1)) == [
            ("/answers/2/question", "unknown_reference"),
            ("/answers/0/value", "too_large"),
            ("/answers", "required"),
            ("/answers/1/value", "too_large"),
        ]


class TestHiddenQuestion:
    def test_is_not_answered(self) -> None:
        assert wrong((OVERALL, UNHAPPY), ("overall", 3), ("unhappy", ["slow"])) == [
            ("/answers/1/value", "survey.answer.not_shown")
        ]

    def test_is_shown_after_its_answer(self) -> None:
        assert wrong((OVERALL, UNHAPPY), ("unhappy", ["slow"]), ("overall", 2)) == []

    def test_need_not_be_answered(self) -> None:
        assert wrong((OVERALL, HOW), ("overall", 3)) == []
        assert wrong((OVERALL, HOW), ("overall", 2)) == [("/answers", "required")]

    def test_hides_what_depends_on_it(self) -> None:
        assert wrong((OVERALL, HOW, MUCH), ("overall", 3), ("much", "a lot")) == [
            ("/answers/1/value", "survey.answer.not_shown")
        ]
        assert wrong((OVERALL, HOW, MUCH), ("overall", 2), ("how", 1), ("much", "a lot")) == []

    @given(st.integers(min_value=1, max_value=5))
    def test_is_answered_if_and_only_if_it_is_shown(self, overall: int) -> None:
        mistakes = wrong((OVERALL, UNHAPPY), ("overall", overall), ("unhappy", ["slow"]))

        assert (mistakes == []) is (overall <= 2)


class TestScore:
    def test_is_the_lowest_of_its_dimension(self) -> None:
        also = question("again", dimension="overall")

        given_ = check(
            (OVERALL, also, RECOMMEND), [entry("overall", 4), entry("again", 2), entry("recommend", 9)]
        ).given

        assert lowest_of(given_, "overall") == 2
        assert lowest_of(given_, "attitude") is None
        assert nps_of(given_) == 9
        assert nps_of(given_[:2]) is None
