from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from made_calendars import EVERY_DAY, cn_standard, plain, week
from wellkept_calendars.rules import timeline as module
from wellkept_calendars.rules.compiled import CompiledYear
from wellkept_calendars.rules.content import CalendarContent
from wellkept_calendars.rules.days import DayPlan
from wellkept_calendars.rules.epoch import from_moment
from wellkept_calendars.rules.timeline import Timeline
from wellkept_sdk.services.calendars import CalendarUnreachable

HOUR = 3_600_000_000
UTC_ZONE = ZoneInfo("UTC")
ALWAYS = plain(week("00:00-24:00", on=EVERY_DAY), time_zone="UTC")


def timeline(content: CalendarContent = ALWAYS, *, horizon_years: int = 20) -> Timeline:
    return Timeline(DayPlan(content), zone=UTC_ZONE, horizon_years=horizon_years)


def at(year: int, month: int = 1, day: int = 1, hour: int = 0) -> int:
    return from_moment(datetime(year, month, day, hour, tzinfo=UTC))


class TestTimeline:
    def test_is_seamless_at_the_turn_of_the_year(self) -> None:
        made = timeline()

        assert made.between(at(2025, 12, 31, 23), at(2026, 1, 1, 1)) == 2 * HOUR
        assert made.after(at(2025, 12, 31, 23), HOUR) == at(2026)
        assert made.after(at(2025, 12, 31, 23), 2 * HOUR) == at(2026, 1, 1, 1)
        assert made.before(at(2026), HOUR) == at(2025, 12, 31, 23)
        assert made.before(at(2026, 1, 1, 1), 2 * HOUR) == at(2025, 12, 31, 23)
        assert made.is_open(at(2026))

    def test_goes_over_years_that_are_empty(self) -> None:
        once = timeline(plain(week("00:00-24:00", on=()), time_zone="UTC"))

        assert once.between(at(2000), at(2100)) == 0
        with pytest.raises(CalendarUnreachable):
            once.closing(at(2026))

    def test_counts_every_year_that_calendars_have(self) -> None:
        made = timeline()
        days = (datetime(2200, 12, 31, tzinfo=UTC) - datetime(1900, 1, 1, tzinfo=UTC)).days

        assert made.between(at(1900), at(2200, 12, 31)) == days * 24 * HOUR
        assert made.between(at(2200, 12, 31), at(1900)) == -days * 24 * HOUR

    def test_ends_with_the_years_that_calendars_have(self) -> None:
        made = timeline()

        assert made.after(at(2200, 12, 31, 23), HOUR - 1) == at(2200, 12, 31, 23) + HOUR - 1
        with pytest.raises(CalendarUnreachable):
            made.after(at(2200, 12, 31, 23), HOUR + 1)
        with pytest.raises(CalendarUnreachable):
            made.before(at(1900, 1, 1, 1), HOUR + 1)

    def test_compiles_a_year_once(self, compiled: list[int]) -> None:
        made = timeline(cn_standard())

        for _ in range(3):
            made.between(at(2024, 6), at(2026, 6))

        assert sorted(compiled) == [2024, 2025, 2026]

    def test_keeps_the_sums_of_years_that_it_drops(self, compiled: list[int]) -> None:
        made = timeline()
        first = made.between(at(1950), at(2150))
        compiled.clear()

        assert made.between(at(1950), at(2150)) == first
        assert len(compiled) <= 2

    def test_goes_far_by_sums_alone(self, compiled: list[int]) -> None:
        made = timeline()
        length = 15 * 365 * 24 * HOUR
        starts = [at(year) for year in range(1900, 2180, 20)]
        far = [made.after(start, length) for start in starts]
        compiled.clear()

        assert [made.after(start, length) for start in starts] == far
        assert [made.before(made.after(start, length), length) for start in starts] == starts
        # Of each way only the years in which it begins and ends.
        assert len(compiled) <= 6 * len(starts)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the list to which every year that is compiled is added."""
    years: list[int] = []
    compile_year = module.compile_year

    def noted(plan: DayPlan, *, year: int, zone: tzinfo) -> CompiledYear:
        years.append(year)
        return compile_year(plan, year=year, zone=zone)

    monkeypatch.setattr(module, "compile_year", noted)
    return years
