"""Counting by working days: the date that owns a moment, the date so many later, and the moment of it that is meant."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, tzinfo
from typing import NamedTuple

from wellkept_calendars.rules.days import DayPlan
from wellkept_calendars.rules.epoch import to_moment
from wellkept_calendars.rules.timeline import Timeline
from wellkept_calendars.rules.wall_time import (
    DAY_MICROSECONDS,
    MINUTE_MICROSECONDS,
    microsecond_of,
    minutes_of,
    moments_of,
)
from wellkept_sdk.period import END_OF_DAY, SAME_TIME, BusinessDays
from wellkept_sdk.services.calendars import CalendarUnreachable

# A night shift belongs to the date before; where the clocks skip a date, to the one before that. And where they go back
# over midnight, a date that has begun is left again for an hour.
_OWNER_DAYS_BACK = 2
_OWNER_DAYS_AHEAD = 1


class DayMoment(NamedTuple):
    """A moment, and the working day that it is meant on, as its ordinal."""

    at: int
    on: int


class DayCount:
    """The working days of one content in one zone; dates are ordinals, moments microseconds since 1970."""

    __slots__ = ("_plan", "_timeline", "_zone")

    def __init__(self, plan: DayPlan, *, timeline: Timeline, zone: tzinfo) -> None:
        """Keep what is asked."""
        self._plan = plan
        self._timeline = timeline
        self._zone = zone

    def after(self, start: int, duration: BusinessDays) -> DayMoment:
        """
        Return the moment that is meant by so many working days after a moment.

        Raises:
            CalendarUnreachable: there are not so many within the horizon.
        """
        begins = self._timeline.opening(start)
        owner = self._owner(begins)
        on = self._later(owner, duration.days)
        return DayMoment(self._moment(on, self._wall(begins, owner), duration.until), on)

    def before(self, end: int, duration: BusinessDays) -> DayMoment:
        """
        Return the moment that is meant by so many working days before a moment: the same rule backwards.

        Raises:
            CalendarUnreachable: there are not so many within the horizon.
        """
        ends = self._timeline.closing(end)
        owner = self._owner(ends if self._timeline.is_open(ends) else ends - 1)
        on = self._earlier(owner, duration.days)
        return DayMoment(self._moment(on, self._wall(ends, owner), duration.until), on)

    def between(self, start: int, end: int) -> int:
        """
        Return how many working days come after that of `start` until that of `end`, negative backwards.

        Raises:
            CalendarUnreachable: one of them is followed by no working day within the horizon.
        """
        opening = self._timeline.opening
        return self._timeline.working_days_between(self._owner(opening(start)), self._owner(opening(end)))

    def _owner(self, at: int) -> int:
        """Return the date on which the interval of a moment of working time begins."""
        local = to_moment(at).astimezone(self._zone).toordinal()
        return next(
            on
            for on in range(local + _OWNER_DAYS_AHEAD, local - _OWNER_DAYS_BACK - 1, -1)
            if any(opens <= at < closes for opens, closes in self._moments(on))
        )

    def _later(self, on: int, count: int) -> int:
        if count == 0:
            return on
        number = date.fromordinal(on).year
        days = self._timeline.working_days(number)
        index = bisect_right(days, on) + count - 1
        if index < len(days):
            return days[index]
        index -= len(days)
        for later in self._timeline.years_from(number, step=1):
            in_year = self._timeline.working_day_count(later)
            if index < in_year:
                return self._timeline.working_days(later)[index]
            index -= in_year
        raise CalendarUnreachable

    def _earlier(self, on: int, count: int) -> int:
        number = date.fromordinal(on).year
        days = self._timeline.working_days(number)
        index = bisect_left(days, on) - count
        if index >= 0:
            return days[index]
        for earlier in self._timeline.years_from(number, step=-1):
            index += self._timeline.working_day_count(earlier)
            if index >= 0:
                return self._timeline.working_days(earlier)[index]
        raise CalendarUnreachable

    def _wall(self, at: int, owner: int) -> int:
        """Return the wall time of a moment, counted from the midnight with which its own date begins."""
        wall = to_moment(at).astimezone(self._zone)
        seconds = (wall.hour * 60 + wall.minute) * 60 + wall.second
        return (wall.toordinal() - owner) * DAY_MICROSECONDS + seconds * 1_000_000 + wall.microsecond

    def _moment(self, on: int, wall: int, until: str) -> int:
        moments = list(self._moments(on))
        if until == END_OF_DAY:
            return max(closes for _, closes in moments)
        if until != SAME_TIME:
            return microsecond_of(on, minutes_of(until) * MINUTE_MICROSECONDS, self._zone)
        at = microsecond_of(on, wall, self._zone)
        if self._timeline.is_open(at):
            return at
        closed = [closes for _, closes in moments if closes <= at]
        return max(closed) if closed else min(opens for opens, _ in moments)

    def _moments(self, on: int) -> Iterator[tuple[int, int]]:
        return moments_of(self._plan.on(date.fromordinal(on)).spans, on=on, zone=self._zone)
