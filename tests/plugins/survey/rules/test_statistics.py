from collections import Counter
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_survey.rules.statistics import Estimate, Recommendation, mean, recommendation, share

Z = Decimal("1.959964")

numbers = st.lists(st.integers(min_value=1, max_value=5), max_size=60)
likelihoods = st.lists(st.integers(min_value=0, max_value=10), min_size=1, max_size=60)


def figures(estimate: Estimate) -> tuple[str | None, str | None, str | None]:
    return estimate.value, estimate.low, estimate.high


def rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.0001"), ROUND_HALF_UP)


class TestShare:
    @pytest.mark.parametrize(
        ("part", "of", "expected"),
        [
            (8, 20, ("0.4000", "0.2188", "0.6134")),
            (4, 4, ("1.0000", "0.5101", "1.0000")),
            (0, 4, ("0.0000", "0.0000", "0.4899")),
            (1, 1, ("1.0000", "0.2065", "1.0000")),
            (1, 3, ("0.3333", "0.0615", "0.7923")),
            (500, 1000, ("0.5000", "0.4691", "0.5309")),
            (0, 0, (None, None, None)),
        ],
    )
    def test_has_the_interval_of_wilson(self, part: int, of: int, expected: tuple[str | None, ...]) -> None:
        assert figures(share(part, of=of)) == expected

    def test_rounds_a_half_up(self) -> None:
        assert share(1, of=20_000).value == "0.0001"
        assert share(3, of=20_000).value == "0.0002"
        assert share(49_999, of=1_000_000_000).value == "0.0000"

    @given(of=st.integers(min_value=1, max_value=5_000), data=st.data())
    def test_is_what_the_formula_gives(self, of: int, data: st.DataObject) -> None:
        part = data.draw(st.integers(min_value=0, max_value=of))
        with localcontext(prec=60):
            p = Decimal(part) / of
            centre = (p + Z * Z / (2 * of)) / (1 + Z * Z / of)
            half = Z / (1 + Z * Z / of) * (p * (1 - p) / of + Z * Z / (4 * of * of)).sqrt()

            found = share(part, of=of)

            assert [Decimal(text or "") for text in figures(found)] == [
                rounded(p),
                rounded(centre - half),
                rounded(centre + half),
            ]

    @given(of=st.integers(min_value=1, max_value=10_000), data=st.data())
    def test_lies_in_its_interval(self, of: int, data: st.DataObject) -> None:
        found = share(data.draw(st.integers(min_value=0, max_value=of)), of=of)

        value, low, high = (Decimal(text or "") for text in figures(found))
        assert 0 <= low <= value <= high <= 1


class TestMean:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([5, 4, 4, 2], ("3.7500", "2.5169", "4.9831")),
            ([5, 5, 4, 3, 1], ("3.6000", "2.1333", "5.0000")),
            ([1, 2], ("1.5000", "1.0000", "2.4800")),
            ([4, 4, 4], ("4.0000", "4.0000", "4.0000")),
            ([3], ("3.0000", None, None)),
            ([], (None, None, None)),
            ([2, 2, 1], ("1.6667", "1.0133", "2.3200")),
        ],
    )
    def test_has_an_interval_that_is_cut_to_the_scale(
        self, values: list[int], expected: tuple[str | None, ...]
    ) -> None:
        assert figures(mean(Counter(values), lowest=1, highest=5)) == expected

    def test_is_cut_to_the_scale_from_zero(self) -> None:
        assert figures(mean(Counter([0, 0, 9]), lowest=0, highest=10)) == ("3.0000", "0.0000", "8.8799")

    @given(numbers)
    def test_lies_in_its_interval_on_the_scale(self, values: list[int]) -> None:
        found = mean(Counter(values), lowest=1, highest=5)

        if len(values) > 1:
            value, low, high = (Decimal(text or "") for text in figures(found))
            assert 1 <= low <= value <= high <= 5

    @given(numbers.filter(lambda values: len(values) > 1))
    def test_is_what_the_formula_gives(self, values: list[int]) -> None:
        n = len(values)
        with localcontext(prec=60):
            middle = Decimal(sum(values)) / n
            variance = sum(((value - middle) ** 2 for value in values), start=Decimal(0)) / (n - 1)
            half = Z * (variance / n).sqrt()

            found = mean(Counter(values), lowest=1, highest=5)

            assert [Decimal(text or "") for text in figures(found)] == [
                rounded(middle),
                rounded(max(middle - half, Decimal(1))),
                rounded(min(middle + half, Decimal(5))),
            ]


class TestRecommendation:
    def test_is_promoters_less_detractors_with_an_interval(self) -> None:
        values = [10, 10, 9, 9, 9, 8, 7, 7, 6, 0]

        assert recommendation(Counter(values)) == Recommendation(
            n=10, promoters=5, passives=3, detractors=2, score="30.0", low="-18.4", high="78.4"
        )

    def test_of_nobody_is_unknown(self) -> None:
        assert recommendation({}) is None

    def test_rounds_a_half_away_from_zero(self) -> None:
        promoters, detractors = {10: 1, 8: 1_999}, {0: 1, 8: 1_999}

        assert _score(promoters) == "0.1"
        assert _score(detractors) == "-0.1"

    def test_never_says_minus_zero(self) -> None:
        assert _score({0: 1, 8: 9_999}) == "0.0"

    def test_of_equals_is_sure(self) -> None:
        assert recommendation({10: 3}) == Recommendation(
            n=3, promoters=3, passives=0, detractors=0, score="100.0", low="100.0", high="100.0"
        )

    def test_may_leave_the_scale_with_its_interval(self) -> None:
        found = recommendation({10: 9, 8: 1})

        assert found is not None
        assert (found.score, found.low, found.high) == ("90.0", "71.4", "108.6")

    @given(likelihoods)
    def test_lies_in_its_interval_and_counts_everybody_once(self, values: list[int]) -> None:
        found = recommendation(Counter(values))

        assert found is not None
        assert found.promoters + found.passives + found.detractors == found.n == len(values)
        assert Decimal(found.low) <= Decimal(found.score) <= Decimal(found.high)


def _score(counts: dict[int, int]) -> str:
    found = recommendation(counts)
    assert found is not None
    return found.score
