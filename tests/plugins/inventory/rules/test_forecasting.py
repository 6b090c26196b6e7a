from collections.abc import Sequence
from decimal import Decimal

import pytest

from wellkept_inventory.errors import ForecastNoDemand
from wellkept_inventory.rules.demand import DemandClass
from wellkept_inventory.rules.forecasting import (
    Forecast,
    ForecastChoices,
    ForecastMethod,
    forecast,
    in_buckets,
    monthly,
    rate_of,
    six_decimals,
)
from wellkept_inventory.settings import Bucket

INTERMITTENT = (0, 0, 3, 0, 0, 0, 2, 0, 1, 0, 0, 4)


def rate(units: Sequence[int], method: str, *, alpha: str = "0.1", beta: str = "0.1") -> str:
    demand = [unit * 1_000 for unit in units]
    found = rate_of(demand, method=ForecastMethod(method), alpha=Decimal(alpha), beta=Decimal(beta))
    return six_decimals(found)


def forecast_of(units: Sequence[int], **choices: object) -> Forecast:
    said = {"method": ForecastMethod.AUTO} | choices
    return forecast([unit * 1_000 for unit in units], choices=ForecastChoices(**said))  # pyright: ignore[reportArgumentType]


class TestRate:
    @pytest.mark.parametrize(
        ("method", "expected"), [("croston", "0.949181"), ("sba", "0.901722"), ("tsb", "0.768492")]
    )
    def test_of_intermittent_demand(self, method: str, expected: str):
        assert rate(INTERMITTENT, method) == expected

    def test_of_croston_starts_with_the_first_demand_and_its_place(self):
        assert rate([0, 0, 0, 3, 0], "croston") == "0.750000"

    def test_of_croston_does_not_fall_while_nothing_is_used(self):
        assert rate([1, 0, 2, 0, 0, 0], "croston") == rate([1, 0, 2], "croston") == "1.000000"

    def test_of_sba_is_less_than_crostons_by_half_of_alpha(self):
        assert rate([0, 0, 0, 3], "sba", alpha="0.2") == "0.675000"

    @pytest.mark.parametrize(
        ("units", "expected"),
        # The probability starts at 1 if the first bucket has demand, else at 0.
        [
            ([2], "2.000000"),
            ([2, 0], "1.800000"),
            ([2, 0, 0], "1.620000"),
            ([0, 2], "0.200000"),
            ([0, 2, 0], "0.180000"),
        ],
    )
    def test_of_tsb_falls_while_nothing_is_used(self, units: list[int], expected: str):
        assert rate(units, "tsb") == expected

    def test_of_tsb_smooths_sizes_and_probabilities_apart(self):
        # The size is 2, then 2 + half of 4; the probability is 1, 0.8, 0.84.
        assert rate([2, 0, 6], "tsb", alpha="0.5", beta="0.2") == "3.360000"

    def test_of_smoothing_starts_at_the_first_value(self):
        assert rate([2, 2, 2, 2], "ses") == "2.000000"
        assert rate([0, 10], "ses") == "1.000000"
        assert rate([10, 0, 5], "ses", alpha="0.5") == "5.000000"

    def test_is_not_found_by_a_method_that_is_still_to_be_chosen(self):
        with pytest.raises(AssertionError):
            rate([1], "auto")


class TestAutomaticMethod:
    @pytest.mark.parametrize(
        ("units", "demand_class", "method"),
        [
            ((2, 2, 2, 2), DemandClass.SMOOTH, ForecastMethod.SES),
            ((1, 1, 1, 9), DemandClass.ERRATIC, ForecastMethod.SES),
            (INTERMITTENT, DemandClass.INTERMITTENT, ForecastMethod.SBA),
            ((0, 1, 0, 1, 0, 1, 0, 9), DemandClass.LUMPY, ForecastMethod.SBA),
            # Three intervals are 9, 9, 11.25 and 12 buckets; empty are 8, 6, 11 and 12.
            ((1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0), DemandClass.INTERMITTENT, ForecastMethod.SBA),
            ((1, 1, 1, 0, 0, 0, 0, 0, 0), DemandClass.INTERMITTENT, ForecastMethod.SBA),
            ((1, 1, 1, 1, *[0] * 11), DemandClass.INTERMITTENT, ForecastMethod.SBA),
            ((1, 1, 1, 1, *[0] * 12), DemandClass.INTERMITTENT, ForecastMethod.TSB),
        ],
    )
    def test_follows_the_class_of_the_demand(
        self, units: tuple[int, ...], demand_class: DemandClass, method: ForecastMethod
    ):
        found = forecast_of(units)

        assert (found.demand_class, found.method) == (demand_class, method)

    def test_gives_way_to_one_that_is_named(self):
        assert forecast_of([2, 2, 2, 2], method=ForecastMethod.TSB).method is ForecastMethod.TSB


class TestForecast:
    @pytest.mark.parametrize(
        ("lead_time", "lead_time_demand", "reorder_point", "safety_stock"),
        [("1", "0.901722", 4, "3.098278"), ("2", "1.803444", 6, "4.196556"), ("3", "2.705165", 7, "4.294835")],
    )
    def test_of_intermittent_demand(self, lead_time: str, lead_time_demand: str, reorder_point: int, safety_stock: str):
        found = forecast_of(INTERMITTENT, lead_time_buckets=Decimal(lead_time))

        assert six_decimals(found.rate) == "0.901722"
        assert six_decimals(found.next_three) == "2.705165"
        assert six_decimals(found.lead_time_demand) == lead_time_demand
        assert found.reorder_point == reorder_point
        assert six_decimals(found.safety_stock) == safety_stock

    def test_of_steady_demand_is_poisson(self):
        assert forecast_of([2, 2, 2, 2]) == Forecast(
            demand_class=DemandClass.SMOOTH,
            method=ForecastMethod.SES,
            rate=Decimal(2),
            next_three=Decimal(6),
            lead_time_demand=Decimal(2),
            reorder_point=5,
            safety_stock=Decimal(3),
        )

    def test_without_lead_time_needs_no_stock(self):
        found = forecast_of([2, 2, 2, 2], lead_time_buckets=Decimal(0))

        assert (found.lead_time_demand, found.reorder_point, found.safety_stock) == (0, 0, 0)

    def test_of_a_part_that_went_out_of_use_may_be_nothing(self):
        found = forecast_of([5, 0], method=ForecastMethod.TSB, beta=Decimal(1))

        assert (found.rate, found.reorder_point) == (0, 0)

    def test_knows_thousandths(self):
        found = forecast([500, 1_500, 500, 1_500], choices=ForecastChoices(method=ForecastMethod.SES))

        assert six_decimals(found.rate) == "0.681000"

    @pytest.mark.parametrize("demand", [[], [0, 0, 0], [1_000] * 1_001])
    def test_needs_demand(self, demand: list[int]):
        with pytest.raises(ForecastNoDemand):
            forecast(demand, choices=ForecastChoices())


class TestFigure:
    @pytest.mark.parametrize(
        ("value", "written"),
        [
            ("0", "0.000000"),
            ("2", "2.000000"),
            ("0.0000005", "0.000001"),
            ("0.00000049999", "0.000000"),
            ("-0.0000005", "-0.000001"),
            ("1234567890123456789012345.1234565", "1234567890123456789012345.123457"),
            ("1E+3", "1000.000000"),
        ],
    )
    def test_is_written_with_six_decimals(self, value: str, written: str):
        assert six_decimals(Decimal(value)) == written


class TestBuckets:
    def test_of_days_are_weeks_of_seven_and_months_of_average_length(self):
        assert in_buckets(14, bucket=Bucket.WEEK) == 2
        assert six_decimals(in_buckets(30, bucket=Bucket.MONTH)) == "0.985647"
        assert in_buckets(146_097, bucket=Bucket.MONTH) == 4_800

    def test_of_a_rate_become_months(self):
        assert monthly(Decimal(2), bucket=Bucket.MONTH) == 2
        assert six_decimals(monthly(Decimal(1), bucket=Bucket.WEEK)) == "4.348125"
