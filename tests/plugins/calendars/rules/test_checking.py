from datetime import date

from made_calendars import EVERY_DAY, closed, cn_standard, intervals, opened, partial, plain, week
from wellkept_calendars.rules.checking import content_mistakes
from wellkept_calendars.rules.content import (
    CalendarContent,
    CalendarsException,
    CalendarsExceptionKind,
    CalendarsWeek,
)

INTERVAL, OVERLAP = "calendars.interval.invalid", "calendars.interval.overlap"
EXCEPTION = "calendars.exception.invalid"


def found(content: CalendarContent) -> list[tuple[str, str]]:
    """Pointers and codes of what is wrong."""
    return [(error.pointer, error.code) for mistake in content_mistakes(content) for error in mistake.errors]


class TestContent:
    def test_may_be_all_that_people_need(self) -> None:
        rich = [partial("2026-02-13", "13:30-18:00 17:00-19:00"), opened("2026-06-21"), closed("2026-06-18")]

        assert found(cn_standard(*rich)) == []
        assert found(plain(week("00:00-24:00", on=EVERY_DAY))) == []
        assert found(plain(week("22:00-06:00 06:00-08:00", on=EVERY_DAY))) == []
        assert found(plain(CalendarsWeek(), opened("2026-06-21", "09:00-15:00"))) == []

    def test_opens_at_some_time(self) -> None:
        never = ("/weekly", "calendars.calendar.unreachable")

        assert found(plain(CalendarsWeek())) == [never]
        assert found(plain(CalendarsWeek(), closed("2026-06-18"), opened("2026-06-21"))) == [never]

    def test_shows_all_its_mistakes_at_once(self) -> None:
        weekly = CalendarsWeek(mon=intervals("25:00-26:00 08:00-12:00 11:00-13:00"), tue=intervals("08:70-09:00"))

        content = plain(weekly, partial("2026-06-18", "08:00-08:00"), time_zone="Mars/Olympus")

        assert found(content) == [
            ("/time_zone", "calendars.calendar.unknown_time_zone"),
            ("/weekly/mon/0", INTERVAL),
            ("/weekly/mon/2", OVERLAP),
            ("/weekly/tue/0", INTERVAL),
            ("/exceptions/0/closed/0", INTERVAL),
        ]


class TestWeeklyPattern:
    def test_has_no_overlap_whatever_the_order(self) -> None:
        assert found(plain(CalendarsWeek(wed=intervals("13:00-18:00 08:00-13:01")))) == [("/weekly/wed/0", OVERLAP)]
        assert found(plain(CalendarsWeek(wed=intervals("08:00-18:00 09:00-10:00 11:00-12:00")))) == [
            ("/weekly/wed/1", OVERLAP),
            ("/weekly/wed/2", OVERLAP),
        ]

    def test_has_no_night_shift_into_the_next_days_first_interval(self) -> None:
        weekly = CalendarsWeek(mon=intervals("09:00-12:00 05:00-07:00"), sun=intervals("22:00-06:00"))

        assert found(plain(weekly)) == [("/weekly/mon/1", OVERLAP)]


class TestException:
    def test_is_the_only_one_of_its_date(self) -> None:
        content = cn_standard(closed("2026-06-18"), opened("2026-06-19"), opened("2026-06-18"))

        assert found(content) == [("/exceptions/2", EXCEPTION)]

    def test_says_what_its_kind_asks_for_and_nothing_else(self) -> None:
        hours = intervals("08:00-12:00")
        on = date(2026, 6, 18)
        wrong = [
            CalendarsException(on=on, kind=CalendarsExceptionKind.CLOSED, intervals=hours),
            CalendarsException(on=on, kind=CalendarsExceptionKind.CLOSED, closed=hours),
            CalendarsException(on=on, kind=CalendarsExceptionKind.OPEN, closed=hours),
            CalendarsException(on=on, kind=CalendarsExceptionKind.OPEN, intervals=()),
            CalendarsException(on=on, kind=CalendarsExceptionKind.PARTIAL),
            CalendarsException(on=on, kind=CalendarsExceptionKind.PARTIAL, closed=()),
            CalendarsException(on=on, kind=CalendarsExceptionKind.PARTIAL, closed=hours, intervals=hours),
        ]

        assert [found(cn_standard(each)) for each in wrong] == [[("/exceptions/0", EXCEPTION)]] * len(wrong)

    def test_has_intervals_that_do_not_overlap(self) -> None:
        content = cn_standard(opened("2026-06-18", "08:00-12:00 11:00-24:01 11:00-13:00"))

        assert found(content) == [
            ("/exceptions/0/intervals/1", INTERVAL),
            ("/exceptions/0/intervals/2", OVERLAP),
        ]

    def test_may_overlap_what_other_dates_begin(self) -> None:
        assert found(plain(week("22:00-06:00"), opened("2026-03-07", "04:00-08:00"))) == []
