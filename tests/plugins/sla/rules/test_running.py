from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from sla_clocks import at, hours
from sla_facts import STANDARD, clock, resolution, text
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockState, Measure
from wellkept_sla.rules.clocks import CancelledBecause, ShiftReason, StoppedBy
from wellkept_sla.rules.counting import Meter
from wellkept_sla.rules.running import Identity, Running, started
from wellkept_sla.rules.turns import Phase, Turn

TARGET = hours(4)
HELD = Turn(at("03-02 10:00"), HoldReason.CUSTOMER, 2)
RESUMED = Turn(at("03-02 12:00"), Phase.OPEN, 3)
ENDED = Turn(at("03-02 13:00"), Phase.RESOLVED, 4)
WITHDRAWN = Turn(at("03-02 14:00"), Phase.CANCELLED, 5)
TAKEN_UP = Turn(at("03-02 18:00"), Phase.OPEN, 5)


def running(starts: str = "03-02 09:00") -> Running:
    """Return a clock of four hours that has just begun."""
    identity = Identity(
        code="resolution",
        terms=resolution(TARGET),
        number=1,
        cycle=1,
        party_id=None,
        grade=1,
        starts_at=at(starts),
        position=1,
        attached_at=at(starts),
        answers_from=at(starts),
    )
    return started(identity, meter=Meter(target=TARGET, calendar=STANDARD))


def lived(*turns: Turn, starts: str = "03-02 09:00") -> Running:
    """Return a clock that has lived through turns of its ticket."""
    run = running(starts)
    run.live_through(turns)
    return run


class TestRunning:
    def test_has_its_due_from_the_start(self):
        run = running()

        assert (run.state, text(run.due_at), run.shifts) == (ClockState.RUNNING, "03-02 13:00", [])

    def test_has_no_due_while_it_waits_but_knows_where_it_stood(self):
        run = lived(HELD)

        assert (run.state, run.due_at, text(run.due.at)) == (ClockState.PAUSED, None, "03-02 13:00")

    def test_waits_only_for_reasons_that_its_terms_name(self):
        assert lived(Turn(at("03-02 10:00"), HoldReason.PARTS, 2)).state is ClockState.RUNNING

    def test_goes_on_waiting_when_the_reason_changes(self):
        run = lived(HELD, Turn(at("03-02 11:00"), HoldReason.WEATHER, 3))

        assert text(run.paused_since) == "03-02 10:00"

    def test_goes_on_with_what_was_left(self):
        assert text(lived(HELD, RESUMED).due_at) == "03-02 15:00"

    @pytest.mark.parametrize(
        ("turns", "state", "stretches"),
        [
            ((HELD, RESUMED), ClockState.RUNNING, [("03-02 09:00", True), ("03-02 10:00", False)]),
            (
                (HELD, RESUMED, ENDED),
                ClockState.MET,
                [("03-02 09:00", True), ("03-02 10:00", False), ("03-02 12:00", True)],
            ),
            ((HELD, ENDED), ClockState.MET, [("03-02 09:00", True), ("03-02 10:00", False)]),
            ((HELD, WITHDRAWN), ClockState.MET, [("03-02 09:00", True), ("03-02 10:00", False)]),
            ((ENDED, WITHDRAWN), ClockState.MET, [("03-02 09:00", True)]),
            ((ENDED, TAKEN_UP), ClockState.RUNNING, [("03-02 09:00", True)]),
        ],
    )
    def test_lives_through_what_its_ticket_did(
        self, turns: Sequence[Turn], state: ClockState, stretches: list[tuple[str, bool]]
    ):
        run = lived(*turns)

        assert run.state is state
        assert [(text(each.starts_at), each.is_counted) for each in run.stretches] == stretches

    def test_that_follows_the_resolution_goes_through_nothing(self):
        run = running()
        run.identity = replace(run.identity, terms=clock(Measure.SPAN, TARGET, starts_on="resolved", stops_on="closed"))

        run.live_through([Turn(at("03-02 09:00"), Phase.RESOLVED, 1)])

        assert (run.state, run.stretches) == (ClockState.RUNNING, [])

    def test_takes_what_came_before_its_start_as_it_stands_then(self):
        waiting, working = lived(HELD, starts="03-02 11:00"), lived(HELD, RESUMED, starts="03-02 14:00")

        assert (waiting.state, text(waiting.paused_since)) == (ClockState.PAUSED, "03-02 11:00")
        assert (working.state, working.shifts) == (ClockState.RUNNING, [])

    def test_is_breached_once_its_due_has_passed_while_it_ran(self):
        run = running()

        run.count_until(at("03-02 13:00"))
        on_time = run.is_breached
        run.count_until(at("03-02 13:00:00.000001"))

        assert (on_time, run.is_breached) == (False, True)

    def test_is_not_breached_by_a_due_for_which_it_does_not_answer(self):
        run = running()
        run.identity = replace(run.identity, answers_from=at("03-02 18:00"))

        run.count_until(at("03-02 18:00"))

        assert not run.is_breached

    def test_ends_its_pause_before_it_stops(self):
        run = lived(HELD)

        run.stop(at("03-02 18:00"), by=StoppedBy.RESOLVED, position=3)

        assert (run.state, text(run.due_at), [shift.reason for shift in run.shifts]) == (
            ClockState.MET,
            "03-02 21:00",
            [ShiftReason.PAUSED, ShiftReason.RESUMED],
        )

    def test_that_is_cancelled_in_a_pause_has_no_due(self):
        run = lived(HELD)

        run.cancel(at("03-02 18:00"), because=CancelledBecause.GRADE_CHANGED)

        assert (run.state, run.due_at, text(run.stopped_at)) == (ClockState.CANCELLED, None, "03-02 18:00")

    def test_that_is_reopened_has_no_verdict_any_more(self):
        run = lived(ENDED)

        run.reopen(at("03-02 18:00"), position=5)

        assert (run.is_open, run.stopped_at, run.stopped_by, text(run.due_at)) == (True, None, None, "03-02 18:00")
