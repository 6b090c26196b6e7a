from msgspec.structs import replace

from sla_clocks import TERMS_HASH, at, working
from sla_facts import REVISION, STANDARD, clock, happened, opened
from wellkept_sdk.services.sla import Measure
from wellkept_sla.rules.facts import Fact, FactKind, Library
from wellkept_sla.rules.fold import fold
from wellkept_sla.service.caveats import warnings_of
from wellkept_sla.terms import SlaTerms

PRESET = SlaTerms()
ONLY_GRADE_ONE = SlaTerms(
    clocks={code: replace(clock, targets={"1": clock.targets["1"]}) for code, clock in PRESET.clocks.items()}
)


def warned(*facts: Fact, terms: SlaTerms = PRESET, as_of: str = "03-02 20:00") -> list[tuple[str, str]]:
    every = [replace(fact, position=position) for position, fact in enumerate(facts, start=1)]
    library = Library(terms={TERMS_HASH: terms}, calendars={REVISION: STANDARD})
    folded = fold(library, every, as_of=at(as_of))
    return [(each.pointer, each.code) for each in warnings_of(every, folded=folded, terms=terms)]


class TestWarning:
    def test_is_absent_where_everything_can_happen(self) -> None:
        assert warned(opened("03-02 09:00"), happened(FactKind.RESPONDED, "03-02 10:00")) == []

    def test_points_at_the_fact_as_it_was_given(self) -> None:
        facts = [opened("03-02 09:00"), happened(FactKind.RESOLVED, "03-02 12:00")]

        found = warned(*facts, happened(FactKind.STARTED, "03-02 13:00"), happened(FactKind.CLOSED, "03-02 21:00"))

        assert found == [("/facts/1", "sla.simulation.out_of_order"), ("/facts/2", "sla.simulation.not_counted")]

    def test_is_due_where_no_grade_of_the_ticket_has_a_target(self) -> None:
        found = warned(opened("03-02 09:00", grade=2), terms=ONLY_GRADE_ONE)

        assert found == [
            ("/terms/clocks/resolution", "sla.simulation.never_attaches"),
            ("/terms/clocks/response", "sla.simulation.never_attaches"),
        ]

    def test_is_due_where_the_calendar_has_not_so_much_working_time(self) -> None:
        endless = clock(Measure.RESOLUTION, working(87_600))

        found = warned(opened("03-02 09:00"), terms=SlaTerms(clocks={"resolution": endless}))

        assert found == [("/terms/clocks/resolution", "sla.simulation.never_due")]

    def test_is_not_due_where_the_ticket_gets_such_a_grade_later(self) -> None:
        graded = happened(FactKind.GRADE_CHANGED, "03-02 10:00", grade=1)

        assert warned(opened("03-02 09:00", grade=2), graded, terms=ONLY_GRADE_ONE) == []
