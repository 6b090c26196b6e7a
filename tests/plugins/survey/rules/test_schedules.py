from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_sdk.period import Period
from wellkept_survey.rules.schedules import (
    Occurrence,
    is_worked,
    months_after,
    next_working_day,
    occurrence,
    to_plan,
)
from wellkept_survey.terms import SurveyAnchor, SurveyFollowUpKind, SurveyFollowUpPlan

ANCHOR = SurveyAnchor.HANDED_OVER_ON
HALF_YEARLY = SurveyFollowUpPlan(kind=SurveyFollowUpKind.VISIT, anchor=ANCHOR, every_months=6, window_days=30)
AFTER_HANDOVER = SurveyFollowUpPlan(kind=SurveyFollowUpKind.PHONE, anchor=ANCHOR, after_days=30, window_days=7)
BEFORE_SUMMER = SurveyFollowUpPlan(kind=SurveyFollowUpKind.VISIT, month_day="05-15", window_days=30)
LEAP_DAY = SurveyFollowUpPlan(kind=SurveyFollowUpKind.VISIT, month_day="02-29", window_days=0)
HANDED_OVER = date(2026, 8, 31)
MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)


def on_weekdays(day: date) -> bool:
    return day.isoweekday() <= 5


def always(day: date) -> bool:
    return True


def never(day: date) -> bool:
    return False


def planned(
    plan: SurveyFollowUpPlan,
    today: date,
    *,
    anchor_on: date | None = HANDED_OVER,
    is_working: Callable[[date], bool] = on_weekdays,
) -> list[tuple[int, date]]:
    found = to_plan(plan, anchor_on=anchor_on, today=today, is_working=is_working)
    return [(each.number, each.due_on) for each in found]


class TestOccurrence:
    def test_is_months_after_the_anchor_on_a_working_day(self) -> None:
        first = occurrence(HALF_YEARLY, 1, anchor_on=HANDED_OVER, is_working=on_weekdays)

        # 2027-02-28 is a Sunday.
        assert first == Occurrence(number=1, due_on=date(2027, 3, 1), window_until=date(2027, 3, 31))

    def test_counts_from_the_anchor_and_not_from_the_one_before(self) -> None:
        second = occurrence(HALF_YEARLY, 2, anchor_on=HANDED_OVER, is_working=always)

        assert second is not None
        assert second.due_on == date(2027, 8, 31)

    def test_comes_once_after_days(self) -> None:
        first = occurrence(AFTER_HANDOVER, 1, anchor_on=HANDED_OVER, is_working=always)

        assert first == Occurrence(number=1, due_on=date(2026, 9, 30), window_until=date(2026, 10, 7))
        assert occurrence(AFTER_HANDOVER, 2, anchor_on=HANDED_OVER, is_working=always) is None

    def test_comes_every_year_without_an_anchor(self) -> None:
        found = occurrence(BEFORE_SUMMER, 2027, anchor_on=None, is_working=on_weekdays)

        # 2027-05-15 is a Saturday.
        assert found == Occurrence(number=2027, due_on=date(2027, 5, 17), window_until=date(2027, 6, 16))

    @pytest.mark.parametrize(("year", "day"), [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29))])
    def test_of_a_leap_day_comes_on_the_last_of_february(self, year: int, day: date) -> None:
        found = occurrence(LEAP_DAY, year, anchor_on=None, is_working=always)

        assert found == Occurrence(number=year, due_on=day, window_until=day)

    @pytest.mark.parametrize(
        ("plan", "number", "anchor_on"),
        [
            (HALF_YEARLY, 1, None),
            (HALF_YEARLY, 0, HANDED_OVER),
            (HALF_YEARLY, 1, date(9999, 9, 1)),
            (AFTER_HANDOVER, 1, date(9999, 12, 30)),
            (BEFORE_SUMMER, 10_000, None),
            (SurveyFollowUpPlan(kind=SurveyFollowUpKind.PHONE, anchor=ANCHOR), 1, HANDED_OVER),
        ],
    )
    def test_is_none_without_an_anchor_or_beyond_the_calendar(
        self, plan: SurveyFollowUpPlan, number: int, anchor_on: date | None
    ) -> None:
        assert occurrence(plan, number, anchor_on=anchor_on, is_working=always) is None


class TestToPlan:
    @pytest.mark.parametrize(
        ("today", "expected"),
        [
            (date(2026, 12, 30), []),
            (date(2026, 12, 31), [(1, date(2027, 3, 1))]),
            (date(2027, 3, 1), [(1, date(2027, 3, 1))]),
            (date(2027, 3, 31), [(1, date(2027, 3, 1))]),
            (date(2027, 4, 1), []),
            (date(2027, 7, 2), [(2, date(2027, 8, 31))]),
        ],
    )
    def test_is_what_comes_within_60_days_or_may_still_be_made(
        self, today: date, expected: list[tuple[int, date]]
    ) -> None:
        assert planned(HALF_YEARLY, today) == expected

    def test_of_a_month_s_rhythm_is_one_to_come_and_one_that_runs(self) -> None:
        monthly = SurveyFollowUpPlan(kind=SurveyFollowUpKind.PHONE, anchor=ANCHOR, every_months=1, window_days=10)

        assert planned(monthly, date(2026, 10, 2), is_working=always) == [
            (1, date(2026, 9, 30)),
            (2, date(2026, 10, 31)),
        ]

    def test_of_an_old_project_is_not_its_whole_past(self) -> None:
        assert planned(HALF_YEARLY, date(2026, 2, 20), anchor_on=date(1996, 8, 31)) == [(59, date(2026, 3, 2))]

    def test_of_a_project_to_be_handed_over_is_known_before(self) -> None:
        assert planned(AFTER_HANDOVER, date(2026, 8, 1)) == [(1, date(2026, 9, 30))]

    def test_is_nothing_once_the_window_is_over(self) -> None:
        assert planned(AFTER_HANDOVER, date(2026, 10, 7)) == [(1, date(2026, 9, 30))]
        assert planned(AFTER_HANDOVER, date(2026, 10, 8)) == []

    def test_of_a_day_of_the_year_needs_no_anchor(self) -> None:
        assert planned(BEFORE_SUMMER, date(2026, 4, 1), anchor_on=None) == [(2026, date(2026, 5, 15))]
        assert planned(BEFORE_SUMMER, date(2026, 7, 1), anchor_on=None) == []

    def test_crosses_the_turn_of_the_year(self) -> None:
        before_winter = SurveyFollowUpPlan(kind=SurveyFollowUpKind.VISIT, month_day="12-20", window_days=30)

        assert planned(before_winter, date(2027, 1, 5), anchor_on=None, is_working=always) == [
            (2026, date(2026, 12, 20))
        ]

    @given(
        today=st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 1, 1)),
        anchor_on=st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1)),
        months=st.integers(min_value=1, max_value=24),
        window_days=st.integers(min_value=0, max_value=366),
    )
    def test_is_near_open_and_on_working_days(
        self, today: date, anchor_on: date, months: int, window_days: int
    ) -> None:
        plan = SurveyFollowUpPlan(
            kind=SurveyFollowUpKind.VISIT, anchor=ANCHOR, every_months=months, window_days=window_days
        )

        found = to_plan(plan, anchor_on=anchor_on, today=today, is_working=on_weekdays)

        assert len(found) <= 2
        for each in found:
            assert each.window_until >= today
            assert each.due_on <= today + timedelta(days=60)
            assert on_weekdays(each.due_on)
            assert each == occurrence(plan, each.number, anchor_on=anchor_on, is_working=on_weekdays)


class TestNextWorkingDay:
    def test_is_the_day_itself_or_the_next(self) -> None:
        assert next_working_day(MONDAY, is_working=on_weekdays) == MONDAY
        assert next_working_day(SATURDAY, is_working=on_weekdays) == date(2026, 3, 9)

    def test_is_the_day_itself_where_nobody_ever_works(self) -> None:
        assert next_working_day(SATURDAY, is_working=never) == SATURDAY


class TestWorkedDay:
    BEGINS, ENDS = datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("hours", "expected"),
        [
            ([(8, 12)], True),
            ([(22, 30)], True),
            ([(-2, 6)], False),
            ([(-2, 6), (22, 24)], True),
            ([(-24, 24)], True),
            ([(-24, 48)], True),
            ([(24, 30)], False),
            ([], False),
        ],
    )
    def test_is_one_on_which_work_begins_or_through_which_it_lasts(
        self, hours: list[tuple[int, int]], *, expected: bool
    ) -> None:
        worked = [
            Period(starts_at=self.BEGINS + timedelta(hours=start), ends_at=self.BEGINS + timedelta(hours=end))
            for start, end in hours
        ]

        assert is_worked(self.BEGINS, self.ENDS, worked=worked) is expected


class TestMonthsAfter:
    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2027, 8, 31), 6, date(2028, 2, 29)),
            (date(2026, 11, 30), 1, date(2026, 12, 30)),
            (date(2026, 12, 31), 1, date(2027, 1, 31)),
            (date(2026, 1, 31), 3, date(2026, 4, 30)),
        ],
    )
    def test_is_the_same_day_or_the_last_of_a_shorter_month(self, day: date, months: int, expected: date) -> None:
        assert months_after(day, months) == expected
