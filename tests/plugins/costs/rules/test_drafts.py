"""What is to be recorded of something that was spent."""

from datetime import date
from itertools import count
from uuid import UUID

import pytest
from msgspec.structs import replace

from costs_lines import LINE
from wellkept_costs.errors import AmountTooLarge
from wellkept_costs.rules.coverage import AllowanceKey, Cover, Rest
from wellkept_costs.rules.drafts import Spent, given_again, lines_of, priced_again, quantity_mistakes
from wellkept_costs.rules.pricing import NO_RATE, Rate, Said, priced
from wellkept_sdk.services.costs import CostKind, CoveredBy

KEY = AllowanceKey(UUID(int=5), "hours", date(2026, 1, 1))
SPENT = Spent(
    ticket_id=UUID(int=2),
    currency="CNY",
    kind=CostKind.LABOUR,
    description="Diagnosis",
    unit="h",
    occurred_on=date(2026, 3, 1),
    source="manual",
    source_key="job",
)
CHARGED = Cover(covered_by=CoveredBy.CHARGEABLE, code="default")


class TestAQuantity:
    @pytest.mark.parametrize(
        ("milli", "codes"), [(1, []), (10**9, []), (0, ["too_small"]), (-1, ["too_small"]), (10**9 + 1, ["too_large"])]
    )
    def test_is_above_zero_and_has_a_limit(self, milli: int, codes: list[str]) -> None:
        assert [each.errors[0].code for each in quantity_mistakes(milli)] == codes


class TestLines:
    def test_are_two_under_keys_of_one_stem_where_an_allowance_covers_a_part(self) -> None:
        ids = count(1)
        whole = priced(Said(quantity_milli=2500), Rate(unit_cost_minor=1, unit_price_minor=2))

        first, rest = lines_of(
            SPENT, whole, replace(CHARGED, allowance=Rest(KEY, 1000)), new_id=lambda: UUID(int=next(ids))
        )

        assert (first.source_key, rest.source_key) == ("job#contract", "job#rest")
        assert (first.split_from_id, rest.split_from_id) == (None, first.id)
        assert (first.allowance, rest.allowance) == (KEY, None)

    def test_are_refused_beyond_what_can_be_told(self) -> None:
        whole = priced(Said(quantity_milli=10**9, unit_cost_minor=10**12, unit_price_minor=0), NO_RATE)

        with pytest.raises(AmountTooLarge):
            lines_of(SPENT, whole, CHARGED, new_id=lambda: UUID(int=1))


class TestALineAgain:
    def test_is_given_to_whom_it_was_given(self) -> None:
        assert given_again(replace(LINE, coverage_code="given")) is CoveredBy.CHARGEABLE
        assert given_again(LINE) is None

    def test_keeps_amounts_of_which_nothing_has_changed(self) -> None:
        odd = replace(LINE, cost_minor=30001, price_minor=74999)

        same = priced_again(odd, quantity_milli=None, unit_cost_minor=None, unit_price_minor=30000)
        less = priced_again(odd, quantity_milli=1000, unit_cost_minor=None, unit_price_minor=None)

        assert (same.cost_minor, same.price_minor, same.has_own_cost, same.has_own_price) == (30001, 74999, True, True)
        assert (less.cost_minor, less.price_minor, less.has_own_cost) == (12000, 30000, False)
