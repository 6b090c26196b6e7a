"""What is wrong with terms beyond their types."""

import pytest

from wellkept_inventory.rules.terms_faults import faults
from wellkept_inventory.terms import InventoryTerms
from wellkept_sdk.period import Elapsed


@pytest.mark.parametrize("duration", ["P1M", "-P1D", "P99999D"])
def test_reservations_hold_for_no_month_no_past_and_not_for_ever(duration: str) -> None:
    [fault] = faults(InventoryTerms(reserve_for=Elapsed(duration=duration)))

    assert (fault.pointer, fault.code) == ("/reserve_for/duration", "inventory.terms.duration_invalid")


def test_the_default_terms_are_sound() -> None:
    assert faults(InventoryTerms()) == []
