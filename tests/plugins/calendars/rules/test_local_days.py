from datetime import date, datetime

import pytest

from made_calendars import EVERY_DAY, calendar, closed, cn_standard, plain, week
from wellkept_calendars.rules.days import CalendarsReason
from wellkept_calendars.rules.local_days import CalendarDay
from wellkept_sdk.period import Period
from wellkept_sdk.services.calendars import CalendarUnreachable

CN = calendar(cn_standard(closed("2026-02-25")))


def period(on: str, opens: str, closes: str) -> Period:
    starts_at, ends_at = (datetime.fromisoformat(f"{on}T{clock}+08:00") for clock in (opens, closes))
    return Period(starts_at=starts_at, ends_at=ends_at)


class TestLocalDays:
    def test_tell_why_each_is_open_and_when(self) -> None:
        [make_up, holiday] = CN.days(date(2026, 2, 14), date(2026, 2, 15))

        assert make_up == CalendarDay(
            on=date(2026, 2, 14),
            because=CalendarsReason.MAKE_UP,
            name="working",
            published=True,
            periods=[period("2026-02-14", "08:30", "12:00"), period("2026-02-14", "13:30", "18:00")],
        )
        assert (holiday.because, holiday.is_working, holiday.periods) == ("holiday", False, [])

    def test_tell_of_exceptions_and_of_the_plain_week(self) -> None:
        days = CN.days(date(2026, 2, 25), date(2026, 2, 26))

        assert [(day.because, day.name, day.is_working) for day in days] == [
            ("exception", None, False),
            ("weekly", None, True),
        ]

    def test_tell_which_years_are_not_published(self) -> None:
        days = CN.days(date(2026, 12, 31), date(2027, 1, 1))

        assert [day.published for day in days] == [True, False]

    def test_tell_once_what_a_jump_of_the_clocks_moves_together(self) -> None:
        # 02:15 does not exist on that day in Berlin, so it is 03:15, within the second interval.
        berlin = calendar(plain(week("02:15-02:45 03:00-04:00", on=EVERY_DAY), time_zone="Europe/Berlin"))

        [day] = berlin.days(date(2026, 3, 29), date(2026, 3, 29))

        assert day.periods == [
            Period(
                starts_at=datetime.fromisoformat("2026-03-29T03:00+02:00"),
                ends_at=datetime.fromisoformat("2026-03-29T04:00+02:00"),
            )
        ]

    def test_are_none_backwards(self) -> None:
        assert CN.days(date(2026, 2, 15), date(2026, 2, 14)) == []

    @pytest.mark.parametrize(("from_on", "to_on"), [(date.min, date(1900, 1, 1)), (date(2200, 1, 1), date.max)])
    def test_lie_in_the_years_that_calendars_count(self, from_on: date, to_on: date) -> None:
        with pytest.raises(CalendarUnreachable):
            CN.days(from_on, to_on)
