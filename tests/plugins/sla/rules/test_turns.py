import pytest

from sla_clocks import at
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sla.rules.turns import Phase, Turn


class TestTurn:
    @pytest.mark.parametrize("phase", [Phase.RESOLVED, Phase.CANCELLED])
    def test_to_a_ticket_without_work_is_an_end(self, phase: Phase):
        assert Turn(at("03-02 10:00"), phase, 2).is_end

    @pytest.mark.parametrize("phase", [Phase.OPEN, HoldReason.CUSTOMER, HoldReason.PARTS])
    def test_to_a_ticket_that_waits_or_goes_on_is_none(self, phase: Phase | HoldReason):
        assert not Turn(at("03-02 10:00"), phase, 2).is_end
