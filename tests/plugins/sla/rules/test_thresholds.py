from datetime import datetime

import pytest
from msgspec.structs import replace

from made_calendars import calendar, opened, plain
from sla_clocks import at, breached, course, hours, working
from wellkept_calendars.rules.content import CalendarsWeek
from wellkept_sdk.period import BusinessDays, Elapsed
from wellkept_sla.rules.clocks import ThresholdMoment, ThresholdState
from wellkept_sla.rules.course import Course, Stretch
from wellkept_sla.rules.thresholds import moments
from wellkept_sla.terms import Audience, Deliver, Repeat, Threshold

PENDING, REACHED = ThresholdState.PENDING, ThresholdState.REACHED


def found(threshold: Threshold, *, course: Course, recorded: str = "01-01 00:00") -> list[tuple[datetime | None, str]]:
    """Return moment and state of the only threshold's moments."""
    return [
        (moment.at, moment.state.value)
        for moment in moments({"only": threshold}, course=course, recorded_at=at(recorded))
    ]


class TestAPercentage:
    @pytest.mark.parametrize(("percent", "moment"), [(50, "02-14 11:30"), (75, "02-14 15:00")])
    def test_is_counted_in_working_time_where_the_target_is(self, percent: int, moment: str):
        lived = course(working(8), ("02-13 17:00", "02-13 17:00"))

        assert found(Threshold(percent=percent), course=lived) == [(at(moment), "pending")]

    def test_is_counted_in_plain_time_where_the_target_is(self):
        lived = course(hours(24), ("02-13 17:00", "02-13 17:00"))

        assert found(Threshold(percent=75), course=lived) == [(at("02-14 11:00"), "pending")]

    @pytest.mark.parametrize(
        ("target", "percent", "moment"),
        [("PT1S", 49, "09:00:00"), ("PT1S", 50, "09:00:01"), ("PT3S", 50, "09:00:02"), ("PT10S", 33, "09:00:03")],
    )
    def test_is_rounded_to_whole_seconds_half_up(self, target: str, percent: int, moment: str):
        lived = course(Elapsed(duration=target), ("03-02 09:00", "03-02 09:00"))

        [(found_at, _)] = found(Threshold(percent=percent), course=lived)

        assert found_at == at(f"03-02 {moment}")

    def test_is_reached_at_its_moment(self):
        before = course(hours(4), ("03-02 09:00", "03-02 10:59:59.999999"))
        then = course(hours(4), ("03-02 09:00", "03-02 11:00"))

        assert found(Threshold(percent=50), course=before) == [(at("03-02 11:00"), "pending")]
        assert found(Threshold(percent=50), course=then) == [(at("03-02 11:00"), "reached")]

    def test_has_no_moment_while_the_clock_is_paused(self):
        lived = course(hours(4), ("03-02 09:00", "03-02 10:00"), ("03-02 10:00", "03-03 10:00", "paused"))

        assert found(Threshold(percent=50), course=lived) == [(None, "pending")]

    def test_moves_with_a_pause(self):
        lived = course(
            hours(4),
            ("03-02 09:00", "03-02 10:00"),
            ("03-02 10:00", "03-03 10:00", "paused"),
            ("03-03 10:00", "03-03 10:30"),
        )

        assert found(Threshold(percent=50), course=lived) == [(at("03-03 11:00"), "pending")]

    def test_of_a_hold_at_its_moment_comes_with_the_resumption(self):
        held = course(hours(4), ("03-02 09:00", "03-02 11:00"), ("03-02 11:00", "03-02 12:00", "paused"))
        resumed = course(
            hours(4),
            ("03-02 09:00", "03-02 11:00"),
            ("03-02 11:00", "03-02 12:00", "paused"),
            ("03-02 12:00", "03-02 12:00"),
        )

        assert found(Threshold(percent=50), course=held) == [(None, "pending")]
        assert found(Threshold(percent=50), course=resumed) == [(at("03-02 12:00"), "reached")]

    def test_stays_where_it_was_reached_before_a_pause(self):
        lived = course(hours(4), ("03-02 09:00", "03-02 12:00"), ("03-02 12:00", "03-03 10:00", "paused"))

        assert found(Threshold(percent=50), course=lived) == [(at("03-02 11:00"), "reached")]

    def test_is_forestalled_by_the_end_of_the_clock(self):
        stopped_before = course(hours(4), ("03-02 09:00", "03-02 10:00"), is_open=False)
        stopped_then = course(hours(4), ("03-02 09:00", "03-02 11:00"), is_open=False)
        stopped_after = course(hours(4), ("03-02 09:00", "03-02 11:30"), is_open=False)

        assert found(Threshold(percent=50), course=stopped_before) == []
        assert found(Threshold(percent=50), course=stopped_then) == []
        assert found(Threshold(percent=50), course=stopped_after) == [(at("03-02 11:00"), "reached")]

    def test_says_nothing_about_working_days(self):
        lived = course(BusinessDays(days=2), ("03-02 09:00", "03-02 10:00"))

        assert found(Threshold(percent=50), course=lived) == []


class TestAWarningBeforeTheDue:
    def test_is_counted_back_through_the_calendar(self):
        lived = replace(
            course(working(8), ("02-14 10:00", "02-14 10:00")), stretches=[stretch("02-14 10:00", due="02-24 08:45")]
        )

        assert found(Threshold(before_due=working(1)), course=lived) == [(at("02-14 17:15"), "pending")]

    def test_is_counted_back_in_plain_time(self):
        lived = course(working(8), ("02-13 17:00", "02-13 17:00"))

        assert found(Threshold(before_due=hours(10)), course=lived) == [(at("02-14 07:00"), "pending")]

    def test_is_counted_back_in_working_days(self):
        lived = course(hours(72), ("03-02 09:00", "03-02 09:00"))

        assert found(Threshold(before_due=BusinessDays(days=1)), course=lived) == [(at("03-04 09:00"), "pending")]

    def test_moves_with_the_due(self):
        lived = course(
            hours(24),
            ("03-02 09:00", "03-02 12:00"),
            ("03-02 12:00", "03-02 18:00", "paused"),
            ("03-02 18:00", "03-03 13:00"),
        )

        assert found(Threshold(before_due=hours(2)), course=lived) == [(at("03-03 13:00"), "reached")]

    def test_that_has_passed_in_a_pause_comes_with_the_resumption(self):
        # The warning counts working time and the due does not: over the night it comes nearer.
        lived = course(
            hours(24),
            ("03-02 17:30", "03-02 17:45"),
            ("03-02 17:45", "03-03 09:00", "paused"),
            ("03-03 09:00", "03-03 09:00"),
        )
        nearer = replace(lived, stretches=[*lived.stretches[:2], replace(lived.stretches[2], due_at=at("03-03 12:00"))])

        assert found(Threshold(before_due=working(4)), course=nearer) == [(at("03-03 09:00"), "reached")]

    def test_has_no_moment_while_the_clock_is_paused(self):
        lived = course(hours(24), ("03-02 09:00", "03-02 12:00"), ("03-02 12:00", "03-05 18:00", "paused"))

        assert found(Threshold(before_due=hours(2)), course=lived) == [(None, "pending")]

    def test_is_forestalled_by_the_end_of_the_clock(self):
        lived = course(hours(24), ("03-02 09:00", "03-03 07:00"), is_open=False)

        assert found(Threshold(before_due=hours(2)), course=lived) == []

    def test_longer_than_the_target_is_skipped(self):
        lived = course(hours(4), ("03-02 09:00", "03-02 09:30"))

        assert found(Threshold(before_due=hours(8)), course=lived) == [(at("03-02 05:00"), "skipped")]


class TestAReminderAfterTheDue:
    def test_waits_for_its_moment(self):
        lived = course(hours(4), ("03-02 09:00", "03-02 10:00"))

        assert found(Threshold(after_due=hours(1)), course=lived) == [(at("03-02 14:00"), "pending")]

    def test_is_reached_while_the_clock_still_runs(self):
        lived = course(hours(4), ("03-02 09:00", "03-02 14:00"))

        assert found(Threshold(after_due=hours(1)), course=lived) == [(at("03-02 14:00"), "reached")]

    def test_is_forestalled_by_the_end_of_the_clock(self):
        lived = course(hours(4), ("03-02 09:00", "03-02 13:30"), is_open=False)

        assert found(Threshold(after_due=hours(1)), course=lived) == []

    def test_has_no_moment_while_the_clock_is_paused(self):
        lived = course(hours(4), ("03-02 09:00", "03-02 10:00"), ("03-02 10:00", "03-02 18:00", "paused"))

        assert found(Threshold(after_due=hours(1)), course=lived) == [(None, "pending")]

    def test_is_counted_on_through_the_calendar(self):
        lived = course(hours(4), ("03-02 13:00", "03-02 13:00"))

        assert found(Threshold(after_due=working(2)), course=lived) == [(at("03-03 09:30"), "pending")]

    def test_is_repeated_as_often_as_the_terms_say(self):
        hourly = Threshold(after_due=hours(1), repeat=Repeat(every=hours(2), times=2))
        due = course(hours(4), ("03-02 09:00", "03-02 13:00"))
        soon = course(hours(4), ("03-02 09:00", "03-02 15:00"))
        late = course(hours(4), ("03-02 09:00", "03-05 09:00"))

        assert found(hourly, course=due) == [(at("03-02 14:00"), "pending")]
        assert found(hourly, course=soon) == [(at("03-02 14:00"), "reached"), (at("03-02 16:00"), "pending")]
        assert found(hourly, course=late) == [
            (at("03-02 14:00"), "reached"),
            (at("03-02 16:00"), "reached"),
            (at("03-02 18:00"), "reached"),
        ]

    def test_is_numbered(self):
        hourly = Threshold(after_due=hours(1), repeat=Repeat(every=hours(2), times=20))
        lived = course(hours(4), ("03-02 09:00", "03-02 16:30"))

        listed = moments({"hourly": hourly}, course=lived, recorded_at=at("03-02 09:00"))

        assert [moment.repetition for moment in listed] == [0, 1, 2]

    def test_that_passed_in_a_pause_comes_with_the_resumption_once(self):
        hourly = Threshold(after_due=hours(1), repeat=Repeat(every=hours(1), times=20))
        lived = breached(
            course(
                hours(4),
                ("03-02 09:00", "03-02 13:30"),
                ("03-02 13:30", "03-02 16:30", "paused"),
                ("03-02 16:30", "03-02 16:45"),
            ),
            due="03-02 13:00",
        )

        listed = moments({"hourly": hourly}, course=lived, recorded_at=at("03-02 09:00"))

        assert [(moment.repetition, moment.at, moment.state) for moment in listed] == [
            (2, at("03-02 16:30"), REACHED),
            (3, at("03-02 17:00"), PENDING),
        ]


class TestAnnouncedInHours:
    NIGHT = course(hours(24), ("03-02 09:00", "03-02 22:00"))

    def test_waits_for_the_next_opening(self):
        assert found(Threshold(percent=50, deliver=Deliver.IN_HOURS), course=self.NIGHT) == [
            (at("03-03 08:30"), "pending")
        ]

    def test_is_told_at_once_for_grade_1(self):
        assert found(Threshold(percent=50, deliver=Deliver.IN_HOURS), course=replace(self.NIGHT, grade=1)) == [
            (at("03-02 21:00"), "reached")
        ]

    def test_is_told_at_once_where_the_terms_do_not_ask_for_it(self):
        assert found(Threshold(percent=50, deliver=Deliver.AT_ONCE), course=self.NIGHT) == [
            (at("03-02 21:00"), "reached")
        ]

    def test_waits_for_the_next_opening_after_a_pause_that_covers_the_first(self):
        lived = course(
            hours(24),
            ("03-02 09:00", "03-03 01:00"),
            ("03-03 01:00", "03-03 19:00", "paused"),
            ("03-03 19:00", "03-03 20:00"),
        )

        assert found(Threshold(percent=50, deliver=Deliver.IN_HOURS), course=lived) == [(at("03-04 08:30"), "pending")]

    def test_is_forestalled_by_an_end_before_the_opening(self):
        lived = course(hours(24), ("03-02 09:00", "03-02 23:00"), is_open=False)

        assert found(Threshold(percent=50, deliver=Deliver.IN_HOURS), course=lived) == []

    def test_tells_once_of_all_repetitions_of_a_night(self):
        hourly = Threshold(after_due=hours(1), repeat=Repeat(every=hours(1), times=12), deliver=Deliver.IN_HOURS)
        lived = course(hours(4), ("03-02 15:00", "03-03 00:00"))

        listed = moments({"hourly": hourly}, course=lived, recorded_at=at("03-02 15:00"))

        # Due 19:00; 20:00 is repetition 0, and 08:00 the last before the opening.
        assert [(moment.repetition, moment.at, moment.state) for moment in listed] == [(12, at("03-03 08:30"), PENDING)]


class TestATicketThatIsRecordedLate:
    def test_skips_what_has_passed_by_then(self):
        lived = course(hours(24), ("02-20 09:00", "03-02 09:00"))

        assert found(Threshold(percent=50), course=lived, recorded="03-02 09:00") == [(at("02-20 21:00"), "skipped")]

    def test_skips_what_was_to_be_announced_later(self):
        lived = course(hours(24), ("02-28 09:00", "03-01 09:00"))

        skipped = found(Threshold(percent=50, deliver=Deliver.IN_HOURS), course=lived, recorded="03-01 09:00")

        assert skipped == [(at("02-28 21:00"), "skipped")]

    def test_reaches_what_comes_after(self):
        lived = course(hours(24), ("03-02 09:00", "03-02 22:00"))

        assert found(Threshold(percent=50), course=lived, recorded="03-02 21:00") == [(at("03-02 21:00"), "reached")]

    def test_skips_each_repetition_that_has_passed(self):
        hourly = Threshold(after_due=hours(1), repeat=Repeat(every=hours(1), times=3))
        lived = course(hours(4), ("03-02 09:00", "03-02 15:30"))

        assert found(hourly, course=lived, recorded="03-02 15:30") == [
            (at("03-02 14:00"), "skipped"),
            (at("03-02 15:00"), "skipped"),
            (at("03-02 16:00"), "pending"),
        ]

    def test_had_nothing_behind_it_at_an_earlier_moment(self):
        lived = course(hours(24), ("02-20 09:00", "02-20 10:00"))

        assert found(Threshold(percent=50), course=lived, recorded="03-02 09:00") == [(at("02-20 21:00"), "pending")]


def standing(code: str, text: str, state: ThresholdState, *, repetition: int = 0) -> ThresholdMoment:
    return ThresholdMoment(code=code, repetition=repetition, at=at(text), state=state, audience=(), escalate=False)


class TestARevisedCalendar:
    LIVED = course(hours(24), ("03-02 09:00", "03-02 12:00"))

    def test_leaves_what_has_been_reached(self):
        reached = standing("half", "03-02 10:00", REACHED)

        listed = moments(
            {"half": Threshold(percent=50)}, course=self.LIVED, recorded_at=at("03-02 09:00"), standing=[reached]
        )

        assert listed == [reached]

    def test_moves_what_has_not(self):
        pending = standing("half", "03-02 10:00", PENDING)

        listed = moments(
            {"half": Threshold(percent=50)}, course=self.LIVED, recorded_at=at("03-02 09:00"), standing=[pending]
        )

        assert [(moment.at, moment.state) for moment in listed] == [(at("03-02 21:00"), PENDING)]

    def test_goes_on_with_the_repetition_that_follows(self):
        hourly = Threshold(after_due=hours(1), repeat=Repeat(every=hours(1), times=5))
        reached = standing("hourly", "03-03 10:00", REACHED, repetition=2)
        lived = course(hours(24), ("03-02 09:00", "03-03 11:30"))

        listed = moments({"hourly": hourly}, course=lived, recorded_at=at("03-02 09:00"), standing=[reached])

        assert [(moment.repetition, moment.at) for moment in listed] == [(2, at("03-03 10:00")), (3, at("03-03 13:00"))]


class TestMoments:
    def test_are_in_the_order_of_their_codes(self):
        thresholds = {"later": Threshold(percent=75), "early": Threshold(percent=25)}

        listed = moments(
            thresholds, course=course(hours(4), ("03-02 09:00", "03-02 09:00")), recorded_at=at("03-02 09:00")
        )

        assert [moment.code for moment in listed] == ["early", "later"]

    def test_carry_whom_they_concern(self):
        threshold = Threshold(percent=50, audience=(Audience.ASSIGNEE, Audience.PARTY), escalate=True)

        [moment] = moments(
            {"half": threshold}, course=course(hours(4), ("03-02 09:00", "03-02 09:00")), recorded_at=at("03-02 09:00")
        )

        assert moment.audience == (Audience.ASSIGNEE, Audience.PARTY)
        assert moment.escalate

    def test_are_none_of_a_threshold_that_names_no_moment(self):
        assert found(Threshold(), course=course(hours(4), ("03-02 09:00", "03-02 10:00"))) == []


def stretch(text: str, *, due: str) -> Stretch:
    return replace(course(hours(1), (text, text)).stretches[0], due_at=at(due))


class TestACalendarThatEnds:
    FAIR = calendar(plain(CalendarsWeek(), opened("2026-03-02", "09:00-17:00")))

    def test_never_opens_for_what_is_announced_in_hours(self):
        lived = course(hours(10), ("03-02 09:00", "03-02 10:00"), calendar=self.FAIR)

        assert found(Threshold(percent=75, deliver=Deliver.IN_HOURS), course=lived) == [(at("03-02 16:30"), "pending")]
        assert found(Threshold(percent=90, deliver=Deliver.IN_HOURS), course=lived) == [(None, "pending")]
        assert found(Threshold(percent=90, deliver=Deliver.IN_HOURS), course=replace(lived, grade=1)) == [
            (at("03-02 18:00"), "pending")
        ]

    def test_has_no_moment_so_long_before_or_after_the_due(self):
        lived = course(working(4), ("03-02 09:00", "03-02 10:00"), calendar=self.FAIR)
        late = Threshold(after_due=working(4), repeat=Repeat(every=working(1), times=2))

        assert found(Threshold(before_due=working(5)), course=lived) == [(None, "pending")]
        assert found(late, course=lived) == [(at("03-02 17:00"), "pending")]
        assert found(Threshold(after_due=working(5)), course=lived) == [(None, "pending")]
