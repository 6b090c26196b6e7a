from msgspec.structs import replace

from sla_facts import held, numbered, opened, resumed
from wellkept_sla.rules.facts import SIMULATED, FactKind, in_order


class TestOrder:
    def test_is_that_of_what_happened(self):
        opening, hold, end = numbered(opened("03-02 09:00"), held("03-02 12:00"), resumed("03-02 10:00"))

        assert in_order([hold, end, opening]) == [opening, end, hold]

    def test_begins_with_the_opening_whatever_came_before(self):
        opening, hold = numbered(opened("03-02 09:00"), held("03-02 08:00"))

        assert in_order([hold, opening]) == [opening, hold]

    def test_is_that_of_recording_for_facts_of_one_moment(self):
        opening, hold, end = numbered(opened("03-02 09:00"), held("03-02 12:00"), resumed("03-02 12:00"))

        assert in_order([opening, replace(end, position=2), replace(hold, position=3)])[1].kind is FactKind.RESUMED


class TestSimulatedFacts:
    def test_leave_out_what_only_we_can_know(self):
        assert frozenset(FactKind) - SIMULATED == {
            FactKind.OPENED,
            FactKind.ACTIVATION_CHANGED,
            FactKind.CALENDAR_REVISED,
        }
