from datetime import date

import msgspec
import pytest

from made_calendars import calendar, closed, cn_standard, opened, partial, plain, week
from wellkept_calendars.rules.content import CalendarsWeek, CalendarsWeekday
from wellkept_calendars.rules.days import DayPlan, PlannedDay

OFFICE = ((510, 720), (810, 1080))


def planned(on: str) -> PlannedDay:
    return DayPlan(cn_standard()).on(date.fromisoformat(on))


class TestDate:
    @pytest.mark.parametrize(
        ("on", "because", "spans", "name"),
        [
            ("2026-03-02", "weekly", OFFICE, None),
            ("2026-03-01", "weekly", (), None),
            ("2026-02-16", "holiday", (), "off"),
            ("2026-02-14", "make_up", OFFICE, "working"),
        ],
    )
    def test_follows_the_holiday_set_before_the_weekly_pattern(
        self, on: str, because: str, spans: tuple[tuple[int, int], ...], name: str | None
    ) -> None:
        found = planned(on)

        assert (found.because, found.spans, found.name) == (because, spans, name)

    def test_follows_its_exception_before_everything(self) -> None:
        plan = DayPlan(cn_standard(closed("2026-02-14"), opened("2026-02-16", "09:00-15:00"), opened("2026-03-01")))

        assert plan.on(date(2026, 2, 14)).spans == ()
        assert plan.on(date(2026, 2, 16)).spans == ((540, 900),)
        assert plan.on(date(2026, 3, 1)).spans == OFFICE
        assert {plan.on(date(2026, 2, day)).because for day in (14, 16)} == {"exception"}

    def test_loses_what_a_partial_exception_closes_of_a_make_up_day(self) -> None:
        plan = DayPlan(cn_standard(partial("2026-02-14", "11:00-14:00"), partial("2026-02-16", "11:00-14:00")))

        assert plan.on(date(2026, 2, 14)).spans == ((510, 660), (840, 1080))
        assert plan.on(date(2026, 2, 16)).spans == ()

    def test_keeps_the_night_after_it_where_only_its_own_hours_are_closed(self) -> None:
        plan = DayPlan(plain(week("22:00-06:00"), partial("2026-03-02", "12:00-24:00")))

        assert plan.on(date(2026, 3, 2)).spans == ((1440, 1800),)

    def test_works_like_another_weekday_where_the_calendar_says_so(self) -> None:
        content = msgspec.structs.replace(
            cn_standard(),
            weekly=CalendarsWeek(mon=week("08:00-18:00").mon, fri=week("08:00-11:00").mon),
            make_up_like=CalendarsWeekday.FRI,
        )

        assert DayPlan(content).on(date(2026, 2, 14)).spans == ((480, 660),)

    def test_has_touching_intervals_as_one(self) -> None:
        assert DayPlan(plain(week("12:00-18:00 08:00-12:00"))).on(date(2026, 3, 2)).spans == ((480, 1080),)


class TestYear:
    def test_of_2026_has_248_working_days(self) -> None:
        days = calendar(cn_standard()).days(date(2026, 1, 1), date(2026, 12, 31))

        assert sum(day.is_working for day in days) == 248
