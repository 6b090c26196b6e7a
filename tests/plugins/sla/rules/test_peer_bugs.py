"""Faults that other service desks have had, each told as a story that ours must answer rightly."""

from datetime import datetime

import pytest

from made_calendars import cn_standard, partial, plain, week
from sla_clocks import TERMS_HASH, at, hours, lengths, working
from sla_facts import (
    REVISION,
    calendar_revised,
    clock,
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
from wellkept_calendars.rules.content import CalendarContent, CalendarsException
from wellkept_calendars.rules.working_calendar import compiled
from wellkept_sdk.period import Duration
from wellkept_sdk.services.sla import ClockState, Measure
from wellkept_sla.rules.clocks import Clock
from wellkept_sla.rules.facts import Fact, FactKind, Library
from wellkept_sla.rules.fold import fold
from wellkept_sla.terms import SlaTerms


def on_calendar(content: CalendarContent, target: Duration, *facts: Fact, as_of: str) -> Clock:
    """Return the only clock of a story that counts by another calendar."""
    calendar = compiled(content, code="cn-standard", revision_id=REVISION, revision=1)
    terms = SlaTerms(clocks={"resolution": resolution(target)})
    made = Library(terms={TERMS_HASH: terms}, calendars={REVISION: calendar})
    [found] = fold(made, numbered(*facts), as_of=at(as_of)).clocks
    return found


class TestClock:
    def test_that_is_resolved_straight_from_a_hold_counts_the_hold_once(self):
        # frappe/helpdesk#3776: from February to August on hold, then resolved, was counted as 42 days of work.
        found = one(
            working(24), opened("02-13 17:00"), held("02-14 10:00"), resolved("08-14 10:00"), as_of="08-14 11:00"
        )

        assert (found.state, length(found.consumed_us)) == (ClockState.MET, "PT2H30M")

    def test_moves_by_a_pause_in_its_own_unit_only(self):
        # glpi-project/glpi#10594: pauses were added in wall time to targets in working time, and in days to hours.
        working_hours = one(
            working(8), opened("03-02 09:00"), held("03-02 17:00"), resumed("03-03 09:30"), as_of="03-03 10:00"
        )
        plain_hours = one(
            hours(24), opened("03-02 09:00"), held("03-02 17:00"), resumed("03-03 09:30"), as_of="03-03 10:00"
        )

        assert (text(working_hours.due_at), text(plain_hours.due_at)) == ("03-03 11:00", "03-04 01:30")

    def test_keeps_its_start_and_its_pauses_when_the_grade_changes(self):
        # glpi-project/glpi#6902 restarted the clock with another level; #15605 forgot its pauses.
        found = clocks(
            opened("03-02 09:00", grade=2),
            held("03-02 10:00"),
            resumed("03-02 15:00"),
            grade_changed("03-02 16:00", 1),
            as_of="03-02 16:00",
        )["resolution", 2]

        assert (text(found.starts_at), text(found.due_at), length(found.consumed_us)) == (
            "03-02 09:00",
            "03-03 14:00",
            "PT2H",
        )

    def test_is_not_late_while_it_waits(self):
        # glpi-project/glpi#24481: a pending ticket was flagged as late.
        found = one(hours(4), opened("03-02 09:00"), held("03-02 10:00"), as_of="03-09 09:00")

        assert (found.state, found.breach, found.over_elapsed_us) == (ClockState.PAUSED, None, None)

    def test_does_not_change_its_due_by_itself(self):
        # glpi-project/glpi#17186 and #16236: a due moved when nothing had happened, and nobody could say why.
        story = (opened("02-13 17:00"), held("02-14 10:00"), resumed("02-24 09:00"))
        dues = {text(one(working(24), *story, as_of=f"{day} 12:00").due_at) for day in ("02-24", "02-25", "02-26")}
        found = one(working(24), *story, happened(FactKind.ASSIGNED, "02-24 15:00"), as_of="02-26 12:00")

        assert dues == {text(found.due_at)} == {"02-26 16:00"}
        assert found.due_at == found.shifts[-1].due_at_after

    def test_asks_its_calendar_when_it_falls_due(self):
        # glpi-project/glpi PR#22678: an escalation was due at 00:00, because the calendar was ignored.
        found = clocks(opened("03-06 17:00", grade=1), as_of="03-06 17:00", terms=working_preset())

        assert text(found["response", 1].due_at) == "03-09 11:30"

    def test_does_not_count_the_time_from_resolved_to_rejected_as_a_pause(self):
        # glpi-project/glpi#23359: the time between solved and reopened was counted as pending.
        found = one(
            hours(24),
            opened("03-02 09:00"),
            held("03-02 10:00"),
            resumed("03-02 11:00"),
            resolved("03-02 12:00"),
            happened(FactKind.REJECTED, "03-04 12:00"),
            as_of="03-04 13:00",
        )

        assert lengths(found.attribution) == {"us": ("PT3H", "PT3H"), "customer": ("PT1H", "PT0S")}

    def test_is_judged_by_moments_and_not_by_percentages(self):
        # ServiceNow: 99.951 % of the target were rounded to a whole, and that was a breach.
        found = one(hours(24), opened("03-02 09:00"), resolved("03-03 08:59:17"), as_of="03-04 09:00")

        assert (found.state, found.breach, length(found.remaining_us)) == (ClockState.MET, None, "PT43S")

    def test_is_moved_by_a_revised_calendar_even_while_it_waits_and_says_so(self):
        # frappe/helpdesk: saving a holiday list saved open tickets anew, silently, and left out those on hold.
        terms = SlaTerms(clocks={"resolution": resolution(working(24))})
        found = clocks(
            opened("03-02 09:00"),
            held("03-02 14:00"),
            calendar_revised("03-02 16:00"),
            as_of="03-02 17:00",
            terms=terms,
        )["resolution", 1]

        assert [shift.reason.value for shift in found.shifts] == ["paused", "calendar_revised"]


class TestResponse:
    def test_is_not_a_pause(self):
        # frappe/helpdesk: putting a ticket on hold stamped the first response.
        found = clocks(opened("03-02 09:00"), held("03-02 10:00"), as_of="03-02 11:00")["response", 1]

        assert (found.state, found.stopped_at) == (ClockState.RUNNING, None)

    def test_comes_before_any_update(self):
        # zammad/zammad#5177: the update timer of an unanswered ticket was counted before that of the first response.
        terms = SlaTerms(
            clocks={"response": clock(Measure.RESPONSE, hours(4)), "update": clock(Measure.UPDATE, hours(1))}
        )

        found = clocks(
            opened("03-02 09:00"), happened(FactKind.CUSTOMER_MESSAGE, "03-02 09:30"), as_of="03-02 12:00", terms=terms
        )

        assert list(found) == [("response", 1)]

    def test_once_given_is_never_escalated(self):
        # zammad/zammad#3140: an escalation came after the answer had been given.
        found = folded(opened("03-02 09:00", grade=1), responded("03-02 10:00"), as_of="03-02 14:00")

        response = next(clock for clock in found.clocks if clock.code == "response")
        assert (response.state, response.breach) == (ClockState.MET, None)
        assert text(found.next_at) == "03-02 21:00"


class TestTerms:
    def test_do_not_depend_on_the_order_in_which_they_are_written(self):
        # frappe/helpdesk: of several agreements that matched, the first of an unordered query was taken.
        clock_terms = dict(SlaTerms().clocks)
        turned = SlaTerms(clocks=dict(reversed(clock_terms.items())))

        assert folded(opened("03-02 09:00"), as_of="03-02 10:00", terms=turned) == folded(
            opened("03-02 09:00"), as_of="03-02 10:00"
        )


class TestCalendar:
    def test_may_close_over_noon(self):
        # frappe/helpdesk#2212 and #1528: a weekday could have one interval only.
        found = one(working(4), opened("03-02 11:00"), as_of="03-02 11:00")

        assert text(found.due_at) == "03-02 16:30"

    def test_loses_no_minute_at_midnight(self):
        # zammad/zammad#3180: a day that was written as 00:00 to 23:59 lost a minute each midnight.
        always = plain(week("00:00-24:00", on=("mon", "tue", "wed", "thu", "fri", "sat", "sun")))

        found = on_calendar(always, working(72), opened("03-02 09:00"), as_of="03-02 09:00")

        assert text(found.due_at) == "03-05 09:00"

    def test_knows_working_days_at_a_weekend(self):
        # zendesk/biz#103: extra working days were in the library, and could not be given to it.
        found = one(working(4), opened("02-13 17:00"), as_of="02-13 17:00")

        assert text(found.due_at) == "02-14 11:30"

    @pytest.mark.parametrize(
        ("exception", "due"),
        [(partial("2026-03-02", "13:30-18:00"), "03-03 11:30"), (partial("2026-03-02", "08:30-12:00"), "03-02 17:30")],
    )
    def test_may_close_for_half_a_day(self, exception: CalendarsException, due: str):
        # glpi-project/glpi#6835: a closing day was always a whole day.
        found = on_calendar(cn_standard(exception), working(4), opened("03-02 11:00"), as_of="03-02 11:00")

        assert text(found.due_at) == due

    def test_takes_no_naive_moment(self):
        # frappe/erpnext#38745 and glpi-project/glpi#15429: times without a zone were read in that of the server.
        with pytest.raises(TypeError):
            fold(library(), numbered(opened("03-02 09:00")), as_of=datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001
