from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from wellkept_inventory.rules.alerts import StockAlert
from wellkept_inventory.rules.policies import (
    LastForecast,
    Policy,
    PolicyFigures,
    ReplenishmentMethod,
    SupplySource,
    contradictions,
    levels_of,
)
from wellkept_inventory.rules.replenishment import LotSize, StockLevels

FORECAST = LastForecast(monthly_rate=Decimal(2), reorder_point_milli=6_000, order_up_to_milli=9_000)


def figures(
    method: str, *, minimum: int | None = None, maximum: int | None = None, reorder_point: int | None = None
) -> PolicyFigures:
    return PolicyFigures(
        method=ReplenishmentMethod(method),
        minimum_milli=minimum,
        maximum_milli=maximum,
        reorder_point_milli=reorder_point,
    )


def policy(said: PolicyFigures, **values: Any) -> Policy:
    plain: dict[str, Any] = {
        "id": UUID(int=1),
        "part_id": UUID(int=2),
        "location_id": UUID(int=3),
        "location_code": "NANJING",
        "sourcing_priority": 50,
        "time_zone": "UTC",
        "order_multiple_milli": None,
        "order_minimum_milli": None,
        "service_level_permille": 950,
        "lead_time_days": 30,
        "review_days": 30,
        "source": SupplySource.PURCHASE,
        "party_id": None,
        "whole_units": True,
        "is_in_use": True,
        "is_bought": True,
        "alert": StockAlert.NONE,
        "forecast": None,
    }
    return Policy(figures=said, **{**plain, **values})


def judged(said: Policy, available: int) -> StockAlert:
    return said.judged(available, overstock_months=24)


class TestLevels:
    @pytest.mark.parametrize("forecast", [None, FORECAST])
    def test_there_are_none_where_nothing_is_replenished(self, forecast: LastForecast | None):
        assert levels_of(figures("none", minimum=1, maximum=2, reorder_point=2), forecast) is None

    @pytest.mark.parametrize("forecast", [None, FORECAST])
    def test_are_minimum_and_maximum_as_people_have_set_them(self, forecast: LastForecast | None):
        assert levels_of(figures("min_max", minimum=2_000, maximum=5_000), forecast) == StockLevels(
            reorder_point_milli=2_000, order_up_to_milli=5_000
        )

    @pytest.mark.parametrize(
        ("maximum", "forecast", "order_up_to"),
        [(None, None, 4_000), (None, FORECAST, 7_000), (8_000, FORECAST, 8_000)],
    )
    def test_are_the_reorder_point_that_people_have_set_and_what_is_used_until_the_next_review(
        self, maximum: int | None, forecast: LastForecast | None, order_up_to: int
    ):
        found = levels_of(figures("reorder_point", reorder_point=4_000, maximum=maximum), forecast)

        assert found == StockLevels(reorder_point_milli=4_000, order_up_to_milli=order_up_to)

    @pytest.mark.parametrize(
        ("minimum", "reorder_point", "forecast", "expected"),
        [
            (None, None, FORECAST, (6_000, 9_000)),
            (None, 1_000, FORECAST, (6_000, 9_000)),
            (7_000, None, FORECAST, (7_000, 10_000)),
            (1_000, None, None, (1_000, 1_000)),
            (None, 3_000, None, (3_000, 3_000)),
            (4_000, 3_000, None, (4_000, 4_000)),
        ],
    )
    def test_follow_the_forecast_and_are_never_below_the_minimum(
        self, minimum: int | None, reorder_point: int | None, forecast: LastForecast | None, expected: tuple[int, int]
    ):
        found = levels_of(figures("forecast", minimum=minimum, reorder_point=reorder_point), forecast)

        assert found == StockLevels(reorder_point_milli=expected[0], order_up_to_milli=expected[1])

    def test_there_are_none_before_anything_was_used(self):
        assert levels_of(figures("forecast"), None) is None


class TestContradictions:
    @pytest.mark.parametrize(
        ("said", "names"),
        [
            (figures("none"), []),
            (figures("forecast"), []),
            (figures("min_max"), ["minimum", "maximum"]),
            (figures("min_max", minimum=2, maximum=2), []),
            (figures("min_max", minimum=3, maximum=2), ["minimum"]),
            (figures("reorder_point"), ["reorder_point"]),
            (figures("reorder_point", reorder_point=0), []),
            (figures("reorder_point", reorder_point=3, maximum=2), ["reorder_point"]),
            (figures("forecast", minimum=3, reorder_point=3, maximum=2), ["minimum", "reorder_point"]),
        ],
    )
    def test_name_the_figures_that_do_not_fit(self, said: PolicyFigures, names: list[str]):
        assert list(contradictions(said)) == names


class TestPolicy:
    @pytest.mark.parametrize(
        ("multiple", "minimum", "whole_units", "expected"),
        [
            (None, None, True, LotSize(multiple_milli=1_000, minimum_milli=0)),
            (None, None, False, LotSize(multiple_milli=1, minimum_milli=0)),
            (12_000, 24_000, True, LotSize(multiple_milli=12_000, minimum_milli=24_000)),
        ],
    )
    def test_buys_whole_units_or_as_people_have_said(
        self, multiple: int | None, minimum: int | None, *, whole_units: bool, expected: LotSize
    ):
        said = policy(
            figures("none"), order_multiple_milli=multiple, order_minimum_milli=minimum, whole_units=whole_units
        )

        assert said.lot_size == expected

    @pytest.mark.parametrize(
        ("available", "alert"),
        [(0, StockAlert.OUT), (6_000, StockAlert.LOW), (6_001, StockAlert.NONE), (48_001, StockAlert.OVER)],
    )
    def test_judges_stock_by_its_levels_and_its_forecast(self, available: int, alert: StockAlert):
        assert judged(policy(figures("forecast"), forecast=FORECAST), available) is alert

    def test_judges_stock_that_was_never_used_by_what_there_is(self):
        never_used = policy(figures("forecast"))

        assert judged(never_used, 0) is StockAlert.OUT
        assert judged(never_used, 900_000) is StockAlert.NONE

    def test_does_not_judge_what_is_not_replenished(self):
        assert judged(policy(figures("none")), 0) is StockAlert.NONE
        assert judged(policy(figures("min_max", minimum=1, maximum=2), is_in_use=False), 0) is StockAlert.NONE
