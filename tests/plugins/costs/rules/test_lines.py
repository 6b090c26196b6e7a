"""Lines and their reversals."""

from datetime import date
from uuid import UUID

import pytest

from costs_lines import LINE, made
from wellkept_costs.errors import AlreadyReversed, IsReversal
from wellkept_costs.rules.coverage import AllowanceKey
from wellkept_costs.rules.lines import Sums, require_reversible, reversal_of
from wellkept_sdk.services.costs import CoveredBy


class TestAReversal:
    def test_is_the_exact_negative_of_a_line(self) -> None:
        back = reversal_of(LINE, line_id=UUID(int=3), on=date(2026, 3, 2), source="manual", note="Twice")

        assert (back.quantity_milli, back.cost_minor, back.price_minor) == (-2500, -30000, -75000)
        assert (back.unit_cost_minor, back.unit_price_minor, back.covered_by) == (12000, 30000, CoveredBy.CHARGEABLE)
        assert (back.reverses_line_id, back.occurred_on, back.note) == (LINE.id, date(2026, 3, 2), "Twice")
        assert (back.source, back.source_key, back.collected) == ("manual", None, False)
        assert (back.corrects_line_id, back.split_from_id) == (None, None)

    def test_follows_a_charge_where_a_plugin_takes_it_back(self) -> None:
        assert reversal_of(LINE, line_id=UUID(int=3), on=date(2026, 3, 2), source="meter", note=None).collected

    def test_comes_once_and_has_none_itself(self) -> None:
        require_reversible(LINE)
        with pytest.raises(AlreadyReversed):
            require_reversible(made(reversed_by_line_id=UUID(int=4)))
        with pytest.raises(IsReversal):
            require_reversible(made(reverses_line_id=UUID(int=4)))


class TestALine:
    def test_knows_which_allowance_it_takes(self) -> None:
        taking = made(allowance_code="hours", allowance_contract_id=UUID(int=5), allowance_starts_on=date(2026, 1, 1))

        assert taking.allowance == AllowanceKey(UUID(int=5), "hours", date(2026, 1, 1))
        assert LINE.allowance is None


class TestSums:
    def test_tell_apart_who_bears_what(self) -> None:
        found = Sums(cost_minor=1).plus(
            [LINE, made(covered_by=CoveredBy.GOODWILL), made(covered_by=CoveredBy.WARRANTY)]
        )

        assert found == Sums(cost_minor=90001, price_minor=225000, chargeable_minor=75000, goodwill_minor=75000)
