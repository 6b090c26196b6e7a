from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.reordering import reorder_point

POISSON = Fraction(1)

levels = st.integers(min_value=1, max_value=999).map(lambda permille: Decimal(permille) / 1_000)
means = st.integers(min_value=0, max_value=30_000).map(lambda milli: Decimal(milli) / 1_000)
ratios = st.integers(min_value=0, max_value=20_000).map(lambda permille: Fraction(permille, 1_000))


def point(mean: str, ratio: str, level: str) -> int:
    return reorder_point(Decimal(mean), variance_to_mean=Fraction(ratio), service_level=Decimal(level))


def probabilities(mean: float, ratio: float) -> Iterator[float]:
    """Yield P(D = 0), P(D = 1), … as textbooks have them: Poisson, or negative binomial of r and p."""
    if ratio <= 1:
        probability = exp(-mean)
        for number in range(1_000):
            yield probability
            probability *= mean / (number + 1)
        return
    successes, chance = mean / (ratio - 1), 1 / ratio
    probability = chance**successes
    for number in range(10_000):
        yield probability
        probability *= (number + successes) / (number + 1) * (1 - chance)


class TestReorderPoint:
    @pytest.mark.parametrize(
        ("mean", "level", "expected"),
        [
            # P(D ≤ 4) = 0.947 and P(D ≤ 5) = 0.983 of a mean of 2.
            ("2", "0.947", 4),
            ("2", "0.95", 5),
            ("10", "0.5", 10),
            ("10", "0.95", 15),
            ("100", "0.99", 124),
            ("1000", "0.95", 1_052),
            ("1000000", "0.999999", 1_004_757),
            ("10000000", "0.5", 10_000_000),
            ("10000000", "0.95", 10_005_202),
            # P(D > 10015034) = 0.0000010012, P(D > 10015035) = 0.0000009996, summed with sixty digits.
            ("10000000", "0.999999", 10_015_035),
        ],
    )
    @pytest.mark.parametrize("ratio", ["0", "0.25", "1"])
    def test_is_of_poisson_while_the_variance_is_at_most_the_mean(
        self, mean: str, level: str, expected: int, ratio: str
    ):
        assert point(mean, ratio, level) == expected

    @pytest.mark.parametrize(
        ("mean", "ratio", "level", "expected"),
        [
            # r = 1 and p = 1/2: P(D ≤ R) = 1 - 1/2^(R + 1), so that these levels are reached exactly.
            ("1", "2", "0.5", 0),
            ("1", "2", "0.75", 1),
            ("1", "2", "0.750001", 2),
            ("1", "2", "0.9375", 3),
            # The same of p = 1/5, which a float does not hold exactly: 1 - (4/5)^(R + 1).
            ("4", "5", "0.2", 0),
            ("4", "5", "0.36", 1),
            ("4", "5", "0.5904", 3),
            ("10", "2", "0.95", 18),
            ("100", "3", "0.99", 144),
            ("1000", "1.5", "0.95", 1_064),
            ("10000000", "2", "0.99", 10_010_406),
            # Much more often nothing than anything.
            ("5", "50", "0.5", 0),
            ("5", "50", "0.95", 29),
            ("0.5", "20", "0.999999", 157),
        ],
    )
    def test_is_of_the_negative_binomial_above(self, mean: str, ratio: str, level: str, expected: int):
        assert point(mean, ratio, level) == expected

    @pytest.mark.parametrize(
        ("mean", "ratio", "level", "expected"),
        [
            ("10000000000", "1", "0.95", 10_000_164_486),
            ("100000000", "0.5", "0.99", 100_023_264),
            # P(D > 100047537) = 0.0000010002 and P(D > 100047538) is less than 0.000001.
            ("100000000", "1", "0.999999", 100_047_538),
            ("1000000000000", "1", "0.5", 1_000_000_000_000),
        ],
    )
    def test_is_exact_for_wide_distributions_that_are_nearly_normal(
        self, mean: str, ratio: str, level: str, expected: int
    ):
        assert point(mean, ratio, level) == expected

    @pytest.mark.parametrize(
        ("mean", "ratio", "level", "exact", "deviation"),
        [
            ("721416.2289989962", "329.6425227039112", "0.5", 721_307, 15_421),
            ("93618903.27383915", "17533081.86236374", "0.9", 147_833_061, 40_514_539),
            ("747599.4194897482", "292818.7460745893", "0.999", 3_034_450, 467_879),
        ],
    )
    def test_is_near_for_wide_distributions_that_are_not(
        self, mean: str, ratio: str, level: str, exact: int, deviation: int
    ):
        assert abs(point(mean, ratio, level) - exact) <= deviation / 1_000

    @pytest.mark.parametrize("level", ["0.0000000000000000001", "0.001", "0.999", "0.9999999999999999999"])
    @pytest.mark.parametrize("ratio", ["1", "2", "6000", "1000000000"])
    def test_without_demand_is_nothing(self, level: str, ratio: str):
        assert point("0", ratio, level) == 0

    def test_takes_levels_beyond_a_float_as_the_nearest(self):
        assert point("10", "1", "0.9999999999999999999") == point("10", "1", "0.999999999999") == 39
        assert point("100", "1", "0.0000000000000000001") == point("100", "1", "0.000000000001") == 38

    @pytest.mark.parametrize(("mean", "level"), [("-1", "0.95"), ("1", "0"), ("1", "1")])
    def test_is_not_asked_of_what_cannot_be(self, mean: str, level: str):
        with pytest.raises(AssertionError):
            point(mean, "1", level)


class TestLaws:
    @given(mean=means, ratio=ratios, level=levels)
    def test_is_the_least_number_that_reaches_the_level(self, mean: Decimal, ratio: Fraction, level: Decimal):
        found = reorder_point(mean, variance_to_mean=ratio, service_level=level)

        below, reached = 0.0, 0.0
        for number, probability in enumerate(probabilities(float(mean), float(ratio))):
            below, reached = reached, reached + probability
            if number == found:
                break
        assert reached >= float(level) - 1e-9
        assert found == 0 or below < float(level) + 1e-9

    @given(mean=means, ratio=ratios, level=levels, safer=levels)
    def test_rises_with_the_level(self, mean: Decimal, ratio: Fraction, level: Decimal, safer: Decimal):
        least, most = sorted([level, safer])

        assert reorder_point(mean, variance_to_mean=ratio, service_level=least) <= reorder_point(
            mean, variance_to_mean=ratio, service_level=most
        )

    @given(mean=means, more=means, ratio=ratios, level=levels)
    def test_rises_with_the_mean(self, mean: Decimal, more: Decimal, ratio: Fraction, level: Decimal):
        assert reorder_point(mean, variance_to_mean=ratio, service_level=level) <= reorder_point(
            mean + more, variance_to_mean=ratio, service_level=level
        )

    @given(
        mean=st.integers(min_value=0, max_value=10**15),
        ratio=st.integers(min_value=0, max_value=10**12),
        level=levels,
    )
    def test_is_found_for_any_demand(self, mean: int, ratio: int, level: Decimal):
        found = reorder_point(Decimal(mean) / 1_000, variance_to_mean=Fraction(ratio, 1_000), service_level=level)

        # Chebyshev's inequality, one-sided (Cantelli's): no quantile is further from the mean than this.
        deviation = (mean / 1_000 * max(ratio / 1_000, 1)) ** 0.5
        bound = deviation * float(max(level / (1 - level), (1 - level) / level)) ** 0.5
        assert abs(found - mean / 1_000) <= bound * 1.01 + max(ratio / 1_000_000, 1)
