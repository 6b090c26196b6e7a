"""Who bears something, and how it is split."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_costs.errors import PenaltyNotChargeable, PriceMissing
from wellkept_costs.rules.coverage import AllowanceKey, Cover, Rest, cover_of, parts_of, settled_cover
from wellkept_costs.rules.pricing import NO_RATE, Rate, Said, priced
from wellkept_sdk.services.costs import CostKind, CoveredBy

KEY = AllowanceKey(UUID(int=1), "hours", date(2026, 1, 1))
CHARGED = CoveredBy.CHARGEABLE


class TestASettledCover:
    def test_is_what_was_given(self) -> None:
        assert settled_cover(CostKind.LABOUR, given=CoveredBy.GOODWILL) == Cover(
            covered_by=CoveredBy.GOODWILL, code="given"
        )

    def test_of_a_penalty_is_the_contract_and_never_the_customer(self) -> None:
        assert settled_cover(CostKind.PENALTY, given=None) == Cover(covered_by=CoveredBy.CONTRACT, code="penalty")
        with pytest.raises(PenaltyNotChargeable):
            settled_cover(CostKind.PENALTY, given=CHARGED)

    def test_is_not_there_where_questions_have_to_be_asked(self) -> None:
        assert settled_cover(CostKind.LABOUR, given=None) is None


class TestACover:
    def test_is_the_warranty_before_any_allowance(self) -> None:
        found = cover_of(warranty_code="inside_period", rest=Rest(KEY, 1), default=CHARGED)

        assert found == Cover(covered_by=CoveredBy.WARRANTY, code="inside_period")

    def test_is_the_default_beyond_an_allowance(self) -> None:
        found = cover_of(warranty_code=None, rest=Rest(KEY, 1), default=CHARGED)

        assert found == Cover(covered_by=CHARGED, code="default", allowance=Rest(KEY, 1))


class TestParts:
    def test_are_one_where_the_allowance_reaches(self) -> None:
        whole = priced(Said(quantity_milli=1000, unit_cost_minor=7), NO_RATE)

        [part] = parts_of(whole, Cover(covered_by=CHARGED, code="default", allowance=Rest(KEY, 1000)))

        assert (part.covered_by, part.code, part.allowance) == (CoveredBy.CONTRACT, "allowance", KEY)

    def test_are_two_where_it_does_not(self) -> None:
        whole = priced(Said(quantity_milli=2500), Rate(unit_cost_minor=12000, unit_price_minor=30000))

        first, second = parts_of(whole, Cover(covered_by=CHARGED, code="default", allowance=Rest(KEY, 1000)))

        assert (first.quantity_milli, first.cost_minor, first.price_minor) == (1000, 12000, 30000)
        assert (second.quantity_milli, second.cost_minor, second.price_minor) == (1500, 18000, 45000)
        assert (second.covered_by, second.code, second.allowance) == (CHARGED, "default", None)

    def test_need_a_price_where_the_customer_pays_any_of_it(self) -> None:
        whole = priced(Said(quantity_milli=2500, unit_cost_minor=7), NO_RATE)

        with pytest.raises(PriceMissing):
            parts_of(whole, Cover(covered_by=CHARGED, code="default", allowance=Rest(KEY, 1000)))

    @given(
        quantity=st.integers(2, 10**9),
        rest=st.integers(1, 10**9),
        unit_cost=st.integers(0, 10**9),
        unit_price=st.none() | st.integers(0, 10**9),
        cost=st.none() | st.integers(0, 10**12),
    )
    def test_add_up_to_the_whole(
        self, quantity: int, rest: int, unit_cost: int, unit_price: int | None, cost: int | None
    ) -> None:
        said = Said(quantity_milli=quantity, unit_cost_minor=unit_cost, unit_price_minor=unit_price, cost_minor=cost)
        whole = priced(said, NO_RATE)

        parts = parts_of(whole, Cover(covered_by=CoveredBy.GOODWILL, code="default", allowance=Rest(KEY, rest)))

        assert sum(part.quantity_milli for part in parts) == quantity
        assert sum(part.cost_minor for part in parts) == whole.cost_minor
        assert sum(part.price_minor for part in parts) == whole.price_minor
        assert all(part.quantity_milli > 0 for part in parts)
        assert sum(part.quantity_milli for part in parts if part.allowance) == min(quantity, rest)
