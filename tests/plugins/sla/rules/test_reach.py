from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from made_calendars import calendar, opened, plain
from sla_clocks import at, hours, working
from sla_facts import text
from wellkept_calendars.rules.content import CalendarsWeek
from wellkept_sdk.period import BusinessDays, Duration
from wellkept_sdk.services.calendars import CalendarUnreachable, CountedMoment
from wellkept_sla.rules.reach import EARLIEST, NEVER, add, business_days, opening, subtract

#: Open on three days of 2026 for eight hours each, and never again.
FAIR: Final = calendar(
    plain(CalendarsWeek(), *(opened(f"2026-{day}", "09:00-17:00") for day in ("03-02", "03-03", "03-09")))
)


class TestADue:
    @pytest.mark.parametrize(
        ("target", "due"),
        [(working(10), "03-03 11:00"), (hours(10), "03-02 19:00"), (BusinessDays(days=2), "03-09 09:00")],
    )
    def test_is_counted_as_far_as_there_is_working_time(self, target: Duration, due: str):
        assert text(add(at("03-02 09:00"), target, calendar=FAIR).at) == due

    @pytest.mark.parametrize("target", [working(25), BusinessDays(days=3), BusinessDays(days=2_000)])
    def test_never_comes_where_there_is_too_little(self, target: Duration):
        assert add(at("03-02 09:00"), target, calendar=FAIR) == CountedMoment(NEVER, provisional=True)

    @pytest.mark.parametrize("target", [working(1), BusinessDays(days=0, until="end_of_day"), BusinessDays(days=1)])
    def test_never_comes_where_working_time_has_ended(self, target: Duration):
        assert add(at("03-09 17:00"), target, calendar=FAIR).at == NEVER

    def test_is_counted_from_the_earliest_start_in_every_zone(self):
        assert add(EARLIEST, working(1), calendar=FAIR.in_zone("Pacific/Kiritimati")).at == NEVER

    def test_has_no_start_beyond_all_years(self):
        with pytest.raises(CalendarUnreachable):
            add(datetime(2201, 1, 1, tzinfo=UTC), working(1), calendar=FAIR)


class TestAMomentBeforeTheDue:
    def test_is_counted_back(self):
        assert subtract(at("03-03 11:00"), working(3), calendar=FAIR) == at("03-02 16:00")

    @pytest.mark.parametrize("length", [working(11), BusinessDays(days=2)])
    def test_is_none_where_there_was_too_little_working_time(self, length: Duration):
        assert subtract(at("03-03 11:00"), length, calendar=FAIR) is None

    @pytest.mark.parametrize("length", [working(1), hours(1)])
    def test_is_none_where_the_due_never_comes(self, length: Duration):
        assert subtract(NEVER, length, calendar=FAIR) is None


class TestAnOpening:
    def test_is_the_next(self):
        assert opening(at("03-03 18:00"), calendar=FAIR) == at("03-09 09:00")

    def test_is_none_after_the_last(self):
        assert opening(at("03-09 17:00"), calendar=FAIR) is None


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("start", "end", "days"),
        [
            ("03-02 10:00", "03-03 10:00", 1),
            ("03-02 10:00", "03-09 17:00", 2),
            ("03-02 10:00", "06-01 10:00", 2),
            ("03-02 18:00", "06-01 10:00", 1),
            ("03-09 10:00", "06-01 10:00", 0),
            ("05-01 10:00", "06-01 10:00", 0),
        ],
    )
    def test_are_counted_until_the_last_that_there_is(self, start: str, end: str, days: int):
        assert business_days(at(start), at(end), calendar=FAIR) == days

    def test_are_those_of_the_calendar_where_it_goes_on(self):
        longer = calendar(
            plain(CalendarsWeek(), *(opened(f"2026-0{month}-01", "09:00-17:00") for month in range(1, 10)))
        )

        assert business_days(at("02-01 12:00"), at("02-01 12:00") + timedelta(days=150), calendar=longer) == 5
