from datetime import timedelta

import pytest

from sla_clocks import PUMPCO, at, hours, lengths, working
from sla_facts import (
    STANDARD,
    clock,
    clocks,
    happened,
    held,
    held_by,
    length,
    one,
    opened,
    resolved,
    responded,
    resumed,
    text,
)
from wellkept_sdk.period import BusinessDays
from wellkept_sdk.services.sla import ClockState, Holder, Measure
from wellkept_sla.rules.clocks import StoppedBy, ThresholdState
from wellkept_sla.rules.facts import FactKind
from wellkept_sla.terms import SlaTerms, Threshold


class TestAttribution:
    def test_gives_every_second_to_one_holder(self):
        found = clocks(
            opened("03-02 09:00", grade=1),
            responded("03-02 10:00"),
            held("03-02 12:00", "customer"),
            resumed("03-02 18:00"),
            held_by("03-02 18:00", Holder.PARTY, party_id=PUMPCO),
            held_by("03-02 20:00", Holder.US),
            resolved("03-02 22:00"),
            as_of="03-03 12:00",
        )["resolution", 1]

        assert (found.state, length(found.consumed_us), length(found.remaining_us)) == (
            ClockState.MET,
            "PT7H",
            "PT17H",
        )
        assert lengths(found.attribution) == {
            "us": ("PT5H", "PT5H"),
            "customer": ("PT6H", "PT0S"),
            "party": ("PT2H", "PT2H"),
        }


class TestVerdict:
    def test_is_met_at_the_due_itself(self):
        found = clocks(opened("02-13 17:00"), responded("02-13 21:00:00"), as_of="02-14 09:00")["response", 1]

        assert (found.state, found.breach, found.over_elapsed_us) == (ClockState.MET, None, None)

    def test_is_missed_a_microsecond_later(self):
        found = clocks(opened("02-13 17:00"), responded("02-13 21:00:00.000001"), as_of="02-14 09:00")["response", 1]

        assert (found.state, found.stopped_by, length(found.over_elapsed_us)) == (
            ClockState.MISSED,
            StoppedBy.RESPONDED,
            "PT0.000001S",
        )

    def test_tells_how_late_it_was_in_both_kinds_of_time(self):
        terms = SlaTerms(clocks={"response": clock(Measure.RESPONSE, working(8))})
        found = clocks(opened("03-02 08:30"), responded("03-02 18:30"), as_of="03-02 19:00", terms=terms)

        late = found["response", 1]
        assert (text(late.due_at), late.state) == ("03-02 18:00", ClockState.MISSED)
        assert (length(late.over_elapsed_us), length(late.over_business_us)) == ("PT30M", "PT0S")


class TestBreach:
    def test_tells_who_had_the_matter_in_hand_and_until_then(self):
        found = one(
            hours(4),
            opened("03-02 09:00"),
            held_by("03-02 12:00", Holder.PARTY, party_id=PUMPCO),
            held_by("03-02 13:00", Holder.US),
            as_of="03-02 15:00",
        )

        assert found.breach is not None
        assert (found.breach.holder, found.breach.party_id, found.breach.on_attach) == (Holder.PARTY, PUMPCO, False)
        assert lengths(found.breach.attribution) == {"us": ("PT3H", "PT3H"), "party": ("PT1H", "PT1H")}

    def test_is_not_there_at_the_due_itself(self):
        assert one(hours(4), opened("03-02 09:00"), as_of="03-02 13:00").breach is None
        assert one(hours(4), opened("03-02 09:00"), as_of="03-02 13:00:00.000001").breach is not None

    def test_leaves_the_clock_running(self):
        found = one(hours(4), opened("03-02 09:00"), as_of="03-02 15:00")

        assert (found.state, length(found.consumed_us), length(found.remaining_us)) == (
            ClockState.RUNNING,
            "PT6H",
            "PT0S",
        )
        assert (length(found.over_elapsed_us), length(found.over_business_us)) == ("PT2H", "PT1H30M")


class TestWorkingDays:
    TWO = BusinessDays(days=2)

    def test_are_counted_in_days(self):
        found = one(self.TWO, opened("02-13 17:00"), as_of="02-14 10:00")

        assert (text(found.due_at), found.consumed_days, found.remaining_days) == ("02-24 17:00", 1, 1)
        assert (found.remaining_us, length(found.consumed_us)) == (None, "PT2H30M")

    def test_grow_by_those_of_a_pause(self):
        found = one(self.TWO, opened("03-02 10:00"), held("03-03 09:00"), resumed("03-05 15:00"), as_of="03-05 15:00")

        assert (text(found.due_at), found.consumed_days, found.remaining_days) == ("03-06 10:00", 1, 1)

    def test_grow_by_those_for_which_the_ticket_was_resolved(self):
        rejected = happened(FactKind.REJECTED, "03-05 15:00")

        found = one(self.TWO, opened("03-02 10:00"), resolved("03-03 09:00"), rejected, as_of="03-05 15:00")

        assert (text(found.due_at), found.consumed_days, found.remaining_days) == ("03-06 10:00", 1, 1)

    def test_do_not_fall_due_while_the_clock_waited(self):
        found = one(
            BusinessDays(days=1),
            opened("03-02 10:00"),
            held("03-03 09:00"),
            resolved("03-03 11:00"),
            as_of="03-04 09:00",
        )

        assert (found.state, text(found.due_at)) == (ClockState.MET, "03-03 11:00")

    def test_do_not_grow_by_a_pause_outside_working_hours(self):
        found = one(self.TWO, opened("03-02 10:00"), held("03-02 19:00"), resumed("03-03 08:00"), as_of="03-03 09:00")

        assert text(found.due_at) == "03-04 10:00"


class TestRunningClock:
    @pytest.mark.parametrize(("as_of", "expected"), [("02-13 17:30", False), ("02-13 20:00", True)])
    def test_says_whether_its_calendar_is_closed(self, as_of: str, expected: bool):  # noqa: FBT001 - the answer
        assert one(working(8), opened("02-13 17:00"), as_of=as_of).out_of_hours is expected

    def test_of_plain_time_is_never_out_of_hours(self):
        assert not one(hours(8), opened("02-13 17:00"), as_of="02-13 20:00").out_of_hours

    def test_is_provisional_where_its_way_touches_an_unpublished_year(self):
        assert one(working(2_000), opened("02-13 17:00"), as_of="02-13 20:00").provisional
        assert not one(working(8), opened("02-13 17:00"), as_of="02-13 20:00").provisional

    def test_that_goes_on_this_moment_has_its_warnings_before_it(self):
        rejected = happened(FactKind.REJECTED, "03-02 18:00")
        half = {"half": Threshold(percent=50)}

        found = one(
            hours(8), opened("03-02 09:00"), resolved("03-02 12:00"), rejected, as_of="03-02 18:00", thresholds=half
        )

        assert [(moment.state, text(moment.at)) for moment in found.thresholds] == [
            (ThresholdState.PENDING, "03-02 19:00")
        ]

    def test_names_its_calendar(self):
        found = one(working(8), opened("02-13 17:00"), as_of="02-13 20:00")

        assert (found.calendar_code, found.calendar_revision_id, found.calendar_revision, found.time_zone) == (
            "cn-standard",
            STANDARD.revision_id,
            1,
            "Asia/Shanghai",
        )

    def test_tells_its_time_until_then_without_gaps(self):
        found = one(hours(24), opened("03-02 09:00"), held("03-02 10:00"), as_of="03-02 12:00")

        assert [(s.starts_at, s.ends_at) for s in found.segments] == [
            (at("03-02 09:00"), at("03-02 10:00")),
            (at("03-02 10:00"), at("03-02 10:00") + timedelta(hours=2)),
        ]
