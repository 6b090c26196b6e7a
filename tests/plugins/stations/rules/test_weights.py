"""Which weights could never work."""

import pytest

from wellkept_stations.errors import WeightsInvalid
from wellkept_stations.rules.weights import weight_mistakes
from wellkept_stations.terms import WEIGHTS


class TestWeights:
    @pytest.mark.parametrize("weights", [WEIGHTS, {"distance": 1}, {"distance": 0, "load": 7}])
    def test_may_be_any_of_which_one_counts(self, weights: dict[str, int]) -> None:
        assert weight_mistakes(weights) == []

    @pytest.mark.parametrize("weights", [{}, {"distance": 0}, {"distance": 0, "load": 0}])
    def test_are_refused_where_nothing_counts(self, weights: dict[str, int]) -> None:
        [mistake] = weight_mistakes(weights)

        assert (mistake.pointer, mistake.code) == ("/weights", WeightsInvalid.code)

    def test_are_not_negative(self) -> None:
        [mistake] = weight_mistakes({"distance": -1, "load": 5})

        assert (mistake.pointer, mistake.code) == ("/weights/distance", WeightsInvalid.code)

    def test_are_of_known_criteria(self) -> None:
        found = weight_mistakes({"beauty": 3, "rank/~": -1})

        assert [mistake.pointer for mistake in found] == [
            "/weights/beauty",
            "/weights/rank~1~0",
            "/weights/rank~1~0",
        ]
