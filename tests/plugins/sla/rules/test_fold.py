"""The acceptance cases of the specification, as far as the fold answers them."""

from datetime import timedelta

import pytest

from sla_clocks import MOTORCO, at, hours, lengths, working
from sla_facts import (
    clocks,
    folded,
    grade_changed,
    happened,
    held,
    length,
    library,
    numbered,
    one,
    opened,
    resolution,
    resolved,
    responded,
    resumed,
    text,
    working_preset,
)
from wellkept_sdk.services.sla import ClockState, Holder
from wellkept_sla.rules.clocks import CancelledBecause, ShiftReason, StoppedBy, ThresholdState
from wellkept_sla.rules.facts import FactKind
from wellkept_sla.rules.fold import fold
from wellkept_sla.terms import PRESET, SlaTerms, Threshold


class TestOpening:
    @pytest.mark.parametrize(
        ("grade", "response", "resolved_by"),
        [(1, "02-13 21:00", "02-14 17:00"), (2, "02-14 01:00", "02-15 17:00"), (3, "02-14 17:00", "02-16 17:00")],
    )
    def test_gives_the_dues_of_the_preset(self, grade: int, response: str, resolved_by: str):
        found = clocks(opened("02-13 17:00", grade=grade), as_of="02-13 17:00")

        assert text(found["response", 1].due_at) == response
        assert text(found["resolution", 1].due_at) == resolved_by

    @pytest.mark.parametrize(
        ("grade", "response", "resolved_by"),
        [(1, "02-14 11:30", "02-25 17:00"), (2, "02-14 17:00", "02-28 17:00"), (3, "02-25 17:00", "03-04 17:00")],
    )
    def test_gives_the_dues_of_working_hours(self, grade: int, response: str, resolved_by: str):
        found = clocks(opened("02-13 17:00", grade=grade), as_of="02-13 17:00", terms=working_preset())

        assert text(found["response", 1].due_at) == response
        assert text(found["resolution", 1].due_at) == resolved_by

    def test_gives_nothing_before_it(self):
        found = folded(opened("02-13 17:00", grade=2), as_of="02-13 16:59")

        assert (found.clocks, found.holdings, found.grade, found.next_at) == ((), (), 2, None)

    def test_names_the_first_moment_of_all_clocks(self):
        found = folded(opened("02-13 17:00", grade=1), as_of="02-13 17:00")

        assert found.next_at == at("02-13 21:00") + timedelta(microseconds=1)


class TestHold:
    def test_leaves_no_due_while_it_lasts(self):
        found = one(working(8), opened("02-13 17:00"), held("02-14 10:00"), as_of="02-20 12:00")

        assert (found.state, found.due_at, text(found.paused_since)) == (ClockState.PAUSED, None, "02-14 10:00")
        assert (length(found.consumed_us), length(found.remaining_us)) == ("PT2H30M", "PT5H30M")
        assert text(found.original_due_at) == "02-14 17:00"

    def test_moves_the_due_by_its_working_time(self):
        found = one(working(8), opened("02-13 17:00"), held("02-14 10:00"), resumed("02-24 09:00"), as_of="02-24 09:00")

        assert (found.state, text(found.due_at)) == (ClockState.RUNNING, "02-24 16:00")
        assert length(found.consumed_us) == "PT2H30M"
        assert text(found.original_due_at) == "02-14 17:00"
        assert [(s.reason, text(s.due_at_before), text(s.due_at_after)) for s in found.shifts] == [
            (ShiftReason.PAUSED, "02-14 17:00", None),
            (ShiftReason.RESUMED, None, "02-24 16:00"),
        ]

    def test_ends_first_when_the_matter_is_resolved(self):
        found = one(
            working(8), opened("02-13 17:00"), held("02-14 10:00"), resolved("02-24 09:00"), as_of="02-25 09:00"
        )

        assert (found.state, found.stopped_by, text(found.stopped_at)) == (
            ClockState.MET,
            StoppedBy.RESOLVED,
            "02-24 09:00",
        )
        assert (length(found.consumed_us), text(found.due_at)) == ("PT2H30M", "02-24 16:00")

    def test_ends_first_when_the_ticket_is_cancelled(self):
        cancelled = happened(FactKind.CANCELLED, "02-24 09:00")

        found = one(working(8), opened("02-13 17:00"), held("02-14 10:00"), cancelled, as_of="02-25 09:00")

        assert (found.state, text(found.due_at), found.paused_since) == (ClockState.CANCELLED, "02-24 16:00", None)

    def test_exactly_at_the_due_is_no_breach(self):
        found = one(hours(4), opened("03-02 09:00"), held("03-02 13:00"), as_of="03-03 09:00")

        assert (found.state, found.breach, length(found.remaining_us)) == (ClockState.PAUSED, None, "PT0S")

    def test_after_the_due_leaves_the_due_for_good(self):
        found = one(hours(4), opened("03-02 09:00"), held("03-02 14:00"), resumed("03-02 16:00"), as_of="03-02 17:00")

        assert (text(found.due_at), found.shifts) == ("03-02 13:00", [])
        assert (length(found.consumed_us), length(found.over_elapsed_us)) == ("PT6H", "PT4H")


class TestGradeChange:
    STORY = (
        opened("03-02 09:00", grade=2),
        held("03-02 14:00"),
        resumed("03-03 09:30"),
        grade_changed("03-03 10:00", 1),
    )

    def test_attaches_a_clock_with_the_same_past(self):
        found = clocks(*self.STORY, as_of="03-03 10:00", terms=working_preset())

        new = found["resolution", 2]
        assert (text(new.starts_at), text(new.original_due_at), text(new.due_at)) == (
            "03-02 09:00",
            "03-05 09:00",
            "03-05 15:30",
        )
        assert (new.grade, new.replaces, new.cycle, new.state) == (1, 1, 1, ClockState.RUNNING)
        assert [(s.reason, text(s.due_at_before), text(s.due_at_after)) for s in new.shifts] == [
            (ShiftReason.GRADE_CHANGED, "03-10 15:30", "03-05 15:30")
        ]

    def test_cancels_the_clock_of_the_old_grade(self):
        old = clocks(*self.STORY, as_of="03-03 10:00", terms=working_preset())["resolution", 1]

        assert (old.state, old.cancelled_because, text(old.stopped_at), old.grade) == (
            ClockState.CANCELLED,
            CancelledBecause.GRADE_CHANGED,
            "03-03 10:00",
            2,
        )


class TestRejection:
    def test_lets_the_clock_go_on_with_what_was_left(self):
        found = one(
            hours(24),
            opened("03-02 09:00"),
            resolved("03-02 12:00"),
            happened(FactKind.REJECTED, "03-02 18:00", by_customer=True),
            as_of="03-02 18:00",
        )

        assert (found.state, text(found.due_at), found.stopped_at) == (ClockState.RUNNING, "03-03 15:00", None)
        assert lengths(found.attribution) == {"us": ("PT3H", "PT3H")}
        assert [(s.reason, text(s.due_at_after)) for s in found.shifts] == [(ShiftReason.REOPENED, "03-03 15:00")]


class TestThresholds:
    def test_are_moments_of_working_time(self):
        found = one(working(8), opened("02-13 17:00"), as_of="02-13 17:00", thresholds=PRESET["resolution"].thresholds)

        assert [(moment.code, text(moment.at)) for moment in found.thresholds] == [
            ("half", "02-14 11:30"),
            ("three_quarters", "02-14 15:00"),
        ]

    def test_are_counted_back_from_the_due(self):
        early = {"early": Threshold(before_due=working(1))}
        found = one(working(7.75), opened("02-14 09:00"), as_of="02-14 09:00", thresholds=early)

        assert (text(found.due_at), text(found.thresholds[0].at)) == ("02-24 08:45", "02-14 17:15")


class TestLateOpening:
    def test_skips_thresholds_and_tells_that_the_due_had_passed(self):
        found = clocks(opened("02-13 17:00", recorded="03-02 09:00"), as_of="03-02 09:00")

        response, repair = found["response", 1], found["resolution", 1]
        assert response.breach is not None
        assert (response.breach.on_attach, text(response.breach.due_at)) == (True, "02-13 21:00")
        assert [moment.state for moment in repair.thresholds] == [ThresholdState.SKIPPED, ThresholdState.SKIPPED]

    def test_has_no_breach_once_the_answer_of_that_time_is_recorded(self):
        answer = happened(FactKind.RESPONDED, "02-13 18:00", recorded="03-02 09:30")
        found = clocks(opened("02-13 17:00", recorded="03-02 09:00"), answer, as_of="03-02 09:30")["response", 1]

        assert (found.state, found.breach) == (ClockState.MET, None)


class TestFold:
    def test_takes_facts_in_any_order(self):
        told = numbered(opened("02-13 17:00"), held("02-14 10:00"), resumed("02-24 09:00"))
        terms = SlaTerms(clocks={"resolution": resolution(working(8))})

        found = fold(library(terms), [told[2], told[0], told[1]], as_of=at("02-24 12:00"))

        assert found == fold(library(terms), told, as_of=at("02-24 12:00"))

    def test_leaves_out_what_happened_later(self):
        story = (opened("03-02 09:00"), responded("03-02 10:00"), resolved("03-02 15:00"))

        found = folded(*story, as_of="03-02 12:00")

        assert found == folded(*story[:2], as_of="03-02 12:00")

    def test_sorts_clocks_by_code_and_number(self):
        found = clocks(opened("03-02 09:00", grade=3), grade_changed("03-02 10:00", 2), as_of="03-02 11:00")

        assert list(found) == [("resolution", 1), ("resolution", 2), ("response", 1), ("response", 2)]

    def test_says_whether_anything_waits(self):
        story = (opened("03-02 09:00"), held("03-02 10:00", "parts"))
        others = (opened("03-02 09:00"), held("03-02 10:00", "customer"))

        assert not folded(*story, as_of="03-02 11:00").is_paused
        assert folded(*others, as_of="03-02 11:00").is_paused

    def test_has_the_holders_of_the_ticket(self):
        found = folded(opened("03-02 09:00"), held("03-02 10:00", "third_party", party_id=MOTORCO), as_of="03-02 11:00")

        assert [(h.holder, h.party_id) for h in found.holdings] == [(Holder.US, None), (Holder.PARTY, MOTORCO)]
