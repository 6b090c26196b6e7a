"""Measures that run again and again, and spans between named moments."""

from collections.abc import Mapping

import pytest

from sla_clocks import MOTORCO, PUMPCO, hours
from sla_facts import clock, clocks, happened, held, held_by, opened, resolved, responded, resumed, text
from wellkept_sdk.services.sla import ClockKind, ClockState, Holder, Measure
from wellkept_sla.rules.clocks import CancelledBecause, Clock, StoppedBy
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.terms import ClockTerms, SlaTerms

MET, MISSED, CANCELLED = ClockState.MET, ClockState.MISSED, ClockState.CANCELLED
RUNNING = ClockState.RUNNING


def wrote(text: str) -> Fact:
    """Return a message that the customer may read."""
    return happened(FactKind.OUR_MESSAGE, text)


def assigned(text: str) -> Fact:
    """Return the naming of who is to work."""
    return happened(FactKind.ASSIGNED, text)


def reached(text: str, milestone: str = "on_site") -> Fact:
    """Return a milestone."""
    return happened(FactKind.MILESTONE, text, milestone=milestone)


def told(found: Mapping[tuple[str, int], Clock]) -> list[tuple[str | None, str | None, ClockState]]:
    """Return from when to when clocks ran, and how they stand."""
    return [(text(one.starts_at), text(one.stopped_at), one.state) for one in found.values()]


def with_clock(terms: ClockTerms, *facts: Fact, as_of: str) -> dict[tuple[str, int], Clock]:
    """Return the clocks of a story under a single promise."""
    return clocks(opened("03-02 09:00"), *facts, as_of=as_of, terms=SlaTerms(clocks={"promise": terms}))


class TestUpdate:
    TERMS = clock(Measure.UPDATE, hours(2))

    def test_runs_from_one_message_to_the_next(self):
        found = with_clock(
            self.TERMS, responded("03-02 10:00"), wrote("03-02 11:00"), wrote("03-02 14:00"), as_of="03-02 15:00"
        )

        assert told(found) == [
            ("03-02 10:00", "03-02 11:00", MET),
            ("03-02 11:00", "03-02 14:00", MISSED),
            ("03-02 14:00", None, RUNNING),
        ]
        assert [one.cycle for one in found.values()] == [1, 2, 3]

    def test_takes_an_answer_and_its_message_for_one(self):
        found = with_clock(self.TERMS, responded("03-02 10:00"), wrote("03-02 10:00"), as_of="03-02 11:00")

        assert told(found) == [("03-02 10:00", None, RUNNING)]

    def test_ends_with_the_matter_and_begins_again_with_it(self):
        rejected = happened(FactKind.REJECTED, "03-02 15:00")

        found = with_clock(
            self.TERMS,
            responded("03-02 10:00"),
            resolved("03-02 11:00"),
            wrote("03-02 12:00"),
            rejected,
            as_of="03-02 16:00",
        )

        assert told(found) == [("03-02 10:00", "03-02 11:00", CANCELLED), ("03-02 15:00", None, RUNNING)]


class TestSpan:
    TERMS = clock(Measure.SPAN, hours(8), starts_on="assigned", stops_on="milestone:on_site")

    def test_runs_between_its_two_points(self):
        found = with_clock(
            self.TERMS, assigned("03-02 10:00"), reached("03-02 17:00"), reached("03-02 18:00"), as_of="03-02 19:00"
        )

        assert told(found) == [("03-02 10:00", "03-02 17:00", MET)]
        assert found["promise", 1].stopped_by is StoppedBy.POINT

    def test_takes_no_other_milestone(self):
        found = with_clock(
            self.TERMS, assigned("03-02 10:00"), reached("03-02 11:00", "parts_ordered"), as_of="03-02 12:00"
        )

        assert told(found) == [("03-02 10:00", None, RUNNING)]

    def test_starts_once(self):
        found = with_clock(
            self.TERMS, assigned("03-02 10:00"), reached("03-02 11:00"), assigned("03-02 12:00"), as_of="03-02 13:00"
        )

        assert told(found) == [("03-02 10:00", "03-02 11:00", MET)]

    def test_is_met_at_once_where_its_stop_came_first(self):
        found = with_clock(self.TERMS, reached("03-02 09:30"), assigned("03-02 10:00"), as_of="03-02 11:00")

        assert told(found) == [("03-02 10:00", "03-02 10:00", MET)]

    def test_may_run_from_the_opening(self):
        terms = clock(Measure.SPAN, hours(1), starts_on="opened", stops_on="triaged", kind=ClockKind.OLA)

        found = with_clock(terms, happened(FactKind.TRIAGED, "03-02 10:30"), as_of="03-02 11:00")

        assert told(found) == [("03-02 09:00", "03-02 10:30", MISSED)]

    def test_is_cancelled_by_the_end_of_the_matter(self):
        found = with_clock(self.TERMS, assigned("03-02 10:00"), resolved("03-02 11:00"), as_of="03-02 12:00")

        assert found["promise", 1].cancelled_because is CancelledBecause.RESOLVED

    def test_may_stop_with_the_matter(self):
        terms = clock(Measure.SPAN, hours(8), starts_on="started", stops_on="resolved")

        found = with_clock(
            terms, happened(FactKind.STARTED, "03-02 10:00"), resolved("03-02 11:00"), as_of="03-02 12:00"
        )

        assert told(found) == [("03-02 10:00", "03-02 11:00", MET)]

    def test_does_not_start_on_a_ticket_that_has_ended(self):
        found = with_clock(self.TERMS, resolved("03-02 10:00"), assigned("03-02 11:00"), as_of="03-02 12:00")

        assert found == {}


class TestHolding:
    NAMED = clock(Measure.HOLDING, hours(8), kind=ClockKind.UC, party="PUMPCO")
    ANY = clock(Measure.HOLDING, hours(8), kind=ClockKind.UC)

    def test_runs_while_the_party_has_the_matter_in_hand(self):
        found = with_clock(
            self.NAMED,
            held("03-02 10:00", "third_party", party_id=PUMPCO),
            resumed("03-02 12:00"),
            held_by("03-02 13:00", Holder.PARTY, party_id=PUMPCO),
            as_of="03-02 14:00",
        )

        assert told(found) == [("03-02 10:00", "03-02 12:00", MET), ("03-02 13:00", None, RUNNING)]
        assert [(one.cycle, one.party_id) for one in found.values()] == [(1, PUMPCO), (2, PUMPCO)]
        assert found["promise", 1].stopped_by is StoppedBy.HOLDER

    def test_does_not_run_for_another_party(self):
        found = with_clock(self.NAMED, held("03-02 10:00", "third_party", party_id=MOTORCO), as_of="03-02 14:00")

        assert found == {}

    def test_does_not_run_for_a_party_yet_unnamed(self):
        assert with_clock(self.ANY, held("03-02 10:00", "third_party"), as_of="03-02 14:00") == {}

    def test_runs_for_each_party_where_the_terms_name_none(self):
        found = with_clock(
            self.ANY,
            held_by("03-02 10:00", Holder.PARTY, party_id=PUMPCO),
            held_by("03-02 12:00", Holder.PARTY, party_id=MOTORCO),
            as_of="03-02 14:00",
        )

        assert [(one.party_id, text(one.starts_at), one.state) for one in found.values()] == [
            (PUMPCO, "03-02 10:00", MET),
            (MOTORCO, "03-02 12:00", RUNNING),
        ]

    def test_runs_beside_those_of_other_promises_only(self):
        terms = SlaTerms(
            clocks={
                "any": self.ANY,
                "named": self.NAMED,
                "other": clock(Measure.HOLDING, hours(8), kind=ClockKind.UC, party="MOTORCO"),
            }
        )

        found = clocks(
            opened("03-02 09:00", parties={"PUMPCO": PUMPCO, "MOTORCO": MOTORCO}),
            held_by("03-02 10:00", Holder.PARTY, party_id=PUMPCO),
            as_of="03-02 14:00",
            terms=terms,
        )

        assert list(found) == [("any", 1), ("named", 1)]

    def test_goes_on_when_the_same_party_is_named_again(self):
        found = with_clock(
            self.NAMED,
            held_by("03-02 10:00", Holder.PARTY, party_id=PUMPCO),
            held("03-02 11:00", "third_party", party_id=PUMPCO),
            as_of="03-02 14:00",
        )

        assert told(found) == [("03-02 10:00", None, RUNNING)]

    @pytest.mark.parametrize(("end", "state"), [("03-02 18:00", MET), ("03-02 18:01", MISSED)])
    def test_is_judged_at_the_end_of_the_matter(self, end: str, state: ClockState):
        found = with_clock(
            self.NAMED, held_by("03-02 10:00", Holder.PARTY, party_id=PUMPCO), resolved(end), as_of="03-03 09:00"
        )

        assert (found["promise", 1].state, found["promise", 1].stopped_by) == (state, StoppedBy.RESOLVED)
