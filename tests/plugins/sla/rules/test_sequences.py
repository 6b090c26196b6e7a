import pytest

from sla_facts import happened
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.rules.sequences import Stage, oddities

OPENED = happened(FactKind.OPENED, "03-02 09:00")


def sequence(*kinds: str) -> list[Fact]:
    """Return facts of one ticket, an hour apart."""
    return [OPENED, *(happened(FactKind(kind), f"03-02 {10 + at}:00") for at, kind in enumerate(kinds))]


class TestSequence:
    @pytest.mark.parametrize(
        "kinds",
        [
            ("triaged", "assigned", "responded", "started", "held", "resumed", "resolved", "confirmed", "closed"),
            ("held", "resolved", "rejected", "resolved", "closed", "reopened", "cancelled"),
            ("customer_message", "our_message", "grade_changed", "milestone", "holder", "cancelled", "reopened"),
            ("held", "responded", "cancelled", "customer_message"),
        ],
        ids=["a whole life", "rejected and reopened", "everything else", "withdrawn while it waits"],
    )
    def test_that_can_happen_has_no_oddity(self, kinds: tuple[str, ...]) -> None:
        assert oddities(sequence(*kinds)) == []

    @pytest.mark.parametrize(
        ("kinds", "stage"),
        [
            (("resumed",), Stage.OPEN),
            (("held", "held"), Stage.ON_HOLD),
            (("held", "started"), Stage.ON_HOLD),
            (("resolved", "responded"), Stage.RESOLVED),
            (("resolved", "confirmed", "rejected"), Stage.CONFIRMED),
            (("resolved", "closed", "confirmed"), Stage.CLOSED),
            (("cancelled", "milestone"), Stage.CANCELLED),
            (("reopened",), Stage.OPEN),
        ],
    )
    def test_that_cannot_happen_tells_where_the_ticket_stood(self, kinds: tuple[str, ...], stage: Stage) -> None:
        [odd] = oddities(sequence(*kinds))

        assert (odd.kind, odd.stage) == (FactKind(kinds[-1]), stage)

    def test_goes_on_from_where_an_oddity_would_have_led(self) -> None:
        found = oddities(sequence("confirmed", "closed", "resumed"))

        assert [odd.kind for odd in found] == [FactKind.CONFIRMED, FactKind.RESUMED]
