"""Laws of forecasts, and what others computed of real parts."""

import csv
import gzip
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surroundings import absent, real_data
from wellkept_inventory.rules.forecasting import ForecastChoices, ForecastMethod, forecast, rate_of, six_decimals

METHODS: Final = [method for method in ForecastMethod if method is not ForecastMethod.AUTO]
COLUMNS: Final = {
    "croston_naive": ForecastMethod.CROSTON,
    "sba_naive": ForecastMethod.SBA,
    "tsb_naive": ForecastMethod.TSB,
}
TENTH: Final = Decimal("0.1")
#: The reference has eight decimals.
HALF_OF_THE_LAST: Final = Decimal("0.000000005")

demands = st.lists(st.integers(min_value=0, max_value=50_000), min_size=1, max_size=40).filter(any)
weights = st.integers(min_value=1, max_value=99).map(lambda percent: Decimal(percent) / 100)


def rate(demand: Sequence[int], method: ForecastMethod, *, alpha: Decimal = TENTH, beta: Decimal = TENTH) -> Decimal:
    return rate_of(demand, method=method, alpha=alpha, beta=beta)


class TestARate:
    @given(
        demand=demands,
        method=st.sampled_from(METHODS),
        alpha=weights,
        beta=weights,
        factor=st.integers(min_value=1, max_value=1_000),
    )
    def test_grows_with_the_unit(
        self, demand: list[int], method: ForecastMethod, alpha: Decimal, beta: Decimal, factor: int
    ):
        once = rate(demand, method, alpha=alpha, beta=beta)
        scaled = rate([milli * factor for milli in demand], method, alpha=alpha, beta=beta)

        assert abs(scaled - once * factor) < Decimal("1e-18")

    @given(demand=demands, method=st.sampled_from(METHODS), alpha=weights, beta=weights)
    def test_lies_between_nothing_and_the_greatest_demand(
        self, demand: list[int], method: ForecastMethod, alpha: Decimal, beta: Decimal
    ):
        assert 0 <= rate(demand, method, alpha=alpha, beta=beta) * 1_000 <= max(demand) + TENTH**30

    @given(demand=demands, alpha=weights)
    def test_of_sba_is_below_crostons(self, demand: list[int], alpha: Decimal):
        assert rate(demand, ForecastMethod.SBA, alpha=alpha) < rate(demand, ForecastMethod.CROSTON, alpha=alpha)

    @given(demand=demands, idle=st.integers(min_value=1, max_value=30), alpha=weights, beta=weights)
    def test_falls_by_tsb_and_stays_by_croston_while_nothing_is_used(
        self, demand: list[int], idle: int, alpha: Decimal, beta: Decimal
    ):
        later = [*demand, *[0] * idle]

        assert rate(later, ForecastMethod.CROSTON, alpha=alpha) == rate(demand, ForecastMethod.CROSTON, alpha=alpha)
        assert rate(later, ForecastMethod.TSB, alpha=alpha, beta=beta) < rate(
            demand, ForecastMethod.TSB, alpha=alpha, beta=beta
        )

    @given(
        milli=st.integers(min_value=1, max_value=10**12),
        buckets=st.integers(min_value=1, max_value=40),
        method=st.sampled_from([ForecastMethod.CROSTON, ForecastMethod.TSB, ForecastMethod.SES]),
        alpha=weights,
    )
    def test_of_steady_demand_is_that_demand(self, milli: int, buckets: int, method: ForecastMethod, alpha: Decimal):
        assert rate([milli] * buckets, method, alpha=alpha) == Decimal(milli) / 1_000


class TestAReorderPoint:
    @given(demand=demands, lead_time=st.integers(min_value=0, max_value=6))
    def test_rises_with_lead_time_and_service_level(self, demand: list[int], lead_time: int):
        choices = ForecastChoices(lead_time_buckets=Decimal(lead_time), service_level=Decimal("0.9"))
        longer = ForecastChoices(lead_time_buckets=Decimal(lead_time + 1), service_level=Decimal("0.9"))
        safer = ForecastChoices(lead_time_buckets=Decimal(lead_time), service_level=Decimal("0.99"))

        found = forecast(demand, choices=choices)

        assert found.safety_stock + found.lead_time_demand == found.reorder_point
        assert forecast(demand, choices=longer).reorder_point >= found.reorder_point
        assert forecast(demand, choices=safer).reorder_point >= found.reorder_point


@pytest.fixture(scope="module")
def sales() -> Mapping[str, Sequence[int]]:
    """Return the monthly sales of each car part without gaps, in thousandths."""
    packed = real_data("parts_demand/carparts.csv.zst")
    unpack = shutil.which("zstd")
    if unpack is None:
        absent("the sales are packed with zstd, which is not on this machine", unless="WELLKEPT_REQUIRE_DATA")
    unpacked = subprocess.run([unpack, "-dc", str(packed)], capture_output=True, check=True)  # noqa: S603 - our own
    _head, *rows = csv.reader(unpacked.stdout.decode().splitlines())
    return {part: [int(month) * 1_000 for month in months] for part, *months in rows if "" not in months}


@pytest.fixture(scope="module")
def expected() -> Mapping[str, Mapping[str, str]]:
    """Return the forecasts of an R package by part; those with a single month of sales have none."""
    with gzip.open(real_data("parts_demand/expected_carparts.csv.gz"), "rt") as file:
        return {row["part"]: row for row in csv.DictReader(file) if row["croston_naive"]}


class TestRealParts:
    def test_are_forecast_as_others_do(
        self, sales: Mapping[str, Sequence[int]], expected: Mapping[str, Mapping[str, str]]
    ):
        compared = sorted(sales.keys() & expected.keys())

        differing = [
            (part, column)
            for part in compared
            for column, method in COLUMNS.items()
            if abs(rate(sales[part], method) - Decimal(expected[part][column])) > HALF_OF_THE_LAST
        ]

        assert (len(compared), differing) == (2_483, [])

    def test_are_forecast_even_after_a_single_month_of_sales(
        self, sales: Mapping[str, Sequence[int]], expected: Mapping[str, Mapping[str, str]]
    ):
        single = sorted(sales.keys() - expected.keys())

        found = {part: forecast(sales[part], choices=ForecastChoices()) for part in single}

        assert len(single) == 26
        assert all(six_decimals(each.rate) > "0.000000" and each.reorder_point >= 0 for each in found.values())
