"""How well an article answers, and what may be left out without changing the answer."""

from decimal import Decimal
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_knowledge.rules.queries import Known, Query
from wellkept_knowledge.rules.ranking import IDF_MIN, Weighed, idf, least_score, needed, shown, weighed

weights = st.lists(
    st.builds(Weighed, st.text("abcdefghij", min_size=1, max_size=3), st.floats(IDF_MIN, 12)),
    min_size=1,
    max_size=12,
    unique_by=lambda weight: weight.token,
)


class TestIdf:
    def test_is_that_of_fts5(self) -> None:
        assert idf(1, documents=10) == pytest.approx(log(9.5 / 1.5))

    def test_is_never_against_a_document(self) -> None:
        assert idf(6, documents=10) == IDF_MIN


class TestWeighed:
    def test_are_the_tokens_that_count(self) -> None:
        found = weighed(Query(tokens=("a", "b", "c")), Known(documents=10, length_total=50, having={"a": 4, "b": 1}))

        assert found == [Weighed("b", log(9.5 / 1.5), 1), Weighed("a", log(6.5 / 4.5), 4)]


class TestNeeded:
    def test_is_nothing_of_a_score_that_everybody_reaches(self) -> None:
        assert needed([Weighed("a", 1.0), Weighed("b", 1.0)], score=0.0) == []

    def test_is_every_token_of_the_highest_score(self) -> None:
        assert needed([Weighed("a", 1.0), Weighed("b", 2.0)], score=6.6) == [["b"], ["a"]]

    def test_is_one_of_those_that_add_too_much_together(self) -> None:
        # At most 2.2 + 2.2 + 1.1; with 3.0 to reach, 2.5 may be missing.
        rare, other, common = Weighed("a", 1.0), Weighed("b", 1.0), Weighed("c", 0.5)

        assert needed([rare, other, common], score=3.0) == [["a", "b"]]

    @given(weights, st.floats(0, 1), st.data())
    def test_is_never_missing_from_a_document_that_comes_up_to_it(
        self, weights: list[Weighed], share: float, data: st.DataObject
    ) -> None:
        score = share * sum(weight.most for weight in weights)
        had = data.draw(st.sets(st.sampled_from([weight.token for weight in weights])))
        best = sum(weight.most for weight in weights if weight.token in had)

        groups = needed(weights, score=score)

        if best >= score + 1e-9:
            assert all(had.intersection(group) for group in groups)
        tokens = [token for group in groups for token in group]
        assert len(tokens) == len(set(tokens))


class TestPoints:
    def test_are_shown_with_six_places(self) -> None:
        assert shown(4_000_000_000_000) == Decimal("1.000000")
        assert shown(1_000_001 * 1_167 * 1_000 * 4) == Decimal("1.167001")
        assert shown(3 * 500 * 1_000 * 4) == Decimal("0.000002")

    def test_tell_the_score_without_which_nobody_has_them(self) -> None:
        assert least_score(4_000_000_000_000, boost_milli_max=1_000) == pytest.approx(1 - 2e-6)
        assert least_score(4_000_000_000_000, boost_milli_max=1_250) == pytest.approx(0.8 - 2e-6)

    @given(st.floats(0, 1_000), st.integers(750, 1_250))
    def test_are_never_reached_with_less(self, score: float, boost: int) -> None:
        points = int(score * 1_000_000 + 0.5) * boost * 1_000 * 4

        assert score >= least_score(points, boost_milli_max=1_250)
