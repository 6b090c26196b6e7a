"""Amounts in minor units: a half goes away from zero, and claims take no more than there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_consignment.rules.amounts import amount_of, claimed_of


@pytest.mark.parametrize(
    ("quantity_milli", "unit_price_minor", "minor"),
    [
        (4_000, 2_500, 10_000),
        (1_500, 333, 500),
        (500, 1, 1),
        (-500, 1, -1),
        (499, 1, 0),
        (-1_500, 333, -500),
        (0, 9, 0),
    ],
)
def test_amount_is_rounded_half_away_from_zero(quantity_milli: int, unit_price_minor: int, minor: int) -> None:
    assert amount_of(quantity_milli, unit_price_minor) == minor


@pytest.mark.parametrize(
    ("net_minor", "shares", "claimed"),
    [
        (10_000, [], 0),
        (10_000, [40], 4_000),
        (10_000, [40, 60], 10_000),
        (5, [50], 3),
        (5, [50, 50], 5),
        (100, [33, 33, 34], 100),
        (1, [50, 49], 1),
        (-100, [40], -40),
        (0, [70], 0),
    ],
)
def test_claims_take_their_shares(net_minor: int, shares: list[int], claimed: int) -> None:
    assert claimed_of(net_minor, shares) == claimed


@given(net_minor=st.integers(-10_000, 10_000), shares=st.lists(st.integers(1, 10), max_size=10))
def test_claims_never_take_more_than_there_is(net_minor: int, shares: list[int]) -> None:
    assert abs(claimed_of(net_minor, shares)) <= abs(net_minor)
