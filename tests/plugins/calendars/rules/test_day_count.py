from datetime import datetime, timedelta, timezone

import pytest
from msgspec import structs

from made_calendars import EVERY_DAY, calendar, closed, cn_standard, intervals, opened, partial, plain, week
from wellkept_calendars.rules.content import CalendarsWeek
from wellkept_calendars.rules.working_calendar import CompiledCalendar
from wellkept_sdk.period import BusinessDays
from wellkept_sdk.services.calendars import CalendarUnreachable, CountedMoment

CN = calendar(cn_standard())
NIGHTS = calendar(plain(week("22:00-06:00")))
BEIJING = timezone(timedelta(hours=8))


def cn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def after(start: str, days: int, until: str = "same_time", *, on: CompiledCalendar = CN) -> datetime:
    return on.add(cn(start), BusinessDays(days=days, until=until)).at


def before(end: str, days: int, until: str = "same_time", *, on: CompiledCalendar = CN) -> datetime:
    return on.subtract(cn(end), BusinessDays(days=days, until=until)).at


class TestWorkingDaysAfter:
    @pytest.mark.parametrize(
        ("start", "days", "until", "expected"),
        [
            ("2026-02-13 17:00", 1, "same_time", "2026-02-14 17:00"),
            ("2026-02-13 17:00", 2, "same_time", "2026-02-24 17:00"),
            ("2026-02-13 17:00", 1, "end_of_day", "2026-02-14 18:00"),
            ("2026-02-21 10:00", 1, "same_time", "2026-02-25 08:30"),
            ("2026-02-21 10:00", 1, "16:00", "2026-02-25 16:00"),
            ("2026-02-13 17:00", 0, "end_of_day", "2026-02-13 18:00"),
            ("2026-02-13 17:00", 0, "16:00", "2026-02-13 16:00"),
            ("2026-02-13 17:00", 1, "12:30", "2026-02-14 12:30"),
            ("2026-02-13 17:00", 1, "23:00", "2026-02-14 23:00"),
        ],
    )
    def test_end_at_the_time_that_is_said(self, start: str, days: int, until: str, expected: str) -> None:
        assert after(start, days, until) == cn(expected)

    def test_keep_the_time_to_the_microsecond(self) -> None:
        assert after("2026-03-02 09:10:11.000012", 1) == cn("2026-03-03 09:10:11.000012")

    def test_begin_at_the_next_opening_from_closing_time_on(self) -> None:
        assert after("2026-03-02 18:00", 1) == cn("2026-03-04 08:30")
        assert after("2026-03-02 12:15", 1) == cn("2026-03-03 13:30")

    def test_move_back_to_the_latest_closing_where_the_day_is_shorter(self) -> None:
        short = calendar(cn_standard(partial("2026-03-03", "11:00-16:00"), partial("2026-03-04", "15:00-18:00")))

        assert after("2026-03-02 14:00", 1, on=short) == cn("2026-03-03 11:00")
        assert after("2026-03-02 17:00", 2, on=short) == cn("2026-03-04 15:00")
        assert after("2026-03-02 17:00", 2, "end_of_day", on=short) == cn("2026-03-04 15:00")

    def test_move_forward_to_the_first_opening_where_the_day_begins_later(self) -> None:
        late = calendar(cn_standard(partial("2026-03-03", "08:30-10:00")))

        assert after("2026-03-02 09:00", 1, on=late) == cn("2026-03-03 10:00")

    def test_are_as_many_as_the_years_have(self) -> None:
        assert after("2026-01-04 09:00", 247) == cn("2026-12-31 09:00")
        assert after("2025-12-31 09:00", 249) == cn("2027-01-01 09:00")


class TestWorkingDaysBefore:
    @pytest.mark.parametrize(
        ("end", "days", "until", "expected"),
        [
            ("2026-02-24 17:00", 2, "same_time", "2026-02-13 17:00"),
            ("2026-02-24 18:00", 1, "same_time", "2026-02-14 18:00"),
            ("2026-02-24 08:30", 1, "same_time", "2026-02-14 08:30"),
            ("2026-02-20 10:00", 1, "same_time", "2026-02-13 18:00"),
            ("2026-02-24 10:00", 1, "end_of_day", "2026-02-14 18:00"),
            ("2026-02-24 10:00", 0, "16:00", "2026-02-24 16:00"),
            ("2026-01-04 10:00", 1, "same_time", "2025-12-31 10:00"),
        ],
    )
    def test_are_counted_by_the_same_rule(self, end: str, days: int, until: str, expected: str) -> None:
        assert before(end, days, until) == cn(expected)


class TestNightShift:
    def test_belongs_to_the_date_on_which_it_begins(self) -> None:
        # Saturday 02:00 is still Friday's shift.
        assert after("2026-03-07 02:00", 1, on=NIGHTS) == cn("2026-03-10 02:00")
        assert after("2026-03-07 02:00", 0, "end_of_day", on=NIGHTS) == cn("2026-03-07 06:00")
        assert NIGHTS.business_days(cn("2026-03-06 23:00"), cn("2026-03-07 05:00")) == 0

    def test_ends_on_the_date_after_its_own(self) -> None:
        assert after("2026-03-02 23:00", 1, "end_of_day", on=NIGHTS) == cn("2026-03-04 06:00")

    def test_ends_backwards_at_its_closing_time(self) -> None:
        assert before("2026-03-07 06:00", 1, on=NIGHTS) == cn("2026-03-06 06:00")

    def test_leaves_a_date_to_an_exception_that_overlaps_it(self) -> None:
        overlapped = calendar(plain(week("22:00-06:00"), opened("2026-03-07", "04:00-08:00")))

        assert overlapped.business_days(cn("2026-03-06 23:00"), cn("2026-03-07 03:00")) == 0
        assert overlapped.business_days(cn("2026-03-06 23:00"), cn("2026-03-07 05:00")) == 1


class TestBusinessDays:
    def test_between_two_moments_are_those_that_begin_after_the_first(self) -> None:
        assert CN.business_days(cn("2026-02-13 17:00"), cn("2026-02-24 09:00")) == 2
        assert CN.business_days(cn("2026-02-13 17:00"), cn("2026-02-13 17:30")) == 0
        assert CN.business_days(cn("2026-02-16 17:00"), cn("2026-02-24 09:00")) == 0

    def test_are_negative_backwards(self) -> None:
        assert CN.business_days(cn("2026-02-24 09:00"), cn("2026-02-13 17:00")) == -2
        assert CN.business_days(cn("2027-01-01 09:00"), cn("2026-01-04 09:00")) == -248

    def test_are_counted_over_many_years(self) -> None:
        assert CN.business_days(cn("2026-01-04 09:00"), cn("2027-01-01 09:00")) == 248
        # Without their papers, the years before have every Monday to Friday.
        assert CN.business_days(cn("2024-01-01 09:00"), cn("2026-01-04 09:00")) == 262 + 261


class TestMidnight:
    def test_belongs_to_the_date_that_it_begins(self) -> None:
        always = calendar(plain(week("00:00-24:00", on=EVERY_DAY)))

        assert always.business_days(cn("2026-03-02 00:00"), cn("2026-03-03 00:00")) == 1
        assert before("2026-03-03 00:00", 1, on=always) == cn("2026-03-02 00:00")

    def test_is_the_closing_of_the_date_before_where_the_next_is_closed(self) -> None:
        until_midnight = calendar(plain(week("00:00-24:00", on=EVERY_DAY), closed("2026-03-03")))

        assert before("2026-03-03 00:00", 1, on=until_midnight) == cn("2026-03-02 00:00")
        assert before("2026-03-03 12:00", 0, "end_of_day", on=until_midnight) == cn("2026-03-03 00:00")


class TestSkippedDate:
    APIA = calendar(
        plain(CalendarsWeek(thu=intervals("22:00-06:00"), fri=intervals("08:00-17:00")), time_zone="Pacific/Apia")
    )

    def test_leaves_its_wall_times_to_the_next_one(self) -> None:
        # Samoa left out Friday 2011-12-30: what would have begun on it lies 24 hours later by the clock.
        thursday = datetime.fromisoformat("2011-12-29T23:00-10:00")
        night, day = "2011-12-31T05:00+14:00", "2011-12-31T09:00+14:00"

        assert self.APIA.business_days(thursday, datetime.fromisoformat(night)) == 0
        assert self.APIA.business_days(thursday, datetime.fromisoformat(day)) == 1


class TestRepeatedMidnight:
    SUNDAYS = calendar(plain(week("00:00-24:00", on=["sun"]), time_zone="America/St_Johns"))

    def test_belongs_to_the_date_that_has_begun_before(self) -> None:
        # Newfoundland went back over midnight: Sunday 2010-11-07 00:01 was followed by Saturday 23:01.
        saturday_again = datetime.fromisoformat("2010-11-06T23:15-03:30")
        next_sunday = datetime.fromisoformat("2010-11-14T12:00-03:30")

        assert self.SUNDAYS.is_open(saturday_again)
        assert self.SUNDAYS.business_days(saturday_again, next_sunday) == 1
        assert self.SUNDAYS.add(saturday_again, BusinessDays(days=1, until="12:00")).at == next_sunday


class TestYearNotPublished:
    @pytest.mark.parametrize(
        ("start", "days", "until", "expected"),
        [
            ("2026-12-31 10:00", 1, "00:00", True),
            ("2026-12-31 20:00", 0, "00:00", True),
            ("2026-12-31 10:00", 0, "end_of_day", False),
            ("2026-12-30 10:00", 1, "23:59", False),
        ],
    )
    def test_makes_its_days_provisional_from_their_midnight_on(
        self,
        start: str,
        days: int,
        until: str,
        expected: bool,  # noqa: FBT001 - an expectation
    ) -> None:
        assert CN.add(cn(start), BusinessDays(days=days, until=until)).provisional is expected

    def test_leaves_the_midnight_that_closes_the_year_before(self) -> None:
        office = cn_standard()
        late = calendar(structs.replace(office, weekly=week("13:30-24:00")))

        assert late.add(cn("2026-12-31 14:00"), BusinessDays(days=0, until="end_of_day")) == (
            CountedMoment(cn("2027-01-01 00:00"), provisional=False)
        )


class TestLastHours:
    def test_lie_in_a_local_year_that_is_not_counted(self) -> None:
        always = calendar(plain(week("00:00-24:00", on=EVERY_DAY)))
        last = datetime.fromisoformat("2200-12-31T20:00+00:00")

        with pytest.raises(CalendarUnreachable):
            always.add(last, BusinessDays(days=1))
        with pytest.raises(CalendarUnreachable):
            always.subtract(last, BusinessDays(days=1))
        with pytest.raises(CalendarUnreachable):
            always.business_days(last, last)

    def test_lie_in_one_before_the_first_year(self) -> None:
        always = calendar(plain(week("00:00-24:00", on=EVERY_DAY), time_zone="America/New_York"))

        with pytest.raises(CalendarUnreachable):
            always.subtract(datetime.fromisoformat("1900-01-02T02:00+00:00"), BusinessDays(days=1))
