"""Spans that follow the resolution: until the customer agrees, a report is sent, the ticket is closed."""

from collections.abc import Mapping

import pytest

from sla_clocks import PUMPCO, hours, lengths, working
from sla_facts import (
    activated,
    calendar_revised,
    clock,
    clocks,
    folded,
    grade_changed,
    happened,
    held,
    held_by,
    length,
    opened,
    resolution,
    resolved,
    text,
)
from wellkept_sdk.period import BusinessDays
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockKind, ClockState, Holder, Measure
from wellkept_sla.rules.clocks import CancelledBecause, Clock, SegmentState, StoppedBy, ThresholdState
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.rules.summary import summary
from wellkept_sla.terms import ClockTerms, OnReopen, Point, SlaTerms, Threshold

MET, MISSED, CANCELLED = ClockState.MET, ClockState.MISSED, ClockState.CANCELLED
RUNNING = ClockState.RUNNING
OPENED, RESOLVED = opened("03-02 09:00"), resolved("03-02 12:00")


def span(starts_on: Point, stops_on: Point) -> ClockTerms:
    """Return a promise of four hours."""
    return clock(Measure.SPAN, hours(4), starts_on=starts_on, stops_on=stops_on)


AGREEMENT = span("resolved", "confirmed")
REPORT = span("resolved", "milestone:report_sent")


def confirmed(text: str) -> Fact:
    """Return the customer's agreement."""
    return happened(FactKind.CONFIRMED, text)


def closed(text: str) -> Fact:
    """Return the end of the ticket."""
    return happened(FactKind.CLOSED, text)


def reported(text: str) -> Fact:
    """Return the sending of the report."""
    return happened(FactKind.MILESTONE, text, milestone="report_sent")


def rejected(text: str) -> Fact:
    """Return the customer's refusal."""
    return happened(FactKind.REJECTED, text)


def promised(
    terms: ClockTerms, *facts: Fact, as_of: str = "03-02 20:00", other: SlaTerms | None = None
) -> dict[tuple[str, int], Clock]:
    """Return the clocks of a story under a single promise."""
    return clocks(OPENED, *facts, as_of=as_of, terms=SlaTerms(clocks={"promise": terms}), other=other)


def told(found: Mapping[tuple[str, int], Clock]) -> list[tuple[str | None, str | None, ClockState]]:
    """Return from when to when clocks ran, and how they stand."""
    return [(text(one.starts_at), text(one.stopped_at), one.state) for one in found.values()]


class TestSpanAfterTheResolution:
    @pytest.mark.parametrize(
        ("terms", "last"),
        [
            (AGREEMENT, confirmed("03-02 15:00")),
            (span("resolved", "closed"), closed("03-02 15:00")),
            (REPORT, reported("03-02 15:00")),
        ],
    )
    def test_runs_from_the_resolution_to_its_point(self, terms: ClockTerms, last: Fact):
        found = promised(terms, RESOLVED, last)

        assert told(found) == [("03-02 12:00", "03-02 15:00", MET)]
        assert (found["promise", 1].stopped_by, text(found["promise", 1].due_at)) == (StoppedBy.POINT, "03-02 16:00")

    @pytest.mark.parametrize(
        ("terms", "facts", "found"),
        [
            (
                span("confirmed", "closed"),
                (confirmed("03-02 13:00"), closed("03-02 18:00")),
                ("03-02 13:00", "03-02 18:00", MISSED),
            ),
            (
                span("closed", "milestone:report_sent"),
                (closed("03-02 13:00"), reported("03-02 14:00")),
                ("03-02 13:00", "03-02 14:00", MET),
            ),
        ],
    )
    def test_may_begin_later(self, terms: ClockTerms, facts: tuple[Fact, ...], found: tuple[str, str, ClockState]):
        assert told(promised(terms, RESOLVED, *facts)) == [found]

    def test_is_met_at_its_due_and_missed_a_microsecond_later(self):
        on_time = promised(AGREEMENT, RESOLVED, confirmed("03-02 16:00"))["promise", 1]
        late = promised(AGREEMENT, RESOLVED, confirmed("03-02 16:00:00.000001"))["promise", 1]

        assert (on_time.state, on_time.breach) == (MET, None)
        assert (late.state, late.breach is None, late.over_elapsed_us) == (MISSED, False, 1)

    def test_does_not_begin_before_the_resolution(self):
        assert promised(AGREEMENT, confirmed("03-02 10:00"), held("03-02 11:00")) == {}

    def test_does_not_begin_on_a_ticket_that_is_cancelled(self):
        cancelled = happened(FactKind.CANCELLED, "03-02 11:00")

        assert promised(AGREEMENT, cancelled, RESOLVED) == {}
        assert promised(span("confirmed", "closed"), cancelled, confirmed("03-02 13:00")) == {}

    def test_is_met_at_once_where_its_milestone_came_first(self):
        found = promised(REPORT, reported("03-02 11:00"), RESOLVED)

        assert told(found) == [("03-02 12:00", "03-02 12:00", MET)]

    def test_is_met_at_once_where_all_happens_at_one_moment(self):
        found = promised(AGREEMENT, RESOLVED, confirmed("03-02 12:00"), closed("03-02 12:00"))

        assert told(found) == [("03-02 12:00", "03-02 12:00", MET)]

    def test_is_not_begun_by_a_milestone_after_the_resolution(self):
        terms = span("milestone:report_sent", "milestone:read")

        assert promised(terms, RESOLVED, reported("03-02 13:00")) == {}

    def test_goes_on_when_the_ticket_is_closed_for_the_report_may_still_come(self):
        found = promised(REPORT, RESOLVED, closed("03-02 13:00"), reported("03-02 15:00"))

        assert told(found) == [("03-02 12:00", "03-02 15:00", MET)]

    def test_is_cancelled_where_the_ticket_is_closed_without_the_agreement(self):
        found = promised(AGREEMENT, RESOLVED, closed("03-02 13:00"))["promise", 1]

        assert (found.state, found.cancelled_because, text(found.stopped_at), found.breach) == (
            CANCELLED,
            CancelledBecause.CLOSED,
            "03-02 13:00",
            None,
        )

    def test_keeps_its_breach_where_the_ticket_is_closed_without_the_agreement(self):
        found = promised(AGREEMENT, RESOLVED, closed("03-02 17:00"))["promise", 1]

        assert (found.state, text(found.breach and found.breach.due_at)) == (CANCELLED, "03-02 16:00")


class TestItsTime:
    def test_is_working_time_where_the_target_is(self):
        terms = clock(Measure.SPAN, working(4), starts_on="resolved", stops_on="confirmed")

        found = promised(terms, resolved("03-02 17:00"), confirmed("03-03 10:00"), as_of="03-03 12:00")["promise", 1]

        assert (found.state, length(found.consumed_us), text(found.due_at)) == (MET, "PT2H30M", "03-03 11:30")
        assert [segment.state for segment in found.segments] == [
            SegmentState.COUNTED,
            SegmentState.OUT_OF_HOURS,
            SegmentState.COUNTED,
        ]

    def test_is_working_days_where_the_target_is(self):
        terms = clock(Measure.SPAN, BusinessDays(days=2), starts_on="resolved", stops_on="closed")

        found = promised(terms, resolved("03-02 17:00"), as_of="03-03 12:00")["promise", 1]

        assert (text(found.due_at), found.consumed_days, found.remaining_days) == ("03-04 17:00", 1, 1)

    def test_is_never_paused(self):
        terms = clock(Measure.SPAN, hours(4), starts_on="resolved", stops_on="confirmed", pauses_on=tuple(HoldReason))

        found = promised(terms, held("03-02 11:00"), RESOLVED, held("03-02 13:00"), as_of="03-02 14:00")["promise", 1]

        assert (found.state, text(found.due_at), length(found.consumed_us)) == (RUNNING, "03-02 16:00", "PT2H")

    def test_is_ours_whoever_had_the_matter_in_hand(self):
        found = promised(
            AGREEMENT,
            held("03-02 10:00"),
            RESOLVED,
            held_by("03-02 13:00", Holder.PARTY, party_id=PUMPCO),
            confirmed("03-02 17:00"),
        )["promise", 1]

        assert lengths(found.attribution) == {"us": ("PT5H", "PT5H")}
        assert [(segment.holder, segment.position) for segment in found.segments] == [(Holder.US, 3)]
        assert found.breach is not None
        assert (found.breach.holder, lengths(found.breach.attribution)) == (Holder.US, {"us": ("PT4H", "PT4H")})

    def test_has_its_warnings(self):
        terms = clock(
            Measure.SPAN,
            hours(4),
            starts_on="resolved",
            stops_on="confirmed",
            thresholds={"half": Threshold(percent=50), "most": Threshold(percent=75)},
        )

        found = promised(terms, RESOLVED, as_of="03-02 14:30")["promise", 1]

        assert [(text(one.at), one.state) for one in found.thresholds] == [
            ("03-02 14:00", ThresholdState.REACHED),
            ("03-02 15:00", ThresholdState.PENDING),
        ]


class TestTakingUpAgain:
    @pytest.mark.parametrize(
        ("kind", "because"),
        [
            (FactKind.REJECTED, CancelledBecause.REOPENED),
            (FactKind.REOPENED, CancelledBecause.REOPENED),
            (FactKind.CANCELLED, CancelledBecause.CANCELLED),
        ],
    )
    def test_or_withdrawing_cancels_it(self, kind: FactKind, because: CancelledBecause):
        found = promised(AGREEMENT, RESOLVED, happened(kind, "03-02 14:00"))["promise", 1]

        assert (found.state, found.cancelled_because, text(found.stopped_at), length(found.consumed_us)) == (
            CANCELLED,
            because,
            "03-02 14:00",
            "PT2H",
        )

    def test_leaves_a_verdict_and_a_breach(self):
        judged = promised(AGREEMENT, RESOLVED, confirmed("03-02 13:00"), happened(FactKind.REOPENED, "03-02 14:00"))
        late = promised(AGREEMENT, RESOLVED, rejected("03-02 17:00"))["promise", 1]

        assert told(judged) == [("03-02 12:00", "03-02 13:00", MET)]
        assert (late.state, late.breach is None) == (CANCELLED, False)

    def test_lets_a_new_cycle_follow_the_next_resolution(self):
        found = promised(
            AGREEMENT,
            RESOLVED,
            confirmed("03-02 13:00"),
            happened(FactKind.REOPENED, "03-02 14:00"),
            resolved("03-02 15:00"),
            rejected("03-02 16:00"),
            resolved("03-02 17:00"),
            confirmed("03-02 18:00"),
        )

        assert told(found) == [
            ("03-02 12:00", "03-02 13:00", MET),
            ("03-02 15:00", "03-02 16:00", CANCELLED),
            ("03-02 17:00", "03-02 18:00", MET),
        ]
        assert [(one.number, one.cycle, one.replaces) for one in found.values()] == [
            (1, 1, None),
            (2, 2, None),
            (3, 3, None),
        ]

    def test_asks_for_another_report_but_not_for_one_from_before_the_resolution(self):
        again = promised(REPORT, RESOLVED, reported("03-02 13:00"), rejected("03-02 14:00"), resolved("03-02 15:00"))
        before = promised(REPORT, reported("03-02 11:00"), RESOLVED, rejected("03-02 14:00"), resolved("03-02 15:00"))

        assert told(again) == [("03-02 12:00", "03-02 13:00", MET), ("03-02 15:00", None, RUNNING)]
        assert told(before) == [("03-02 12:00", "03-02 12:00", MET), ("03-02 15:00", "03-02 15:00", MET)]

    def test_lets_a_span_before_the_resolution_stop_with_the_next_one(self):
        found = promised(
            span("milestone:on_site", "resolved"),
            RESOLVED,
            rejected("03-02 13:00"),
            happened(FactKind.MILESTONE, "03-02 14:00", milestone="on_site"),
            resolved("03-02 15:00"),
        )

        assert told(found) == [("03-02 14:00", "03-02 15:00", MET)]

    def test_starts_the_resolution_as_ever(self):
        terms = SlaTerms(clocks={"repair": resolution(hours(24)), "promise": AGREEMENT}, on_reopen=OnReopen.CARRY)

        found = clocks(OPENED, RESOLVED, rejected("03-02 14:00"), as_of="03-02 15:00", terms=terms)

        assert told(found) == [
            ("03-02 12:00", "03-02 14:00", CANCELLED),
            ("03-02 09:00", "03-02 12:00", MET),
            ("03-02 09:00", None, RUNNING),
        ]


class TestChange:
    def test_of_the_grade_lets_a_clock_of_the_new_grade_count_the_same_time(self):
        terms = ClockTerms(
            kind=ClockKind.SLA,
            measure=Measure.SPAN,
            starts_on="resolved",
            stops_on="confirmed",
            targets={"1": hours(4), "2": hours(8)},
        )

        found = promised(terms, RESOLVED, grade_changed("03-02 13:00", 2), confirmed("03-02 19:00"))

        assert told(found) == [("03-02 12:00", "03-02 13:00", CANCELLED), ("03-02 12:00", "03-02 19:00", MET)]
        new = found["promise", 2]
        assert (new.replaces, new.cycle, text(new.due_at)) == (1, 1, "03-02 20:00")
        assert lengths(new.attribution) == {"us": ("PT7H", "PT7H")}

    def test_of_the_terms_brings_a_promise_as_from_the_resolution(self):
        other = SlaTerms(clocks={"promise": AGREEMENT, "report": REPORT})

        found = promised(AGREEMENT, RESOLVED, activated("03-02 13:00"), as_of="03-02 14:00", other=other)

        assert told(found) == [
            ("03-02 12:00", "03-02 13:00", CANCELLED),
            ("03-02 12:00", None, RUNNING),
            ("03-02 12:00", None, RUNNING),
        ]

    def test_of_the_terms_takes_a_promise_away(self):
        found = promised(AGREEMENT, RESOLVED, activated("03-02 13:00", None))["promise", 1]

        assert found.cancelled_because is CancelledBecause.ACTIVATION_CHANGED

    def test_of_the_calendar_moves_it(self):
        terms = clock(Measure.SPAN, working(16), starts_on="resolved", stops_on="confirmed")

        found = promised(terms, resolved("03-02 12:00"), calendar_revised("03-03 10:00"), as_of="03-03 12:00")

        one = found["promise", 1]
        assert [(text(shift.due_at_before), text(shift.due_at_after)) for shift in one.shifts] == [
            ("03-04 12:00", "03-05 12:00")
        ]
        assert (one.calendar_revision, text(one.due_at)) == (2, "03-05 12:00")


class TestTicket:
    TERMS = SlaTerms(clocks={"promise": AGREEMENT})

    def test_has_its_due_and_its_next_moment_though_it_is_resolved(self):
        found = folded(OPENED, held("03-02 11:00"), RESOLVED, as_of="03-02 13:00", terms=self.TERMS)

        shown = summary(found)
        assert (text(shown.first_due_at), shown.first_due_clock) == ("03-02 16:00", ("promise", 1))
        assert (found.is_paused, shown.paused, shown.holder) == (False, False, None)
        assert text(found.next_at) == "03-02 16:00:00.000001"

    def test_has_no_next_moment_once_it_is_confirmed(self):
        found = folded(OPENED, RESOLVED, confirmed("03-02 13:00"), as_of="03-02 14:00", terms=self.TERMS)

        assert (found.next_at, summary(found).first_due_at, summary(found).breached) == (None, None, False)
