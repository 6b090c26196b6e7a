"""How well others' questions are answered that were judged by people: BM25 alone, the whole text as the body."""

import pytest
from benchmarks.retrieval import ndcg, reciprocal_rank, retrieval_figures

from surroundings import real_data


@pytest.mark.slow
@pytest.mark.unmeasured
@pytest.mark.parametrize(("name", "least"), [("zh_drcd", 0.955), ("en_cranfield", 0.375), ("en_cacm", 0.41)])
def test_is_as_good_as_it_was(name: str, least: float) -> None:
    real_data(f"{name}/SOURCE.txt")

    [figures] = retrieval_figures([name])

    assert figures.ndcg10 >= least


class TestFigures:
    def test_of_the_best_order_are_one(self) -> None:
        assert ndcg(["a", "b", "c"], frozenset("ab")) == 1.0
        assert reciprocal_rank(["a", "b"], frozenset("ab")) == 1.0

    def test_are_discounted_by_rank(self) -> None:
        assert ndcg(["x", "a"], frozenset("a")) == pytest.approx(0.63093, abs=1e-5)
        assert reciprocal_rank(["x", "y", "a"], frozenset("a")) == pytest.approx(1 / 3)
        assert reciprocal_rank(["x"], frozenset("a")) == 0.0
