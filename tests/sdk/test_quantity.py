import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_sdk.quantity import Quantity, QuantityText, UnitMismatch, decimal_of, milli_of

MILLI = st.integers(min_value=-999_999_999_999, max_value=999_999_999_999)


def pieces(milli: int) -> Quantity:
    return Quantity(milli=milli, unit="ea")


class TestQuantity:
    def test_adds_up_in_one_unit(self) -> None:
        assert pieces(2000) + pieces(500) - pieces(1000) == pieces(1500)
        assert -pieces(2000) == pieces(-2000)

    def test_is_compared_in_one_unit(self) -> None:
        assert pieces(1) < pieces(2)
        assert pieces(2) <= pieces(2)

    def test_has_no_sum_and_no_order_with_another_unit(self) -> None:
        metres = Quantity(milli=1000, unit="m")

        with pytest.raises(UnitMismatch, match="ea and m have no sum"):
            assert pieces(1000) + metres
        with pytest.raises(UnitMismatch):
            assert pieces(1000) - metres
        with pytest.raises(UnitMismatch):
            assert pieces(1000) < metres
        with pytest.raises(UnitMismatch):
            assert pieces(1000) <= metres

    def test_is_whole_or_not(self) -> None:
        assert pieces(2000).is_whole
        assert not pieces(2500).is_whole

    def test_reads_as_a_decimal_number_with_its_unit(self) -> None:
        assert str(Quantity.parse("2.5", unit="kg")) == "2.500 kg"


class TestMilliOf:
    @pytest.mark.parametrize(("text", "milli"), [("2", 2000), ("2.5", 2500), ("0.001", 1), ("-1.25", -1250)])
    def test_is_in_whole_thousandths(self, text: str, milli: int) -> None:
        assert milli_of(text) == milli

    @pytest.mark.parametrize("text", ["", "1.2345", "1234567890", "1e3", ".5", "1.", "+1", "٣"])
    def test_refuses_what_the_edge_refuses(self, text: str) -> None:
        with pytest.raises(ValueError, match="is no decimal number"):
            milli_of(text)
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(text, QuantityText)

    @given(MILLI)
    def test_reads_back_what_is_written(self, milli: int) -> None:
        text = decimal_of(milli)

        assert milli_of(text) == milli
        assert msgspec.convert(text, QuantityText) == text


class TestDecimalOf:
    @pytest.mark.parametrize(("milli", "text"), [(2500, "2.500"), (-1, "-0.001"), (0, "0.000")])
    def test_has_three_decimals(self, milli: int, text: str) -> None:
        assert decimal_of(milli) == text
