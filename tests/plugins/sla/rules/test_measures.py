from collections.abc import Mapping

import pytest

from sla_clocks import hours
from sla_facts import (
    activated,
    clock,
    clocks,
    happened,
    held,
    opened,
    resolution,
    resolved,
    responded,
    resumed,
    text,
)
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockState, Measure
from wellkept_sla.rules.clocks import CancelledBecause, Clock, StoppedBy
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.terms import ClockTerms, OnReopen, SlaTerms

MET, MISSED, CANCELLED = ClockState.MET, ClockState.MISSED, ClockState.CANCELLED
RUNNING, PAUSED = ClockState.RUNNING, ClockState.PAUSED


def asked(text: str) -> Fact:
    """Return a message of the customer."""
    return happened(FactKind.CUSTOMER_MESSAGE, text)


def wrote(text: str) -> Fact:
    """Return a message that the customer may read."""
    return happened(FactKind.OUR_MESSAGE, text)


def rejected(text: str) -> Fact:
    """Return the customer's refusal of a repair."""
    return happened(FactKind.REJECTED, text, by_customer=True)


def reached(text: str, milestone: str = "on_site") -> Fact:
    """Return a milestone."""
    return happened(FactKind.MILESTONE, text, milestone=milestone)


def told(found: Mapping[tuple[str, int], Clock]) -> list[tuple[str | None, str | None, ClockState]]:
    """Return from when to when clocks ran, and how they stand."""
    return [(text(one.starts_at), text(one.stopped_at), one.state) for one in found.values()]


def with_clock(terms: ClockTerms, *facts: Fact, as_of: str) -> dict[tuple[str, int], Clock]:
    """Return the clocks of a story under a single promise."""
    return clocks(opened("03-02 09:00"), *facts, as_of=as_of, terms=SlaTerms(clocks={"promise": terms}))


class TestResponse:
    TERMS = clock(Measure.RESPONSE, hours(4))

    @pytest.mark.parametrize(
        "fact",
        [
            held("03-02 10:00"),
            happened(FactKind.ASSIGNED, "03-02 10:00"),
            happened(FactKind.TRIAGED, "03-02 10:00"),
            happened(FactKind.STARTED, "03-02 10:00"),
            asked("03-02 10:00"),
            reached("03-02 10:00"),
        ],
    )
    def test_is_not_given_by_anything_else(self, fact: Fact):
        assert told(with_clock(self.TERMS, fact, as_of="03-02 11:00")) == [("03-02 09:00", None, RUNNING)]

    @pytest.mark.parametrize(
        ("fact", "by"),
        [
            (responded("03-02 10:00"), StoppedBy.RESPONDED),
            (wrote("03-02 10:00"), StoppedBy.MESSAGE),
            (resolved("03-02 10:00"), StoppedBy.RESOLVED),
        ],
    )
    def test_is_given_by_an_answer_or_the_end(self, fact: Fact, by: StoppedBy):
        found = with_clock(self.TERMS, fact, as_of="03-02 11:00")["promise", 1]

        assert (found.state, found.stopped_by, text(found.stopped_at)) == (MET, by, "03-02 10:00")

    def test_is_given_by_the_first_answer_only(self):
        found = with_clock(self.TERMS, wrote("03-02 10:00"), responded("03-02 15:00"), as_of="03-02 16:00")

        assert told(found) == [("03-02 09:00", "03-02 10:00", MET)]

    def test_never_runs_again(self):
        found = with_clock(self.TERMS, resolved("03-02 10:00"), rejected("03-02 11:00"), as_of="03-02 16:00")

        assert told(found) == [("03-02 09:00", "03-02 10:00", MET)]

    def test_of_a_cancelled_ticket_is_cancelled(self):
        found = with_clock(self.TERMS, happened(FactKind.CANCELLED, "03-02 10:00"), as_of="03-02 16:00")["promise", 1]

        assert (found.state, found.cancelled_because) == (CANCELLED, CancelledBecause.CANCELLED)


class TestResolution:
    STORY = (opened("03-02 09:00"), resolved("03-02 12:00"), rejected("03-02 18:00"))

    def run_again(self, on_reopen: OnReopen) -> dict[tuple[str, int], Clock]:
        terms = SlaTerms(clocks={"resolution": resolution(hours(24))}, on_reopen=on_reopen)
        return clocks(*self.STORY, as_of="03-02 20:00", terms=terms)

    def test_starts_anew_where_the_terms_say_so(self):
        found = self.run_again(OnReopen.RESTART)

        assert told(found) == [("03-02 09:00", "03-02 12:00", MET), ("03-02 18:00", None, RUNNING)]
        assert (text(found["resolution", 2].due_at), found["resolution", 2].replaces) == ("03-03 18:00", 1)

    def test_carries_its_time_to_a_new_clock_where_the_terms_say_so(self):
        found = self.run_again(OnReopen.CARRY)

        assert told(found) == [("03-02 09:00", "03-02 12:00", MET), ("03-02 09:00", None, RUNNING)]
        assert (text(found["resolution", 2].due_at), found["resolution", 2].consumed_us) == (
            "03-03 15:00",
            5 * 3_600_000_000,
        )

    def test_that_carries_nothing_more_is_judged_from_then_on(self):
        story = (opened("03-02 09:00"), resolved("03-02 14:00"), rejected("03-02 18:00"))
        terms = SlaTerms(clocks={"resolution": resolution(hours(4))}, on_reopen=OnReopen.CARRY)

        found = clocks(*story, as_of="03-02 20:00", terms=terms)

        assert [text(one.breach.due_at) for one in found.values() if one.breach] == ["03-02 13:00", "03-02 18:00"]

    def test_stays_breached_when_it_goes_on(self):
        story = (opened("03-02 09:00"), resolved("03-02 14:00"), rejected("03-02 18:00"))
        terms = SlaTerms(clocks={"resolution": resolution(hours(4))})

        found = clocks(*story, as_of="03-02 20:00", terms=terms)["resolution", 1]

        assert (found.state, text(found.due_at), found.shifts) == (RUNNING, "03-02 13:00", [])

    def test_goes_on_when_a_cancelled_ticket_is_taken_up_again(self):
        story = (
            opened("03-02 09:00"),
            happened(FactKind.CANCELLED, "03-02 12:00"),
            happened(FactKind.REOPENED, "03-03 12:00"),
        )
        terms = SlaTerms(clocks={"resolution": resolution(hours(24))})

        found = clocks(*story, as_of="03-03 12:00", terms=terms)["resolution", 1]

        assert (found.state, text(found.due_at), found.cancelled_because) == (RUNNING, "03-04 09:00", None)

    def test_is_not_changed_by_confirming_and_closing(self):
        confirmed, closed = happened(FactKind.CONFIRMED, "03-02 13:00"), happened(FactKind.CLOSED, "03-02 14:00")

        found = clocks(*self.STORY[:2], confirmed, closed, as_of="03-03 09:00")["resolution", 1]

        assert (found.state, text(found.stopped_at)) == (MET, "03-02 12:00")

    def test_does_not_run_again_where_sla_had_taken_it_away(self):
        terms = SlaTerms(clocks={"resolution": resolution(hours(24))}, on_reopen=OnReopen.RESTART)
        left, back = activated("03-02 15:00", None), activated("03-02 18:00")

        found = clocks(
            *(opened("03-02 09:00"), resolved("03-02 12:00"), rejected("03-02 14:00")),
            *(left, resolved("03-02 16:00"), back, rejected("03-02 19:00")),
            as_of="03-02 20:00",
            terms=terms,
            other=terms,
        )

        assert told(found) == [("03-02 09:00", "03-02 12:00", MET), ("03-02 14:00", "03-02 15:00", CANCELLED)]


class TestTicket:
    TERMS = resolution(hours(24))

    def test_that_does_not_wait_is_not_resumed(self):
        found = with_clock(self.TERMS, resumed("03-02 10:00"), as_of="03-02 11:00")["promise", 1]

        assert (found.state, text(found.due_at), found.shifts) == (RUNNING, "03-03 09:00", [])

    def test_that_is_cancelled_is_not_cancelled_again(self):
        first, second = happened(FactKind.CANCELLED, "03-02 10:00"), happened(FactKind.CANCELLED, "03-02 11:00")

        assert told(with_clock(self.TERMS, first, second, as_of="03-02 12:00")) == [
            ("03-02 09:00", "03-02 10:00", CANCELLED)
        ]

    def test_that_is_open_is_not_taken_up_again_but_a_rejection_asks_for_an_answer(self):
        terms = SlaTerms(clocks={"resolution": self.TERMS, "answer": clock(Measure.NEXT_RESPONSE, hours(2))})

        found = clocks(
            *(opened("03-02 09:00"), responded("03-02 10:00"), rejected("03-02 11:00")),
            as_of="03-02 12:00",
            terms=terms,
        )

        assert told(found) == [("03-02 11:00", None, RUNNING), ("03-02 09:00", None, RUNNING)]
        assert found["resolution", 1].shifts == []


class TestNextResponse:
    TERMS = clock(Measure.NEXT_RESPONSE, hours(2), pauses_on=(HoldReason.PARTS,))

    def test_runs_from_a_question_to_the_answer(self):
        found = with_clock(
            self.TERMS,
            asked("03-02 09:30"),
            responded("03-02 10:00"),
            asked("03-02 11:00"),
            asked("03-02 11:30"),
            wrote("03-02 12:00"),
            asked("03-02 15:00"),
            as_of="03-02 18:00",
        )

        assert told(found) == [("03-02 11:00", "03-02 12:00", MET), ("03-02 15:00", None, RUNNING)]
        assert [(one.cycle, one.breach is None) for one in found.values()] == [(1, True), (2, False)]

    def test_runs_from_a_rejection_by_the_customer(self):
        found = with_clock(self.TERMS, resolved("03-02 10:00"), rejected("03-02 11:00"), as_of="03-02 12:00")

        assert told(found) == [("03-02 11:00", None, RUNNING)]

    def test_does_not_run_from_a_reopening_by_us(self):
        reopened = happened(FactKind.REOPENED, "03-02 11:00")

        assert with_clock(self.TERMS, resolved("03-02 10:00"), reopened, as_of="03-02 12:00") == {}

    def test_is_cancelled_at_the_end_in_time_and_missed_after_its_due(self):
        early = with_clock(
            self.TERMS, responded("03-02 10:00"), asked("03-02 11:00"), resolved("03-02 13:00"), as_of="03-03 09:00"
        )["promise", 1]
        late = with_clock(
            self.TERMS, responded("03-02 10:00"), asked("03-02 11:00"), resolved("03-02 13:01"), as_of="03-03 09:00"
        )["promise", 1]

        assert (early.state, early.cancelled_because) == (CANCELLED, CancelledBecause.RESOLVED)
        assert (late.state, late.stopped_by) == (MISSED, StoppedBy.RESOLVED)

    def test_waits_from_the_beginning_where_the_ticket_does(self):
        found = with_clock(
            self.TERMS,
            responded("03-02 10:00"),
            held("03-02 10:30", "parts"),
            asked("03-02 11:00"),
            as_of="03-02 12:00",
        )["promise", 1]

        assert (found.state, found.due_at, text(found.original_due_at)) == (PAUSED, None, "03-02 13:00")
