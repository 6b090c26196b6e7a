import pytest

from sla_clocks import at, hours
from sla_facts import clock, held, library, numbered, opened, resolution, text
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockState, Measure
from wellkept_sla.rules.clocks import CancelledBecause, ShiftReason
from wellkept_sla.rules.setting import in_force
from wellkept_sla.rules.turns import Phase
from wellkept_sla.rules.walk import Walk
from wellkept_sla.terms import SlaTerms

TERMS = SlaTerms(clocks={"repair": resolution(hours(24)), "visit": clock(Measure.SPAN, hours(8))})
OPENING, HOLD = numbered(opened("03-02 09:00"), held("03-02 10:00"))


def walk() -> Walk:
    """Return a walk that has not begun."""
    return Walk(in_force(library(TERMS), opening=OPENING, data=OPENING.data, grade=1), holdings={})


class TestWalk:
    def test_begins_with_an_open_ticket_without_clocks(self):
        found = walk()

        assert (found.phase, found.has_ended, found.open_runs()) == (Phase.OPEN, False, [])

    def test_knows_the_clocks_by_what_they_measure(self):
        assert (walk().named(Measure.SPAN), walk().named(Measure.HOLDING)) == (["visit"], ())

    def test_numbers_clocks_and_cycles_by_code(self):
        found = walk()

        runs = [found.start(code, fact=OPENING) for code in ("repair", "visit", "visit")]

        assert [(run.identity.number, run.identity.cycle) for run in runs] == [(1, 1), (1, 1), (2, 2)]

    def test_starts_a_clock_only_where_none_of_its_code_is_open(self):
        found = walk()

        found.start_if_none(Measure.SPAN, fact=OPENING)
        found.start_if_none(Measure.SPAN, fact=HOLD)

        assert [text(run.identity.starts_at) for run in found.open_runs(Measure.SPAN)] == ["03-02 09:00"]

    def test_lets_its_clocks_wait_with_the_ticket(self):
        found = walk()
        run = found.start("repair", fact=OPENING)

        found.turn(HOLD, phase=HoldReason.CUSTOMER)

        assert (run.state, found.phase) == (ClockState.PAUSED, HoldReason.CUSTOMER)

    def test_takes_each_point_once(self):
        found = walk()

        assert [found.reach("assigned"), found.reach("assigned"), found.reach("milestone:on_site")] == [
            True,
            False,
            True,
        ]

    @pytest.mark.parametrize(
        ("phase", "reached"),
        [
            (Phase.OPEN, [True, True, False, False, True]),
            (HoldReason.PARTS, [True, True, False, False, True]),
            (Phase.RESOLVED, [False, False, True, True, True]),
            (Phase.CANCELLED, [False, False, False, False, False]),
        ],
    )
    def test_takes_only_points_that_its_ticket_can_reach(self, phase: Phase | HoldReason, reached: list[bool]):
        found = walk()
        found.turn(HOLD, phase=phase)

        points = ("assigned", "resolved", "confirmed", "closed", "milestone:on_site")
        assert [found.reach(point) for point in points] == reached

    def test_forgets_what_came_since_the_resolution_when_it_is_taken_up_again(self):
        found = walk()
        for point in ("assigned", "resolved"):
            found.reach(point)
        found.turn(HOLD, phase=Phase.RESOLVED)
        found.reach("milestone:report_sent")

        found.turn(HOLD, phase=Phase.OPEN)

        points = ("assigned", "resolved", "milestone:report_sent")
        assert [found.has_reached(point) for point in points] == [True, False, False]

    def test_starts_no_clock_before_its_clocks_could_start(self):
        early = numbered(opened("03-02 08:00"))[0]

        run = walk().start("repair", fact=early)

        assert run.identity.starts_at == at("03-02 09:00")

    def test_puts_a_clock_in_the_place_of_another(self):
        found = walk()
        old = found.start("repair", fact=OPENING)

        found.supersede(old, fact=HOLD, because=CancelledBecause.GRADE_CHANGED)

        [new] = found.open_runs()
        assert (old.state, new.identity.replaces, new.identity.cycle) == (ClockState.CANCELLED, 1, 1)
        assert [shift.reason for shift in new.shifts] == [ShiftReason.GRADE_CHANGED]
        assert found.last_of("repair") is new

    def test_numbers_the_clocks_of_another_walk_on(self):
        found, other = walk(), walk()
        found.start("repair", fact=OPENING)
        first = other.start("repair", fact=OPENING)
        other.supersede(first, fact=HOLD, because=CancelledBecause.GRADE_CHANGED)

        found.adopt(other.runs, attached_at=at("03-02 12:00"))

        assert [(run.identity.number, run.identity.replaces, run.identity.cycle) for run in found.runs] == [
            (1, None, 1),
            (2, None, 2),
            (3, 2, 2),
        ]
