from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.forecasting import in_buckets
from wellkept_inventory.rules.replenishment import (
    LotSize,
    StockLevels,
    StockPosition,
    Supply,
    Surplus,
    order_up_to_milli,
    supplies,
    wanted_milli,
)
from wellkept_inventory.settings import Bucket

NANJING, SUZHOU = UUID(int=1), UUID(int=2)
LEVELS = StockLevels(reorder_point_milli=4_000, order_up_to_milli=10_000)


def position(available: int, *, on_order: int = 0, missing: int = 0) -> StockPosition:
    return StockPosition(available_milli=available, on_order_milli=on_order, missing_milli=missing)


class TestOrderUpTo:
    @pytest.mark.parametrize(
        ("rate", "review", "expected"),
        [("2", "1", 6_000), ("0.901722", "1", 5_000), ("2", "0", 4_000), ("0.5", "3", 6_000), ("0", "3", 4_000)],
    )
    def test_is_what_lasts_until_the_next_review_in_whole_units(self, rate: str, review: str, expected: int):
        found = order_up_to_milli(4_000, rate=Decimal(rate), review_buckets=Decimal(review), maximum_milli=None)

        assert found == expected

    def test_is_the_maximum_of_a_policy(self):
        assert order_up_to_milli(4_000, rate=Decimal(2), review_buckets=Decimal(1), maximum_milli=9_000) == 9_000

    def test_does_not_order_one_more_for_a_digit_that_nobody_sees(self):
        third = in_buckets(7, bucket=Bucket.MONTH)

        assert order_up_to_milli(0, rate=1 / third, review_buckets=third, maximum_milli=None) == 1_000
        assert (
            order_up_to_milli(0, rate=Decimal("1.00000000000000000001"), review_buckets=Decimal(2), maximum_milli=None)
            == 2_000
        )


class TestWanted:
    @pytest.mark.parametrize(
        ("stock", "expected"),
        [
            (position(4_001), 0),
            (position(4_000), 6_000),
            (position(0), 10_000),
            (position(1_000, on_order=4_000), 0),
            (position(1_000, on_order=3_000), 6_000),
            (position(5_000, missing=1_000), 6_000),
            (position(0, missing=3_000), 13_000),
        ],
    )
    def test_fills_stock_up_once_it_is_at_its_reorder_point(self, stock: StockPosition, expected: int):
        assert wanted_milli(stock, levels=LEVELS) == expected

    def test_is_nothing_where_the_levels_contradict_each_other(self):
        contradictory = StockLevels(reorder_point_milli=4_000, order_up_to_milli=2_000)

        assert wanted_milli(position(3_000), levels=contradictory) == 0


class TestLotSize:
    @pytest.mark.parametrize(
        ("multiple", "minimum", "needed", "expected"),
        [
            (1, 0, 2_500, 2_500),
            (1_000, 0, 2_500, 3_000),
            (5_000, 0, 5_000, 5_000),
            (5_000, 0, 5_001, 10_000),
            (1, 8_000, 2_500, 8_000),
            (5_000, 8_000, 2_500, 10_000),
        ],
    )
    def test_rounds_up_to_the_minimum_and_the_multiple(self, multiple: int, minimum: int, needed: int, expected: int):
        assert LotSize(multiple_milli=multiple, minimum_milli=minimum).covering(needed) == expected


class TestSupplies:
    def test_are_transfers_before_a_purchase(self):
        surpluses = [Surplus(SUZHOU, 2_000), Surplus(NANJING, 1_000)]

        found = supplies(6_000, surpluses=surpluses, lot_size=LotSize(multiple_milli=5_000))

        assert found == [Supply(SUZHOU, 2_000), Supply(NANJING, 1_000), Supply(None, 5_000)]

    def test_are_transfers_alone_where_they_suffice(self):
        surpluses = [Surplus(SUZHOU, -1_000), Surplus(NANJING, 9_000), Surplus(SUZHOU, 9_000)]

        assert supplies(6_000, surpluses=surpluses, lot_size=LotSize(minimum_milli=50_000)) == [Supply(NANJING, 6_000)]

    def test_are_none_where_nothing_is_needed(self):
        assert supplies(0, surpluses=[Surplus(NANJING, 9_000)], lot_size=LotSize(minimum_milli=5_000)) == []

    @given(
        needed=st.integers(min_value=0, max_value=10**9),
        spare=st.lists(st.integers(min_value=-(10**6), max_value=10**6), max_size=5),
        multiple=st.integers(min_value=1, max_value=10**5),
        minimum=st.integers(min_value=0, max_value=10**6),
    )
    def test_cover_what_is_needed_and_take_no_more_than_there_is(
        self, needed: int, spare: list[int], multiple: int, minimum: int
    ):
        surpluses = [Surplus(UUID(int=place), milli) for place, milli in enumerate(spare)]

        found = supplies(needed, surpluses=surpluses, lot_size=LotSize(multiple_milli=multiple, minimum_milli=minimum))

        total = sum(supply.milli for supply in found)
        purchases = [supply.milli for supply in found if supply.from_location_id is None]
        given_milli = {supply.from_location_id: supply.milli for supply in found}
        assert total >= needed
        assert total < needed + multiple + minimum or not purchases
        assert purchases or total == needed
        assert all(milli % multiple == 0 and milli >= minimum for milli in purchases)
        assert all(0 < given_milli.get(each.location_id, 1) <= max(each.milli, 1) for each in surpluses)
