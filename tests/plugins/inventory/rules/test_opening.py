from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.opening import Thousandths, thousandths


class TestThousandths:
    @pytest.mark.parametrize(
        ("text", "milli", "rounded"),
        [
            ("37.49040", 37_490, True),
            ("440.00000", 440_000, False),
            ("2", 2_000, False),
            ("0.0005", 1, True),
            ("0.0004", 0, True),
            ("0.123", 123, False),
            ("999999999.999500000000", 1_000_000_000_000, True),
        ],
    )
    def test_are_rounded_half_up(self, text: str, milli: int, rounded: bool) -> None:  # noqa: FBT001 - a table of examples
        assert thousandths(text) == Thousandths(milli, rounded)

    @given(st.decimals(min_value=0, max_value=999_999_999, places=7))
    def test_are_as_near_as_can_be(self, quantity: Decimal) -> None:
        exact = quantity * 1000

        found = thousandths(f"{quantity:f}")

        assert found.milli == int(exact.to_integral_value(ROUND_HALF_UP))
        assert found.rounded is (found.milli != exact)

    @pytest.mark.parametrize(
        "text", ["", "-1", "1e3", "NaN", "1.", ".5", "1234567890", "1.0000000000001", "1\n", "\u0661"]
    )
    def test_are_refused_of_what_is_no_such_number(self, text: str) -> None:
        with pytest.raises(ValueError, match="no decimal number"):
            thousandths(text)
