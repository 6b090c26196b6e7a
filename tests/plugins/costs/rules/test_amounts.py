"""What a quantity comes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_costs.rules.amounts import QUANTITY_MILLI_MAX, amount_of, unit_of


class TestAnAmount:
    @pytest.mark.parametrize(
        ("unit", "milli", "amount"),
        [(333, 500, 167), (1, 499, 0), (1, 500, 1), (12000, 2500, 30000), (0, 5000, 0), (3, -500, -2)],
    )
    def test_is_rounded_half_away_from_zero(self, unit: int, milli: int, amount: int) -> None:
        assert amount_of(unit, milli) == amount

    @given(unit=st.integers(0, 10**12), milli=st.integers(1, QUANTITY_MILLI_MAX))
    def test_is_the_formula_of_whole_numbers(self, unit: int, milli: int) -> None:
        assert amount_of(unit, milli) == (unit * milli * 2 + 1000) // 2000


class TestAUnit:
    @pytest.mark.parametrize(("amount", "milli", "unit"), [(1000, 3000, 333), (1001, 2000, 501), (5, 10_000, 1)])
    def test_is_what_one_comes_to(self, amount: int, milli: int, unit: int) -> None:
        assert unit_of(amount, milli) == unit
