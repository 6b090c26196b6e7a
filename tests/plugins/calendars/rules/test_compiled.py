from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from made_calendars import cn_standard
from wellkept_calendars.rules.compiled import CompiledYear, compile_year
from wellkept_calendars.rules.days import DayPlan
from wellkept_calendars.rules.epoch import from_moment

YEAR = CompiledYear(opens=[100, 300], closes=[200, 350], worked=[100, 150], total=150, working_days=[1])
HOUR = 3_600_000_000


class TestCompiledYear:
    def test_tells_what_was_worked_until_a_moment(self) -> None:
        asked = (0, 100, 150, 200, 250, 300, 310, 350, 400)

        assert [YEAR.worked_until(at) for at in asked] == [0, 0, 50, 100, 100, 100, 110, 150, 150]

    def test_tells_the_first_moment_of_so_much_work(self) -> None:
        assert [YEAR.earliest(worked) for worked in (1, 100, 101, 150)] == [101, 200, 301, 350]

    def test_tells_the_last_moment_of_so_much_work(self) -> None:
        assert [YEAR.latest(worked) for worked in (0, 99, 100, 149)] == [100, 199, 300, 349]

    def test_is_open_from_opening_until_before_closing(self) -> None:
        assert [YEAR.is_open(at) for at in (99, 100, 199, 200, 300, 350)] == [False, True, True, False, True, False]

    def test_tells_its_stretches_between_two_moments(self) -> None:
        assert list(YEAR.stretches(150, 310)) == [(150, 200), (300, 310)]
        assert list(YEAR.stretches(200, 300)) == []


class TestCompileYear:
    def test_ends_at_the_turn_of_the_year_in_utc(self) -> None:
        year = compile_year(DayPlan(cn_standard()), year=2026, zone=ZoneInfo("Asia/Shanghai"))

        # Sunday 4 January is the first working day; the last closing is 18:00 in Shanghai.
        assert year.opens[0] == from_moment(datetime(2026, 1, 4, 0, 30, tzinfo=UTC))
        assert year.closes[-1] == from_moment(datetime(2026, 12, 31, 10, tzinfo=UTC))
        assert year.total == year.worked[-1] == 248 * 8 * HOUR
        assert len(year.working_days) == 248
        assert date(2026, 2, 14).toordinal() in year.working_days
