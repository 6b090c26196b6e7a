"""Laws of working time, for patterns, zones, exceptions and holidays that nobody has thought of."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from made_calendars import EVERY_DAY, calendar, closed, holidays, opened, partial, plain, week
from slow_calendar import SlowCalendar
from wellkept_calendars.rules.checking import content_mistakes
from wellkept_calendars.rules.content import (
    CalendarContent,
    CalendarsException,
    CalendarsInterval,
    CalendarsWeek,
    CalendarsWeekday,
)
from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.period import END_OF_DAY, BusinessDays, BusinessTime

# In each of these windows a zone of the list changes its clocks: by an hour, by half of one, or at midnight.
WINDOWS = (date(2018, 2, 12), date(2018, 10, 29), date(2026, 3, 23), date(2026, 10, 19), date(2025, 12, 24))
ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "America/Nuuk",
    "Asia/Kathmandu",
    "UTC",
)
WINDOW_DAYS = 14
MICROSECOND = timedelta(microseconds=1)

# Each example compiles years of its own; every run looks at other ones.
few = settings(max_examples=40)


@st.composite
def spans_of_a_day(draw: st.DrawFn) -> tuple[CalendarsInterval, ...]:
    """Up to three intervals of the day and perhaps a night shift that ends before the next day's first one."""
    cuts = draw(st.lists(st.integers(5 * 60 + 30, 22 * 60), max_size=6, unique=True).map(sorted))
    found = [(opens, closes) for opens, closes in zip(cuts[::2], cuts[1::2], strict=False)]
    if draw(st.booleans()):
        found.append((draw(st.integers(22 * 60 + 1, 23 * 60 + 59)), draw(st.integers(0, 5 * 60 + 30))))
    return tuple(CalendarsInterval(opens=clock(opens), closes=clock(closes)) for opens, closes in found)


@st.composite
def contents(draw: st.DrawFn, *, window: date, with_openings: bool = True) -> CalendarContent:
    pattern = {str(weekday): draw(spans_of_a_day()) for weekday in CalendarsWeekday}
    pattern["mon"] = pattern["mon"] or week("08:30-12:00").mon
    days = [(window + timedelta(days=index)).isoformat() for index in range(WINDOW_DAYS)]
    dates = draw(st.lists(st.sampled_from(days), max_size=4, unique=True))
    official = draw(st.lists(st.sampled_from(days), max_size=4, unique=True))
    kinds = [closed, shortened, *([opened, lengthened] if with_openings else [])]
    exceptions = [draw(st.sampled_from(kinds))(on) for on in dates]
    content = CalendarContent(
        time_zone=draw(st.sampled_from(ZONES)),
        weekly=CalendarsWeek(**pattern),
        make_up_like=draw(st.sampled_from(CalendarsWeekday)),
        exceptions=exceptions,
        holidays=holidays(off=" ".join(official[::2]), working=" ".join(official[1::2])),
    )
    assert content_mistakes(content) == []
    return content


@st.composite
def worlds(draw: st.DrawFn, *, with_openings: bool = True) -> tuple[CalendarContent, datetime]:
    """A content, and a moment in the window in which something happens to it."""
    window = draw(st.sampled_from(WINDOWS))
    content = draw(contents(window=window, with_openings=with_openings))
    within = draw(st.integers(0, 8 * 24 * 3_600_000_000)) * MICROSECOND
    return content, datetime(window.year, window.month, window.day, tzinfo=UTC) + within


lengths = st.integers(0, 30 * 3_600_000_000).map(lambda number: number * MICROSECOND)
some = st.integers(1, 30 * 3_600_000_000).map(lambda number: number * MICROSECOND)
short = st.integers(0, 4 * 24 * 60 * 60).map(lambda seconds: timedelta(seconds=seconds))

# Worlds that chance seldom finds, each about what happens within two days.
SELDOM = (
    (plain(week("22:00-02:30", on=EVERY_DAY), time_zone="Europe/Berlin"), datetime(2026, 10, 24, 12, tzinfo=UTC)),
    (plain(week("22:00-02:30", on=EVERY_DAY), time_zone="Europe/Berlin"), datetime(2026, 3, 28, 12, tzinfo=UTC)),
    (plain(week("02:15-02:45", on=EVERY_DAY), time_zone="Europe/Berlin"), datetime(2026, 3, 28, 12, tzinfo=UTC)),
    (plain(week("22:00-06:00"), opened("2026-03-07", "01:00-03:00")), datetime(2026, 3, 6, 12, tzinfo=UTC)),
    (plain(week("00:00-24:00", on=EVERY_DAY)), datetime(2025, 12, 31, 12, tzinfo=UTC)),
    (plain(week("22:00-06:00"), time_zone="Pacific/Apia"), datetime(2011, 12, 29, 12, tzinfo=UTC)),
)


def seldom(test: Callable[..., None]) -> Callable[..., None]:
    for world in SELDOM:
        test = example(world=world, length=timedelta(days=2))(test)
    return test


class TestWorkingTime:
    @few
    @given(world=worlds(), length=lengths)
    @example(
        world=(plain(week("02:30-03:00 03:30-05:00"), time_zone="Europe/Berlin"), datetime(2026, 3, 28, tzinfo=UTC)),
        length=timedelta(hours=3),
    )
    def test_is_what_was_added(self, world: tuple[CalendarContent, datetime], length: timedelta) -> None:
        content, start = world
        made = calendar(content)

        assert made.elapsed(start, made.add(start, business(length)).at) == length

    @few
    @given(world=worlds(), first=some, second=some)
    def test_is_added_in_parts_as_in_one(
        self, world: tuple[CalendarContent, datetime], first: timedelta, second: timedelta
    ) -> None:
        content, start = world
        made = calendar(content)

        in_parts = made.add(made.add(start, business(first)).at, business(second))

        assert in_parts == made.add(start, business(first + second))

    @few
    @given(world=worlds(), length=lengths, later=short, longer=short)
    def test_never_ends_earlier_for_a_later_start_or_a_longer_time(
        self, world: tuple[CalendarContent, datetime], length: timedelta, later: timedelta, longer: timedelta
    ) -> None:
        content, start = world
        made = calendar(content)
        found = made.add(start, business(length)).at

        assert made.add(start + later, business(length)).at >= found
        assert made.add(start, business(length + longer)).at >= found

    @few
    @given(world=worlds(), length=lengths, index=st.integers(0, WINDOW_DAYS - 1))
    def test_never_ends_earlier_when_one_more_day_is_closed(
        self, world: tuple[CalendarContent, datetime], length: timedelta, index: int
    ) -> None:
        content, start = world
        on = start.date() + timedelta(days=index)
        rest = [exception for exception in content.exceptions if exception.on != on]

        usual, less = calendar(content), calendar(changed(content, [*rest, closed(on.isoformat())]))

        assert less.add(start, business(length)).at >= usual.add(start, business(length)).at

    @few
    @given(world=worlds(), length=lengths, index=st.integers(0, WINDOW_DAYS - 1))
    def test_never_ends_later_when_one_more_day_is_open(
        self, world: tuple[CalendarContent, datetime], length: timedelta, index: int
    ) -> None:
        content, start = world
        on = (start.date() + timedelta(days=index)).isoformat()
        rest = [exception for exception in content.exceptions if exception.on.isoformat() != on]

        usual = calendar(changed(content, [*rest, closed(on)]))
        more = calendar(changed(content, [*rest, opened(on, "09:00-17:00")]))

        assert more.add(start, business(length)).at <= usual.add(start, business(length)).at

    @few
    @given(world=worlds(), length=lengths)
    def test_is_none_between_a_moment_and_itself_there_and_back(
        self, world: tuple[CalendarContent, datetime], length: timedelta
    ) -> None:
        content, start = world
        made = calendar(content)

        back = made.subtract(made.add(start, business(length)).at, business(length)).at

        assert made.elapsed(back, start) == timedelta()

    @few
    @given(world=worlds(), length=short)
    def test_is_what_lies_in_the_intervals(self, world: tuple[CalendarContent, datetime], length: timedelta) -> None:
        content, start = world
        made = calendar(content)

        found = made.intervals(start, start + length)

        assert sum((each.duration for each in found), timedelta()) == made.elapsed(start, start + length)
        assert all(early.ends_at < late.starts_at for early, late in pairwise(found))
        assert all(made.is_open(each.starts_at) for each in found)


class TestSlowCalendar:
    @seldom
    @few
    @given(world=worlds(), length=short)
    def test_finds_the_same_between_two_moments(
        self, world: tuple[CalendarContent, datetime], length: timedelta
    ) -> None:
        content, start = world
        slow = slow_calendar(content, start)

        assert calendar(content).elapsed(start, start + length) == slow.elapsed(start, start + length)

    @seldom
    @few
    @given(world=worlds(), length=short)
    def test_ends_at_the_same_moment(self, world: tuple[CalendarContent, datetime], length: timedelta) -> None:
        content, start = world
        slow, made = slow_calendar(content, start), calendar(content)
        worked = slow.elapsed(start, start + length)

        assert made.add(start, business(worked)).at == slow.add(start, worked)
        assert made.subtract(start + length, business(worked)).at == slow.subtract(start + length, worked)


class TestWorkingDays:
    @few
    @given(world=worlds(with_openings=False), days=st.integers(1, 12))
    def test_are_as_many_as_were_added(self, world: tuple[CalendarContent, datetime], days: int) -> None:
        content, start = world
        made = calendar(content)

        closing = made.add(start, BusinessDays(days=days, until=END_OF_DAY)).at

        assert made.business_days(start, closing - MICROSECOND) == days
        assert made.business_days(closing - MICROSECOND, start) == -days

    @few
    @given(world=worlds(with_openings=False), days=st.integers(1, 12))
    def test_are_as_many_backwards(self, world: tuple[CalendarContent, datetime], days: int) -> None:
        content, end = world
        made = calendar(content)
        end = made.opening(end)

        closing = made.subtract(end, BusinessDays(days=days, until=END_OF_DAY)).at

        assert made.business_days(closing - MICROSECOND, end) == days

    @few
    @given(world=worlds(), days=st.integers(1, 12))
    def test_end_in_working_time_or_as_it_ends(self, world: tuple[CalendarContent, datetime], days: int) -> None:
        content, start = world
        made = calendar(content)

        found = made.add(start, BusinessDays(days=days)).at

        assert made.is_open(found) or made.is_open(found - MICROSECOND)


def shortened(on: str) -> CalendarsException:
    return partial(on, "10:00-16:00 23:00-02:00")


def lengthened(on: str) -> CalendarsException:
    return opened(on, "01:00-03:00 04:00-23:30")


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def business(length: timedelta) -> BusinessTime:
    return BusinessTime(duration=write_duration(length))


def changed(content: CalendarContent, exceptions: list[CalendarsException]) -> CalendarContent:
    return msgspec.structs.replace(content, exceptions=exceptions)


def slow_calendar(content: CalendarContent, start: datetime) -> SlowCalendar:
    return SlowCalendar(content, from_on=start.date(), to_on=start.date() + timedelta(days=6))
