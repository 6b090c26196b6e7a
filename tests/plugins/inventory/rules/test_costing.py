"""The moving average: nothing appears, nothing vanishes, and empty stock is worth nothing."""

from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.costing import NO_CURRENCY, Valuation, unit_cost_of, value_of
from wellkept_sdk.money import Money


def cny(amount_minor: int) -> Money:
    return Money(amount_minor=amount_minor, currency="CNY")


THREE_AND_ONE = Valuation(currency="CNY", quantity_milli=4000, value_minor=4001)


class TestTaking:
    def test_rounds_half_up_and_the_last_unit_takes_the_rest(self) -> None:
        left, taken = THREE_AND_ONE, list[int]()
        for _ in range(4):
            value = left.taken(1000)
            taken.append(value.amount_minor)
            left = left.with_less(1000, value)

        assert taken == [1000, 1000, 1001, 1000]
        assert left == Valuation(currency="CNY", quantity_milli=0, value_minor=0)

    def test_takes_what_was_brought_as_far_as_there_is_so_much(self) -> None:
        assert THREE_AND_ONE.taken(1000, cny(900)) == cny(900)
        assert THREE_AND_ONE.taken(1000, cny(9000)) == cny(4001)
        assert THREE_AND_ONE.taken(4000, cny(900)) == cny(4001)
        assert THREE_AND_ONE.taken(2000, Money(amount_minor=5, currency="USD")) == cny(2001)

    @given(
        st.lists(st.tuples(st.integers(1, 10**12), st.integers(0, 10**12)), min_size=1, max_size=6),
        st.lists(st.integers(1, 10**12), max_size=8),
    )
    def test_never_leaves_less_than_nothing(self, receipts: list[tuple[int, int]], issues: list[int]) -> None:
        left = Valuation()
        for quantity_milli, amount_minor in receipts:
            left = left.with_more(quantity_milli, cny(amount_minor))
        for wanted in [*issues, left.quantity_milli]:
            quantity_milli = min(wanted, left.quantity_milli)
            left = left.with_less(quantity_milli, left.taken(quantity_milli))
            assert left.value_minor >= 0

        assert (left.quantity_milli, left.value_minor) == (0, 0)


class TestCurrency:
    def test_is_free_while_there_is_nothing_or_no_price(self) -> None:
        unpriced = Valuation().with_more(2000, Money(amount_minor=0, currency=NO_CURRENCY))

        assert unpriced == Valuation(currency=NO_CURRENCY, quantity_milli=2000, value_minor=0)
        assert unpriced.takes("CNY")
        assert unpriced.with_more(1000, cny(7)) == Valuation(currency="CNY", quantity_milli=3000, value_minor=7)
        assert Valuation(currency="CNY", quantity_milli=0, value_minor=0).takes("USD")

    def test_is_one_while_there_is_stock(self) -> None:
        assert THREE_AND_ONE.takes("CNY")
        assert THREE_AND_ONE.takes(NO_CURRENCY)
        assert not THREE_AND_ONE.takes("USD")
        free = Money(amount_minor=0, currency=NO_CURRENCY)
        assert THREE_AND_ONE.with_more(1000, free).currency == "CNY"


class TestUnitCost:
    def test_is_rounded_half_up_to_minor_units(self) -> None:
        assert value_of(2500, cny(333)) == cny(833)
        assert value_of(1500, cny(1)) == cny(2)
        assert unit_cost_of(1500, cny(2)) == cny(1)
        assert unit_cost_of(3000, cny(500)) == cny(167)

    def test_of_nothing_is_nothing(self) -> None:
        assert Valuation().average(1000) == Money(amount_minor=0, currency=NO_CURRENCY)
