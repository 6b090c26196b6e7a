"""What something costs us and is priced at."""

import pytest

from wellkept_costs.errors import CostMissing, PriceMissing
from wellkept_costs.rules.pricing import NO_RATE, Rate, Said, priced, priced_at_cost

RATE = Rate(unit_cost_minor=12000, unit_price_minor=30000)


class TestPriced:
    def test_takes_the_rate_where_nothing_is_said(self) -> None:
        found = priced(Said(quantity_milli=2500), RATE)

        assert (found.unit_cost_minor, found.cost_minor) == (12000, 30000)
        assert (found.unit_price_minor, found.price_minor) == (30000, 75000)

    def test_takes_what_is_said_zero_too(self) -> None:
        found = priced(Said(quantity_milli=2000, unit_cost_minor=0, unit_price_minor=5), RATE)

        assert (found.cost_minor, found.price_minor) == (0, 10)

    def test_has_no_cost_that_nobody_said(self) -> None:
        with pytest.raises(CostMissing) as refused:
            priced(Said(quantity_milli=1000, unit_price_minor=5), NO_RATE)

        assert refused.value.errors[0].pointer == "/unit_cost"

    def test_counts_at_its_cost_without_a_price_unless_it_is_charged(self) -> None:
        found = priced(Said(quantity_milli=2000, unit_cost_minor=7), NO_RATE)

        assert (found.unit_price(chargeable=False), found.price_minor) == (7, 14)
        with pytest.raises(PriceMissing):
            found.unit_price(chargeable=True)

    def test_keeps_a_cost_of_its_own_to_the_last_minor_unit(self) -> None:
        found = priced(Said(quantity_milli=3000, cost_minor=1000), Rate(unit_price_minor=500))

        assert (found.unit_cost_minor, found.cost_minor, found.price_minor) == (333, 1000, 1500)
        assert (found.has_own_cost, found.has_own_price) == (True, False)


class TestPricedAtCost:
    def test_is_what_it_costs_without_any_price(self) -> None:
        found = priced_at_cost(Said(quantity_milli=3000, cost_minor=1000), NO_RATE)

        assert (found.unit_price(chargeable=True), found.price_minor, found.has_own_price) == (333, 1000, True)

    def test_is_the_rate_where_there_is_one(self) -> None:
        found = priced_at_cost(Said(quantity_milli=1000), RATE)

        assert (found.unit_price_minor, found.price_minor) == (30000, 30000)
