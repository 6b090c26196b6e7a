from msgspec.structs import replace

from sla_clocks import PUMPCO, hours, working
from sla_facts import (
    NEXT_REVISION,
    activated,
    calendar_revised,
    clock,
    clocks,
    grade_changed,
    happened,
    held,
    held_by,
    opened,
    resolution,
    resolved,
    responded,
    resumed,
    text,
)
from wellkept_sdk.period import BusinessDays
from wellkept_sdk.services.sla import ClockKind, ClockState, Holder, Measure
from wellkept_sla.rules.clocks import CancelledBecause, Clock, ShiftReason, ThresholdState
from wellkept_sla.rules.facts import FactKind
from wellkept_sla.terms import PRESET, SlaTerms

RUNNING, PAUSED, MET, MISSED = ClockState.RUNNING, ClockState.PAUSED, ClockState.MET, ClockState.MISSED
ONLY_RESOLUTION = SlaTerms(clocks={"resolution": resolution(hours(24))})


def shifts(clock: Clock) -> list[tuple[ShiftReason, str | None, str | None]]:
    """Return the moves of a due as one says them."""
    return [(shift.reason, text(shift.due_at_before), text(shift.due_at_after)) for shift in clock.shifts]


class TestGradeChange:
    def test_leaves_clocks_that_have_stopped(self):
        found = clocks(
            opened("03-02 09:00", grade=2),
            responded("03-02 10:00"),
            grade_changed("03-02 11:00", 1),
            as_of="03-02 12:00",
        )

        assert [key for key in found if key[0] == "response"] == [("response", 1)]
        assert found["response", 1].grade == 2

    def test_to_the_same_grade_is_none(self):
        found = clocks(opened("03-02 09:00", grade=2), grade_changed("03-02 11:00", 2), as_of="03-02 12:00")

        assert list(found) == [("resolution", 1), ("response", 1)]

    def test_only_cancels_where_the_new_grade_has_no_target(self):
        terms = SlaTerms(clocks={"resolution": replace(PRESET["resolution"], targets={"1": hours(24)})})

        found = clocks(
            opened("03-02 09:00", grade=1), grade_changed("03-02 11:00", 3), as_of="03-02 12:00", terms=terms
        )

        assert [one.cancelled_because for one in found.values()] == [CancelledBecause.GRADE_CHANGED]

    def test_attaches_what_the_old_grade_had_not_as_if_from_the_start(self):
        terms = SlaTerms(clocks={"response": replace(PRESET["response"], targets={"1": hours(4)})})

        found = clocks(
            opened("03-02 09:00", grade=3),
            responded("03-02 10:00"),
            grade_changed("03-02 11:00", 1),
            as_of="03-02 12:00",
            terms=terms,
        )

        assert [(text(one.starts_at), text(one.stopped_at), one.state) for one in found.values()] == [
            ("03-02 09:00", "03-02 10:00", MET)
        ]

    def test_finds_a_breach_that_the_new_target_makes(self):
        terms = SlaTerms(clocks={"resolution": PRESET["resolution"]})

        found = clocks(
            opened("03-02 09:00", grade=2), grade_changed("03-03 18:00", 1), as_of="03-03 18:00", terms=terms
        )

        old, new = found["resolution", 1], found["resolution", 2]
        assert old.breach is None
        assert new.breach is not None
        assert (text(new.breach.due_at), text(new.due_at), new.state) == ("03-03 09:00", "03-03 09:00", RUNNING)

    def test_leaves_a_breach_of_the_old_clock_standing(self):
        found = clocks(opened("03-02 09:00", grade=1), grade_changed("03-03 18:00", 3), as_of="03-03 18:00")

        assert found["resolution", 1].breach is not None
        assert (text(found["resolution", 2].due_at), found["resolution", 2].breach) == ("03-05 09:00", None)

    def test_leaves_a_clock_waiting(self):
        found = clocks(
            opened("03-02 09:00", grade=1), held("03-02 10:00"), grade_changed("03-02 11:00", 2), as_of="03-02 12:00"
        )["resolution", 2]

        assert (found.state, text(found.paused_since), found.due_at) == (PAUSED, "03-02 10:00", None)
        assert shifts(found) == [(ShiftReason.GRADE_CHANGED, None, None)]

    def test_while_the_ticket_was_resolved_counts_when_it_is_taken_up_again(self):
        found = clocks(
            opened("03-02 09:00", grade=1),
            resolved("03-02 10:00"),
            grade_changed("03-02 11:00", 2),
            happened(FactKind.REJECTED, "03-02 12:00"),
            as_of="03-02 13:00",
        )

        assert found["resolution", 1].cancelled_because is CancelledBecause.GRADE_CHANGED
        assert text(found["resolution", 2].due_at) == "03-04 11:00"

    def test_keeps_the_cycle_and_the_party(self):
        terms = SlaTerms(clocks={"pump": clock(Measure.HOLDING, hours(8), kind=ClockKind.UC)})
        found = clocks(
            opened("03-02 09:00", grade=1),
            held_by("03-02 10:00", Holder.PARTY, party_id=PUMPCO),
            grade_changed("03-02 11:00", 2),
            as_of="03-02 12:00",
            terms=terms,
        )["pump", 2]

        assert (found.cycle, found.party_id, text(found.starts_at)) == (1, PUMPCO, "03-02 10:00")


class TestActivationChange:
    def test_counts_the_past_by_the_new_terms(self):
        other = SlaTerms(clocks={"resolution": resolution(hours(12), pauses_on=())})
        found = clocks(
            opened("03-02 09:00"),
            held("03-02 10:00"),
            resumed("03-02 12:00"),
            activated("03-02 13:00"),
            as_of="03-02 14:00",
            terms=ONLY_RESOLUTION,
            other=other,
        )

        assert found["resolution", 1].cancelled_because is CancelledBecause.ACTIVATION_CHANGED
        new = found["resolution", 2]
        assert (text(new.starts_at), text(new.due_at), new.replaces) == ("03-02 09:00", "03-02 21:00", 1)
        assert shifts(new) == [(ShiftReason.ACTIVATION_CHANGED, "03-03 11:00", "03-02 21:00")]

    def test_to_the_same_terms_is_none(self):
        found = clocks(
            opened("03-02 09:00"), activated("03-02 10:00", "a" * 64), as_of="03-02 11:00", terms=ONLY_RESOLUTION
        )

        assert list(found) == [("resolution", 1)]

    def test_while_the_ticket_was_resolved_counts_when_it_is_taken_up_again(self):
        story = (
            opened("03-02 09:00"),
            resolved("03-02 10:00"),
            activated("03-02 11:00"),
            happened(FactKind.REJECTED, "03-02 12:00"),
        )
        other = SlaTerms(clocks={"resolution": resolution(hours(12))})

        found = clocks(*story, as_of="03-02 13:00", terms=ONLY_RESOLUTION, other=other)

        assert found["resolution", 1].cancelled_because is CancelledBecause.ACTIVATION_CHANGED
        assert text(found["resolution", 2].due_at) == "03-02 23:00"

    def test_cancels_everything_where_sla_leaves(self):
        found = clocks(opened("03-02 09:00"), activated("03-02 10:00", None), as_of="03-02 11:00")

        assert {one.cancelled_because for one in found.values()} == {CancelledBecause.ACTIVATION_CHANGED}

    def test_judges_only_once_when_sla_leaves_and_comes_back(self):
        found = clocks(
            opened("03-02 09:00"),
            responded("03-02 10:00"),
            activated("03-02 11:00", None),
            activated("03-02 12:00"),
            as_of="03-02 13:00",
        )

        assert [(key, one.state) for key, one in found.items()] == [
            (("resolution", 1), ClockState.CANCELLED),
            (("resolution", 2), RUNNING),
            (("response", 1), MET),
        ]
        assert text(found["resolution", 2].starts_at) == "03-02 09:00"

    def test_gives_a_ticket_clocks_that_it_had_not(self):
        found = clocks(
            opened("02-13 17:00", terms_hash=None, calendars={}),
            responded("02-14 10:00"),
            activated("02-20 12:00"),
            as_of="02-20 12:00",
        )

        assert [(text(one.starts_at), one.state, one.breach and one.breach.on_attach) for one in found.values()] == [
            ("02-13 17:00", RUNNING, True),
            ("02-13 17:00", MISSED, True),
        ]

    def test_to_another_span_begins_it_anew(self):
        terms = SlaTerms(clocks={"visit": clock(Measure.SPAN, hours(8), starts_on="assigned", stops_on="started")})
        other = SlaTerms(
            clocks={"visit": clock(Measure.SPAN, hours(4), starts_on="opened", stops_on="milestone:on_site")}
        )

        found = clocks(
            opened("03-02 09:00"),
            happened(FactKind.ASSIGNED, "03-02 10:00"),
            activated("03-02 11:00"),
            as_of="03-02 12:00",
            terms=terms,
            other=other,
        )

        assert [(text(one.starts_at), one.replaces, one.is_open) for one in found.values()] == [
            ("03-02 10:00", None, False),
            ("03-02 09:00", None, True),
        ]


class TestCalendarRevision:
    TERMS = SlaTerms(clocks={"resolution": resolution(working(24)), "response": clock(Measure.RESPONSE, working(4))})

    def test_moves_a_running_clock(self):
        found = clocks(opened("03-02 09:00"), calendar_revised("03-03 10:00"), as_of="03-03 10:00", terms=self.TERMS)[
            "resolution", 1
        ]

        assert (text(found.due_at), text(found.original_due_at)) == ("03-06 09:00", "03-05 09:00")
        assert shifts(found) == [(ShiftReason.CALENDAR_REVISED, "03-05 09:00", "03-06 09:00")]
        assert (found.calendar_revision_id, found.calendar_revision) == (NEXT_REVISION, 2)

    def test_moves_a_waiting_clock(self):
        found = clocks(
            opened("03-02 09:00"),
            held("03-02 14:00"),
            calendar_revised("03-03 10:00"),
            resumed("03-03 14:00"),
            as_of="03-03 15:00",
            terms=self.TERMS,
        )["resolution", 1]

        assert shifts(found)[1:] == [
            (ShiftReason.CALENDAR_REVISED, None, None),
            (ShiftReason.RESUMED, None, "03-09 09:00"),
        ]

    def test_leaves_clocks_that_are_breached_or_have_ended(self):
        found = clocks(
            opened("03-02 09:00"),
            resolved("03-02 15:00"),
            calendar_revised("03-03 10:00"),
            as_of="03-03 10:00",
            terms=self.TERMS,
        )

        assert [(one.state, one.calendar_revision, shifts(one)) for one in found.values()] == [
            (MET, 1, []),
            (MISSED, 1, []),
        ]

    def test_leaves_a_breached_clock_that_still_runs(self):
        story = (opened("02-27 09:00"), calendar_revised("03-05 10:00"))
        terms = SlaTerms(clocks={"resolution": resolution(working(24))})

        found = clocks(*story, as_of="03-05 12:00", terms=terms)["resolution", 1]

        assert (text(found.due_at), found.calendar_revision, shifts(found)) == ("03-03 09:00", 1, [])

    def test_leaves_the_due_of_plain_hours(self):
        found = clocks(opened("03-02 09:00"), calendar_revised("03-02 10:00"), as_of="03-02 11:00")

        assert [(text(one.due_at), one.calendar_revision, shifts(one)) for one in found.values()] == [
            ("03-03 09:00", 2, []),
            ("03-02 13:00", 2, []),
        ]

    def test_counts_for_clocks_that_start_later(self):
        visit = clock(Measure.SPAN, BusinessDays(days=2), starts_on="assigned", stops_on="started")

        found = clocks(
            opened("03-02 09:00"),
            calendar_revised("03-03 10:00"),
            happened(FactKind.ASSIGNED, "03-03 11:00"),
            as_of="03-03 12:00",
            terms=SlaTerms(clocks={"visit": visit}),
        )

        assert text(found["visit", 1].due_at) == "03-06 11:00"

    def test_does_not_announce_again_what_had_come(self):
        terms = SlaTerms(clocks={"resolution": resolution(working(24), thresholds=PRESET["resolution"].thresholds)})
        found = clocks(opened("03-02 09:00"), calendar_revised("03-03 15:00"), as_of="03-05 10:00", terms=terms)[
            "resolution", 1
        ]

        assert [(one.code, text(one.at), one.state) for one in found.thresholds] == [
            ("half", "03-03 14:30", ThresholdState.REACHED),
            ("three_quarters", "03-05 11:00", ThresholdState.PENDING),
        ]
