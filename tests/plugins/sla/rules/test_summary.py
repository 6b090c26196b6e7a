from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from sla_clocks import PUMPCO, at, held_by, hours
from wellkept_sdk.services.sla import ClockKind, ClockState, Holder, Measure
from wellkept_sla.rules.clocks import Breach, Clock, Folded, Holding
from wellkept_sla.rules.summary import summary

BREACH = Breach(due_at=at("03-02 13:00"), on_attach=False, holder=Holder.US, party_id=None, attribution=())
RUNNING = Clock(
    code="response",
    number=1,
    cycle=1,
    kind=ClockKind.SLA,
    measure=Measure.RESPONSE,
    party_id=None,
    grade=1,
    target=hours(4),
    calendar_code="cn-standard",
    calendar_revision_id=UUID(int=1),
    calendar_revision=1,
    time_zone="Asia/Shanghai",
    state=ClockState.RUNNING,
    starts_at=at("03-02 09:00"),
    original_due_at=at("03-02 13:00"),
    due_at=at("03-02 13:00"),
    provisional=False,
    consumed_us=0,
    consumed_days=None,
    remaining_us=0,
    remaining_days=None,
    out_of_hours=False,
    paused_since=None,
    stopped_at=None,
    stopped_by=None,
    cancelled_because=None,
    replaces=None,
    over_elapsed_us=None,
    over_business_us=None,
    breach=None,
    shifts=(),
    thresholds=(),
    segments=(),
    attribution=(),
)


def clock(code: str, *, due: str | None, measure: Measure = Measure.SPAN, **more: Any) -> Clock:
    """Return a running clock that was promised to the customer, unless something else is said."""
    return replace(RUNNING, code=code, measure=measure, due_at=None if due is None else at(due), **more)


def folded(*clocks: Clock, holdings: tuple[Holding, ...] = (), is_paused: bool = False) -> Folded:
    return Folded(as_of=at("03-02 12:00"), clocks=clocks, holdings=holdings, grade=1, is_paused=is_paused, next_at=None)


class TestTheFirstDue:
    def test_is_the_least_of_the_running_clocks(self):
        found = summary(folded(clock("first", due="03-02 17:00"), clock("second", due="03-02 13:00")))

        assert found.first_due_at == at("03-02 13:00")
        assert found.first_due_clock == ("second", 1)

    def test_is_of_equal_ones_that_of_the_first_code(self):
        found = summary(folded(clock("repair", due="03-02 13:00"), clock("on_site", due="03-02 13:00")))

        assert found.first_due_clock == ("on_site", 1)

    def test_names_the_number_of_a_clock_that_replaced_another(self):
        cancelled = clock("repair", due="03-02 12:00", state=ClockState.CANCELLED)

        found = summary(folded(cancelled, clock("repair", due="03-02 13:00", number=2)))

        assert found.first_due_clock == ("repair", 2)

    @pytest.mark.parametrize("state", [ClockState.PAUSED, ClockState.MET, ClockState.MISSED, ClockState.CANCELLED])
    def test_is_never_that_of_a_clock_that_does_not_run(self, state: ClockState):
        found = summary(folded(clock("repair", due="03-02 13:00", state=state)))

        assert (found.first_due_at, found.first_due_clock) == (None, None)

    @pytest.mark.parametrize("kind", [ClockKind.OLA, ClockKind.UC])
    def test_is_only_what_the_customer_was_promised(self, kind: ClockKind):
        found = summary(folded(clock("triage", due="03-02 10:00", kind=kind), clock("repair", due="03-02 13:00")))

        assert found.first_due_at == at("03-02 13:00")

    def test_may_have_passed(self):
        found = summary(folded(clock("repair", due="03-02 11:00", breach=BREACH)))

        assert found.first_due_at == at("03-02 11:00")


class TestTheDuesByMeasure:
    def test_are_those_of_the_running_clocks(self):
        found = summary(
            folded(
                clock("response", due="03-02 13:00", measure=Measure.RESPONSE),
                clock("resolution", due="03-03 09:00", measure=Measure.RESOLUTION),
                clock("on_site", due="03-02 10:00"),
            )
        )

        assert (found.response_due_at, found.resolution_due_at) == (at("03-02 13:00"), at("03-03 09:00"))

    def test_are_none_after_the_answer_and_in_a_pause(self):
        found = summary(
            folded(
                clock("response", due="03-02 13:00", measure=Measure.RESPONSE, state=ClockState.MET),
                clock("resolution", due=None, measure=Measure.RESOLUTION, state=ClockState.PAUSED),
            )
        )

        assert (found.response_due_at, found.resolution_due_at) == (None, None)

    def test_are_the_least_of_several(self):
        found = summary(
            folded(
                clock("by_phone", due="03-02 13:00", measure=Measure.RESPONSE),
                clock("in_writing", due="03-02 12:30", measure=Measure.RESPONSE),
            )
        )

        assert found.response_due_at == at("03-02 12:30")


class TestBreached:
    @pytest.mark.parametrize("state", list(ClockState))
    def test_is_a_ticket_with_a_breach_that_stands(self, state: ClockState):
        assert summary(folded(clock("repair", due="03-02 13:00", state=state, breach=BREACH))).breached

    def test_is_none_without(self):
        assert not summary(folded(clock("repair", due="03-02 13:00"))).breached

    def test_is_none_whose_breach_is_another_matter_than_the_customers(self):
        assert not summary(folded(clock("triage", due="03-02 13:00", kind=ClockKind.OLA, breach=BREACH))).breached


class TestWhoseTurnItIs:
    def test_is_told_by_the_last_holding(self):
        holdings = (
            held_by("03-02 09:00", "03-02 10:00", Holder.US),
            held_by("03-02 10:00", None, Holder.PARTY, party_id=PUMPCO),
        )

        found = summary(folded(holdings=holdings, is_paused=True))

        assert (found.holder, found.party_id, found.paused) == (Holder.PARTY, PUMPCO, True)

    def test_is_nobodys_once_the_ticket_is_resolved(self):
        found = summary(folded(holdings=(held_by("03-02 09:00", "03-02 10:00", Holder.US),)))

        assert (found.holder, found.party_id, found.paused) == (None, None, False)

    def test_is_nobodys_before_the_first(self):
        assert summary(folded()).holder is None
