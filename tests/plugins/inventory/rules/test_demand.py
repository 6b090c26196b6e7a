from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.errors import ForecastNoDemand
from wellkept_inventory.rules.demand import (
    DatedQuantity,
    DemandClass,
    DemandWindow,
    demand_per_bucket,
    demand_window,
    profile_of,
)
from wellkept_inventory.settings import Bucket


def used(on: str, milli: int) -> DatedQuantity:
    return DatedQuantity(date.fromisoformat(on), milli)


def window(first_on: str, last_on: str) -> DemandWindow:
    return DemandWindow(first_on=date.fromisoformat(first_on), last_on=date.fromisoformat(last_on))


class TestWindow:
    @pytest.mark.parametrize(
        ("as_of", "bucket", "first_on", "last_on"),
        [
            ("2026-03-30", Bucket.MONTH, "2025-12-01", "2026-02-28"),
            ("2026-03-31", Bucket.MONTH, "2026-01-01", "2026-03-31"),
            ("2024-02-29", Bucket.MONTH, "2023-12-01", "2024-02-29"),
            ("2024-02-28", Bucket.MONTH, "2023-11-01", "2024-01-31"),
            # 2026-03-01 is a Sunday.
            ("2026-02-28", Bucket.WEEK, "2026-02-02", "2026-02-22"),
            ("2026-03-01", Bucket.WEEK, "2026-02-09", "2026-03-01"),
            ("2026-03-02", Bucket.WEEK, "2026-02-09", "2026-03-01"),
            ("9999-12-31", Bucket.MONTH, "9999-10-01", "9999-12-31"),
            ("9999-12-31", Bucket.WEEK, "9999-12-06", "9999-12-26"),
        ],
    )
    def test_ends_with_the_last_bucket_that_is_whole(self, as_of: str, bucket: Bucket, first_on: str, last_on: str):
        found = demand_window(date.fromisoformat(as_of), bucket=bucket, buckets=3)

        assert found == window(first_on, last_on)

    @pytest.mark.parametrize("bucket", list(Bucket))
    def test_does_not_reach_beyond_the_first_date(self, bucket: Bucket):
        found = demand_window(date.min, bucket=bucket, buckets=1_000)

        assert found.first_on == date.min

    @given(
        as_of=st.dates(min_value=date(1, 3, 1)),
        bucket=st.sampled_from(Bucket),
        buckets=st.integers(min_value=1, max_value=1_000),
    )
    def test_holds_exactly_what_is_counted(self, as_of: date, bucket: Bucket, buckets: int):
        found = demand_window(as_of, bucket=bucket, buckets=buckets)

        edges = [DatedQuantity(found.first_on, 1), DatedQuantity(found.last_on, 2)]
        demand = demand_per_bucket(edges, as_of=as_of, bucket=bucket, buckets=buckets)

        assert found.last_on <= as_of
        assert sum(demand) == 3
        assert demand[-1] == (3 if buckets == 1 else 2)
        if found.first_on > date.min:
            outside = [DatedQuantity(date.fromordinal(found.first_on.toordinal() - 1), 1)]
            assert not any(demand_per_bucket(outside, as_of=as_of, bucket=bucket, buckets=buckets))
            assert demand[0] == (3 if buckets == 1 else 1)
        if found.last_on < date.max:
            outside = [DatedQuantity(date.fromordinal(found.last_on.toordinal() + 1), 1)]
            assert not any(demand_per_bucket(outside, as_of=as_of, bucket=bucket, buckets=buckets))


class TestDemandPerBucket:
    def test_is_zero_where_nothing_was_used(self):
        assert demand_per_bucket([], as_of=date(2026, 3, 31), bucket=Bucket.MONTH, buckets=3) == [0, 0, 0]

    def test_adds_what_was_used_in_a_month(self):
        quantities = [
            used("2025-12-31", 9_000),
            used("2026-01-01", 1_000),
            used("2026-01-31", 2_500),
            used("2026-03-31", 500),
            used("2026-04-01", 9_000),
        ]

        demand = demand_per_bucket(quantities, as_of=date(2026, 4, 29), bucket=Bucket.MONTH, buckets=3)

        assert demand == [3_500, 0, 500]

    def test_counts_weeks_from_monday(self):
        quantities = [used("2026-03-01", 1_000), used("2026-03-02", 2_000), used("2026-03-08", 4_000)]

        demand = demand_per_bucket(quantities, as_of=date(2026, 3, 8), bucket=Bucket.WEEK, buckets=2)

        assert demand == [1_000, 6_000]

    def test_is_lowered_by_what_came_back_unused(self):
        quantities = [used("2026-01-10", 3_000), used("2026-01-10", -3_000), used("2026-02-10", 1_000)]

        demand = demand_per_bucket(quantities, as_of=date(2026, 2, 28), bucket=Bucket.MONTH, buckets=2)

        assert demand == [0, 1_000]


class TestProfile:
    def test_is_exact(self):
        profile = profile_of([0, 0, 3_000, 0, 0, 0, 2_000, 0, 1_000, 0, 0, 4_000])

        assert profile.mean_interval == 3
        assert profile.squared_variation == Fraction("0.2")
        assert profile.variance_to_mean == Fraction(13, 6)
        assert profile.idle_buckets == 0

    def test_counts_the_empty_buckets_since_the_last_demand(self):
        assert profile_of([0, 1_000, 0, 0, 0]).idle_buckets == 3

    @pytest.mark.parametrize(
        ("demand", "demand_class"),
        [
            ([2_000, 2_000, 2_000, 2_000], DemandClass.SMOOTH),
            ([0, 0, 3_000, 0, 0, 0, 2_000, 0, 1_000, 0, 0, 4_000], DemandClass.INTERMITTENT),
            ([1_000, 1_000, 1_000, 9_000], DemandClass.ERRATIC),
            ([0, 1_000, 0, 1_000, 0, 1_000, 0, 9_000], DemandClass.LUMPY),
            # Intervals of 1.32 and just below.
            ([1] * 25 + [0] * 8, DemandClass.INTERMITTENT),
            ([1] * 100 + [0] * 31, DemandClass.SMOOTH),
            # Squared variations of (7 / 10)² and just below.
            ([3, 17], DemandClass.ERRATIC),
            ([3_001, 17_000], DemandClass.SMOOTH),
            ([3, 17, 0], DemandClass.LUMPY),
            ([3_001, 17_000, 0], DemandClass.INTERMITTENT),
        ],
    )
    def test_has_a_class(self, demand: list[int], demand_class: DemandClass):
        assert profile_of(demand).demand_class is demand_class

    @given(
        demand=st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=50).filter(any),
        factor=st.integers(min_value=1, max_value=10**6),
    )
    def test_has_the_same_class_in_any_unit(self, demand: list[int], factor: int):
        profile, scaled = profile_of(demand), profile_of([milli * factor for milli in demand])

        assert scaled.demand_class is profile.demand_class
        assert scaled.variance_to_mean == profile.variance_to_mean * factor
        assert profile.squared_variation >= 0
        assert profile.variance_to_mean >= 0

    @pytest.mark.parametrize("demand", [[], [0], [0] * 24, [1] * 1_001])
    def test_needs_demand_in_a_thousand_buckets_at_most(self, demand: list[int]):
        with pytest.raises(ForecastNoDemand):
            profile_of(demand)

    def test_covers_a_thousand_buckets(self):
        assert profile_of([1] * 1_000).buckets == 1_000
