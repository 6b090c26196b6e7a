"""How far chargeable work and goodwill may go."""

import pytest

from wellkept_costs.errors import ApprovalNeeded, GoodwillExceeded
from wellkept_costs.rules.limits import Extent, Limits, require_within
from wellkept_sdk.money import Money


def limits(**values: int) -> Limits:
    return Limits(
        currency="CNY",
        threshold_minor=values.get("threshold"),
        approved_minor=values.get("approved"),
        goodwill_minor=values.get("goodwill"),
    )


def extent(chargeable: int = 0, goodwill: int = 0) -> Extent:
    return Extent(chargeable_minor=chargeable, goodwill_minor=goodwill)


class TestALimit:
    @pytest.mark.parametrize(
        ("most", "after"),
        [
            (limits(), extent(10**9, 10**9)),
            (limits(threshold=100), extent(100, 10**9)),
            (limits(threshold=100, approved=150), extent(150)),
            (limits(threshold=100, approved=50), extent(100)),
            (limits(approved=50), extent(100)),
            (limits(goodwill=100), extent(10**9, 100)),
        ],
    )
    def test_lets_go_up_to_it(self, most: Limits, after: Extent) -> None:
        require_within(most, before=extent(), after=after)

    def test_asks_for_an_approval_beyond_it(self) -> None:
        with pytest.raises(ApprovalNeeded) as refused:
            require_within(limits(threshold=100, approved=120), before=extent(90), after=extent(121))

        assert refused.value.context == {
            "limit": Money(amount_minor=120, currency="CNY"),
            "would_be": Money(amount_minor=121, currency="CNY"),
        }

    def test_ends_goodwill(self) -> None:
        with pytest.raises(GoodwillExceeded):
            require_within(limits(goodwill=0), before=extent(), after=extent(0, 1))

    def test_never_refuses_what_goes_no_further(self) -> None:
        most = limits(threshold=100, goodwill=100)

        require_within(most, before=extent(500, 500), after=extent(500, 500))
        require_within(most, before=extent(500, 500), after=extent(499, 400))
