from collections.abc import Iterable
from decimal import Decimal

import pytest

from wellkept_inventory.rules.alerts import StockAlert, StockFigures, alert_of, is_news


def figures(
    available: int, *, reorder_point: int | None = 4_000, maximum: int | None = 10_000, rate: str | None = None
) -> StockFigures:
    return StockFigures(
        available_milli=available,
        reorder_point_milli=reorder_point,
        maximum_milli=maximum,
        monthly_rate=None if rate is None else Decimal(rate),
        overstock_months=24,
    )


def announced(available: Iterable[int]) -> list[StockAlert]:
    """Return what is announced while stock moves."""
    alert, found = StockAlert.NONE, list[StockAlert]()
    for milli in available:
        before, alert = alert, alert_of(figures(milli))
        if is_news(alert, after=before):
            found.append(alert)
    return found


class TestAlert:
    @pytest.mark.parametrize(
        ("available", "expected"),
        [
            (0, StockAlert.OUT),
            (1, StockAlert.LOW),
            (4_000, StockAlert.LOW),
            (4_001, StockAlert.NONE),
            (10_000, StockAlert.NONE),
            (10_001, StockAlert.OVER),
        ],
    )
    def test_is_told_by_reorder_point_and_maximum(self, available: int, expected: StockAlert):
        assert alert_of(figures(available)) is expected

    @pytest.mark.parametrize(
        ("available", "rate", "expected"),
        [
            (24_000, "1", StockAlert.NONE),
            (24_001, "1", StockAlert.OVER),
            (12_001, "0.5", StockAlert.OVER),
            (4_001, "0", StockAlert.OVER),
            (4_000, "0", StockAlert.LOW),
            (99_000, None, StockAlert.NONE),
        ],
    )
    def test_is_over_for_more_than_will_be_used_in_two_years(
        self, available: int, rate: str | None, expected: StockAlert
    ):
        assert alert_of(figures(available, maximum=None, rate=rate)) is expected

    def test_is_over_by_the_maximum_though_it_will_be_used(self):
        assert alert_of(figures(10_001, rate="100")) is StockAlert.OVER

    def test_is_out_even_without_any_level(self):
        assert alert_of(figures(0, reorder_point=None, maximum=None)) is StockAlert.OUT
        assert alert_of(figures(1, reorder_point=None, maximum=None)) is StockAlert.NONE

    def test_tells_of_too_little_where_the_levels_contradict_each_other(self):
        assert alert_of(figures(3_000, maximum=2_000)) is StockAlert.LOW


class TestNews:
    def test_is_each_crossing_and_no_move_in_between(self):
        assert announced([9_000, 4_000, 3_000, 2_000, 9_000, 8_000, 4_000, 1_000]) == [StockAlert.LOW, StockAlert.LOW]

    def test_is_running_out_after_falling_low(self):
        assert announced([4_000, 0, 0]) == [StockAlert.LOW, StockAlert.OUT]

    def test_is_only_running_out_where_both_come_at_once(self):
        assert announced([9_000, 0]) == [StockAlert.OUT]

    def test_is_not_low_stock_that_has_risen_from_nothing(self):
        assert announced([0, 2_000, 0]) == [StockAlert.OUT, StockAlert.OUT]

    def test_is_too_much_however_it_came(self):
        assert announced([10_001, 10_002, 10_000, 20_000, 1_000]) == [StockAlert.OVER, StockAlert.OVER, StockAlert.LOW]
        assert announced([0, 20_000]) == [StockAlert.OUT, StockAlert.OVER]
