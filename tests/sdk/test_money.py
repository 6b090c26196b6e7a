import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_sdk.money import AMOUNT_MINOR_MAX, CurrencyMismatch, Money, minor_digits, total

CURRENCIES = st.sampled_from(["CNY", "EUR", "JPY", "KWD", "CLF"])
AMOUNTS = st.integers(min_value=-AMOUNT_MINOR_MAX, max_value=AMOUNT_MINOR_MAX)


def yuan(amount_minor: int) -> Money:
    return Money(amount_minor=amount_minor, currency="CNY")


class TestMoney:
    def test_adds_up_in_one_currency(self) -> None:
        assert yuan(1250) + yuan(50) - yuan(300) == yuan(1000)
        assert -yuan(1250) == yuan(-1250)

    def test_is_compared_in_one_currency(self) -> None:
        assert yuan(1250) < yuan(1251)
        assert yuan(1250) <= yuan(1250)
        assert max(yuan(1), yuan(3), yuan(2)) == yuan(3)

    def test_has_no_sum_and_no_order_with_another_currency(self) -> None:
        euro = Money(amount_minor=100, currency="EUR")

        with pytest.raises(CurrencyMismatch, match="CNY and EUR have no sum"):
            assert yuan(100) + euro
        with pytest.raises(CurrencyMismatch):
            assert yuan(100) - euro
        with pytest.raises(CurrencyMismatch):
            assert yuan(100) < euro
        with pytest.raises(CurrencyMismatch):
            assert yuan(100) <= euro

    def test_times_a_quantity_rounds_half_away_from_zero(self) -> None:
        assert yuan(333).times(1500, over=1000) == yuan(500)
        assert yuan(-333).times(1500, over=1000) == yuan(-500)
        assert yuan(333).times(2) == yuan(666)

    def test_splits_without_losing_a_cent(self) -> None:
        assert yuan(10_000).split([1, 1, 1]) == [yuan(3334), yuan(3333), yuan(3333)]

    def test_reads_as_a_decimal_number_with_its_currency(self) -> None:
        assert str(yuan(-5)) == "-0.05 CNY"

    def test_is_refused_beyond_what_every_reader_holds_exactly(self) -> None:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"amount_minor": 2**53, "currency": "CNY"}, Money)

    def test_is_refused_with_a_currency_that_is_no_code(self) -> None:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"amount_minor": 1, "currency": "yuan"}, Money)


class TestDecimal:
    @pytest.mark.parametrize(
        ("amount_minor", "currency", "text"),
        [
            (123456, "CNY", "1234.56"),
            (5, "CNY", "0.05"),
            (-5, "CNY", "-0.05"),
            (1200, "JPY", "1200"),
            (-1200, "JPY", "-1200"),
            (1, "KWD", "0.001"),
        ],
    )
    def test_has_all_digits_of_the_currency(self, amount_minor: int, currency: str, text: str) -> None:
        assert Money(amount_minor=amount_minor, currency=currency).decimal() == text

    @given(AMOUNTS, CURRENCIES)
    def test_is_read_back(self, amount_minor: int, currency: str) -> None:
        money = Money(amount_minor=amount_minor, currency=currency)

        assert Money.parse(money.decimal(), currency=currency) == money


class TestParse:
    def test_fills_missing_digits(self) -> None:
        assert Money.parse("12.5", currency="CNY") == yuan(1250)
        assert Money.parse("12", currency="CNY") == yuan(1200)

    @pytest.mark.parametrize("text", ["", "1,5", "1e3", "+1", ".5", "5.", " 1", "٣"])
    def test_refuses_what_is_no_plain_decimal_number(self, text: str) -> None:
        with pytest.raises(ValueError, match="is no decimal number"):
            Money.parse(text, currency="CNY")

    def test_refuses_more_digits_than_the_currency_has(self) -> None:
        with pytest.raises(ValueError, match="more than the 2 decimals of CNY"):
            Money.parse("1.005", currency="CNY")
        with pytest.raises(ValueError, match="more than the 0 decimals of JPY"):
            Money.parse("1.0", currency="JPY")


class TestTotal:
    def test_is_zero_of_the_currency_without_amounts(self) -> None:
        assert total([], currency="EUR") == Money(amount_minor=0, currency="EUR")

    def test_is_the_sum(self) -> None:
        assert total([yuan(1), yuan(2)], currency="CNY") == yuan(3)


class TestMinorDigits:
    def test_are_two_for_most_currencies(self) -> None:
        assert [minor_digits(code) for code in ["CNY", "EUR", "JPY", "VND", "KWD", "UYW"]] == [2, 2, 0, 0, 3, 4]
