from fractions import Fraction

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surroundings import real_data
from wellkept_sdk.rounding import by_largest_remainder, half_away_from_zero


class TestHalfAwayFromZero:
    @pytest.mark.parametrize(
        ("numerator", "over", "rounded"),
        [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (5, 3, 2), (0, 7, 0), (1499, 1000, 1), (1500, 1000, 2)],
    )
    def test_rounds(self, numerator: int, over: int, rounded: int) -> None:
        assert half_away_from_zero(numerator, over=over) == rounded

    @given(st.integers(), st.integers(min_value=1))
    def test_is_never_further_away_than_a_half(self, numerator: int, over: int) -> None:
        rounded = half_away_from_zero(numerator, over=over)

        assert abs(Fraction(numerator, over) - rounded) <= Fraction(1, 2)

    @given(st.integers(), st.integers(min_value=1))
    def test_treats_both_signs_alike(self, numerator: int, over: int) -> None:
        assert half_away_from_zero(-numerator, over=over) == -half_away_from_zero(numerator, over=over)


class TestByLargestRemainder:
    def test_gives_what_is_left_to_the_earlier_of_equal_remainders(self) -> None:
        assert by_largest_remainder(10_000, weights=[1, 1, 1]) == [3334, 3333, 3333]

    def test_gives_what_is_left_to_the_largest_remainder(self) -> None:
        assert by_largest_remainder(101, weights=[3, 7]) == [30, 71]

    def test_gives_nothing_for_a_weight_of_zero(self) -> None:
        assert by_largest_remainder(5, weights=[0, 7, 3]) == [0, 4, 1]

    def test_splits_a_credit_as_it_splits_a_debit(self) -> None:
        assert by_largest_remainder(-5, weights=[7, 3]) == [-4, -1]

    @pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
    def test_refuses_weights_that_say_nothing(self, weights: list[int]) -> None:
        with pytest.raises(ValueError, match="Weights are zero or more"):
            by_largest_remainder(100, weights=weights)

    @given(st.integers(), st.lists(st.integers(min_value=0), min_size=1, max_size=32))
    def test_adds_up_with_no_part_a_whole_unit_off(self, total: int, weights: list[int]) -> None:
        assume(any(weights))

        parts = by_largest_remainder(total, weights=weights)

        exact = [Fraction(total * weight, sum(weights)) for weight in weights]
        assert sum(parts) == total
        assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))

    def test_agrees_with_two_known_libraries(self) -> None:
        document = msgspec.json.decode(real_data("liability_allocation/vectors.json").read_bytes())
        comparable = [vector for vector in document["vectors"] if vector.get("largest_remainder_first_wins")]

        assert comparable
        for vector in comparable:
            weights = [round(ratio * 100) for ratio in vector["ratios"]]
            assert by_largest_remainder(vector["amount"], weights=weights) == vector["expected"]
