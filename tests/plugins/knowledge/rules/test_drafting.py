import pytest

from wellkept_knowledge.rules.drafting import is_wanted, symptom_of
from wellkept_knowledge.terms import DraftReason, KnowledgeTerms

DEFAULT = KnowledgeTerms().draft_from


class TestDraft:
    @pytest.mark.parametrize("grade", [1, 2, 3, 4])
    def test_is_wanted_by_grade(self, grade: int) -> None:
        assert is_wanted(DEFAULT, grade=grade, has_recurred=False, was_consulted=False) is (grade < 3)

    def test_is_wanted_of_a_fault_that_came_back(self) -> None:
        assert is_wanted(DEFAULT, grade=3, has_recurred=True, was_consulted=False)

    def test_is_wanted_where_somebody_was_consulted_if_the_terms_say_so(self) -> None:
        assert not is_wanted(DEFAULT, grade=3, has_recurred=False, was_consulted=True)
        assert is_wanted([DraftReason.CONSULTED], grade=3, has_recurred=False, was_consulted=True)

    def test_is_wanted_of_nothing_where_the_terms_name_nothing(self) -> None:
        assert not is_wanted([], grade=1, has_recurred=True, was_consulted=True)


class TestSymptom:
    def test_tells_in_paragraphs_what_was_seen(self) -> None:
        said = symptom_of(description="Leaks.", impact="Line 2 stands.", operating_state="stopped")

        assert said == "Leaks.\nLine 2 stands.\nstopped"

    def test_leaves_out_what_is_not_said(self) -> None:
        assert symptom_of(description="Leaks.", impact=None, operating_state=" ") == "Leaks."
        assert symptom_of(description="", impact=None, operating_state=None) == ""
