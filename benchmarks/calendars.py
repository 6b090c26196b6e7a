"""What working time costs: additions of the calendar `cn-standard`, a plain walk to compare, and compiling a year."""

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from random import Random
from time import process_time
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from benchmarks.ratios import Spread, spread
from wellkept_calendars.rules.compiled import compile_year
from wellkept_calendars.rules.content import (
    CalendarContent,
    CalendarsHolidayDay,
    CalendarsHolidayKind,
    CalendarsInterval,
    CalendarsWeek,
    CalendarsWeekday,
)
from wellkept_calendars.rules.days import DayPlan
from wellkept_calendars.rules.working_calendar import HORIZON_YEARS, compiled
from wellkept_sdk.period import BusinessTime
from wellkept_sdk.services.calendars import CalendarUnreachable, CountedMoment

SEED = 20_260_213
FIRST, LAST = datetime(2023, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
HOURS_MAX = 72
YEARS = range(2023, 2027)
PUBLISHED = range(2007, 2027)
# The walk takes so much longer that a part of the additions is enough to time it.
WALKS_SHARE = 10
MILLISECONDS = 1_000

ONE_DAY = timedelta(days=1)
WEEKDAYS = tuple(CalendarsWeekday)

Addition = tuple[datetime, BusinessTime]
Add = Callable[[datetime, BusinessTime], CountedMoment]


class CalendarFigures(Struct, frozen=True, kw_only=True):
    """
    What one run finds out, in processor time of one core.

    Args:
        seed: of the random starts and durations.
        adds_per_second: through the public method, of each round.
        walks_per_second: of the plain walk from day to day, with the same answers.
        compile_year_ms: of compiling one year.
    """

    seed: int
    adds_per_second: list[float]
    walks_per_second: list[float]
    compile_year_ms: list[float]

    def over_walking(self) -> Spread:
        """Return how many times faster an addition is than the walk, taken round by round."""
        pairs = zip(self.adds_per_second, self.walks_per_second, strict=True)
        return spread([adds / walks for adds, walks in pairs])


class _PaperDays(Struct):
    days: list[CalendarsHolidayDay]


def calendar_figures(*, rounds: int, calls_each: int, seed: int = SEED) -> CalendarFigures:
    """
    Return the figures.

    Args:
        rounds: how often each time is taken.
        calls_each: how many additions one time is the mean of.
        seed: of the random starts and durations.
    """
    content = cn_standard()
    calendar = compiled(content, code="cn-standard", revision_id=UUID(int=1), revision=1)
    additions = _additions(calls_each, seed=seed)
    walked = additions[: max(1, calls_each // WALKS_SHARE)]
    walk = _Walk(content).add
    _require_agreement(calendar.add, walk, walked)
    # In turns, so that what else the machine does meets both.
    rates = [(_rate(calendar.add, additions), _rate(walk, walked)) for _ in range(rounds)]
    return CalendarFigures(
        seed=seed,
        adds_per_second=[adds for adds, _ in rates],
        walks_per_second=[walks for _, walks in rates],
        compile_year_ms=[_compile_ms(content) for _ in range(rounds)],
    )


class _Walk:
    """The same answers as one would first write them: from day to day by the rules of a content, nothing prepared."""

    def __init__(self, content: CalendarContent) -> None:
        self.content = content
        self.zone = ZoneInfo(content.time_zone)

    def add(self, start: datetime, duration: BusinessTime) -> CountedMoment:
        at, left = start, duration.length
        # A night shift of the day before may still run.
        on = start.astimezone(self.zone).date() - ONE_DAY
        while on.year <= start.year + HORIZON_YEARS:
            for opens, closes in sorted(self.moments(on, interval) for interval in self.intervals(on)):
                at = max(at, opens)
                if at + left <= closes:
                    return CountedMoment(at + left, self.is_provisional(start, at + left))
                left -= max(closes - at, timedelta())
                at = max(at, closes)
            on += ONE_DAY
        raise CalendarUnreachable

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        first, last = start.astimezone(self.zone).year, end.astimezone(self.zone).year
        published = self.content.published_years
        return published is not None and not published.issuperset(range(first, last + 1))

    def intervals(self, on: date) -> Sequence[CalendarsInterval]:
        content = self.content
        # The preset has none; looking for one is a part of the walk.
        assert all(exception.on != on for exception in content.exceptions)
        official = content.holidays.get(on)
        if official is None:
            return content.weekly.on(WEEKDAYS[on.weekday()])
        working = official.kind is CalendarsHolidayKind.WORKING
        return content.weekly.on(content.make_up_like) if working else ()

    def moments(self, on: date, interval: CalendarsInterval) -> tuple[datetime, datetime]:
        opens = datetime.combine(on, time.fromisoformat(interval.opens), tzinfo=self.zone)
        closes = datetime.combine(on, time.fromisoformat(interval.closes), tzinfo=self.zone)
        if closes <= opens:
            closes += ONE_DAY
        return opens.astimezone(UTC), closes.astimezone(UTC)


def cn_standard() -> CalendarContent:
    """Return the preset's content with the days that the plugin ships."""
    shipped = files("wellkept_calendars") / "data" / "cn"
    papers = [msgspec.json.decode((shipped / f"{year}.json").read_bytes(), type=_PaperDays) for year in PUBLISHED]
    hours = (CalendarsInterval(opens="08:30", closes="12:00"), CalendarsInterval(opens="13:30", closes="18:00"))
    return CalendarContent(
        time_zone="Asia/Shanghai",
        weekly=CalendarsWeek(mon=hours, tue=hours, wed=hours, thu=hours, fri=hours),
        holidays={day.on: day for paper in papers for day in paper.days},
        published_years=frozenset(PUBLISHED),
    )


def _additions(count: int, *, seed: int) -> list[Addition]:
    random = Random(seed)  # noqa: S311 - figures that can be repeated, and no secret
    seconds = int((LAST - FIRST).total_seconds())
    return [
        (
            FIRST + timedelta(seconds=random.randrange(seconds)),
            BusinessTime(duration=f"PT{random.randint(1, HOURS_MAX)}H"),
        )
        for _ in range(count)
    ]


def _require_agreement(add: Add, walk: Add, additions: Sequence[Addition]) -> None:
    for start, duration in additions:
        ours, walked = add(start, duration), walk(start, duration)
        assert ours == walked, f"{start} + {duration.duration}: {ours} is not {walked}"


def _rate(add: Add, additions: Sequence[Addition]) -> float:
    begin = process_time()
    for start, duration in additions:
        add(start, duration)
    return len(additions) / (process_time() - begin)


def _compile_ms(content: CalendarContent) -> float:
    plan, zone = DayPlan(content), ZoneInfo(content.time_zone)
    begin = process_time()
    for year in YEARS:
        compile_year(plan, year=year, zone=zone)
    return (process_time() - begin) / len(YEARS) * MILLISECONDS


def main() -> None:
    """Print the figures of calendars alone: `python -m benchmarks.calendars`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calendars", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    figures = calendar_figures(rounds=4, calls_each=100_000, seed=parser.parse_args().seed)
    print(f"seed                      {figures.seed}")
    print(f"additions per second      {spread(figures.adds_per_second).text(0)}")
    print(f"times faster than a walk  {figures.over_walking().text(1)}")
    print(f"compiling a year          {spread(figures.compile_year_ms).text()} ms")


if __name__ == "__main__":
    main()
