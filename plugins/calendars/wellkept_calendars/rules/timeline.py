"""Working time without dates: how much lies between two moments, and where so much of it ends."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, tzinfo
from typing import Final

from msgspec import Struct

from wellkept_calendars.rules.compiled import CompiledYear, compile_year
from wellkept_calendars.rules.days import DayPlan
from wellkept_calendars.rules.epoch import FIRST_YEAR, LAST_YEAR, YEAR_BEGINS, beyond_years
from wellkept_sdk.services.calendars import CalendarUnreachable

YEARS_KEPT_MAX: Final = 64


class Timeline:
    """
    The working time of one content in one zone; moments are microseconds since 1970, within the years of calendars.

    Years are compiled when they are first asked for. What is kept of them only saves time: it changes no answer.

    Args:
        horizon_years: how many years beyond that of its beginning a count may reach.
    """

    __slots__ = ("_horizon_years", "_plan", "_sums", "_years", "_zone")

    def __init__(self, plan: DayPlan, *, zone: tzinfo, horizon_years: int) -> None:
        """Begin with no year."""
        self._plan = plan
        self._zone = zone
        self._horizon_years = horizon_years
        self._years: dict[int, CompiledYear] = {}
        self._sums: dict[int, _Sums] = {}

    def between(self, start: int, end: int) -> int:
        """Return the working time from `start` until `end`, negative if `end` is before it."""
        first, last = _year_of(start), _year_of(end)
        found = self._year(last).worked_until(end) - self._year(first).worked_until(start)
        if first == last:
            return found
        if last < first:
            return found - sum(self._sums_of(year).worked for year in range(last, first))
        return found + sum(self._sums_of(year).worked for year in range(first, last))

    def after(self, start: int, length: int) -> int:
        """
        Return the earliest moment by which so much working time has passed; `length` is more than nothing.

        Raises:
            CalendarUnreachable: there is not so much within the horizon.
        """
        number = _year_of(start)
        year = self._years.get(number) or self._year(number)
        found = year.after(start, length)
        if found is not None:
            return found
        left = length - (year.total - year.worked_until(start))
        for later in self.years_from(number, step=1):
            worked = self._sums_of(later).worked
            if left <= worked:
                return self._year(later).earliest(left)
            left -= worked
        raise CalendarUnreachable

    def before(self, end: int, length: int) -> int:
        """
        Return the latest moment from which so much working time passes until `end`; `length` is more than nothing.

        Raises:
            CalendarUnreachable: there is not so much within the horizon.
        """
        number = _year_of(end)
        year = self._year(number)
        worked = year.worked_until(end) - length
        if worked >= 0:
            return year.latest(worked)
        for earlier in self.years_from(number, step=-1):
            worked += self._sums_of(earlier).worked
            if worked >= 0:
                return self._year(earlier).latest(worked)
        raise CalendarUnreachable

    def is_open(self, at: int) -> bool:
        """Return whether the moment is working time."""
        return self._year(_year_of(at)).is_open(at)

    def opening(self, at: int) -> int:
        """
        Return `at` itself in working time, else the next opening.

        Raises:
            CalendarUnreachable: there is none within the horizon.
        """
        # The first microsecond to be worked ends one later.
        return at if self.is_open(at) else self.after(at, 1) - 1

    def closing(self, at: int) -> int:
        """
        Return `at` itself in working time, else the latest closing until then.

        Raises:
            CalendarUnreachable: there is none within the horizon.
        """
        return at if self.is_open(at) else self.before(at, 1) + 1

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the open stretches between two moments, cut to them, in order; they neither overlap nor touch."""
        if start >= end:
            return
        pending: tuple[int, int] | None = None
        for number in range(_year_of(start), _year_of(end) + 1):
            for opens, closes in self._year(number).stretches(start, end):
                if pending is not None and pending[1] == opens:
                    pending = pending[0], closes
                    continue
                if pending is not None:
                    yield pending
                pending = opens, closes
        if pending is not None:
            yield pending

    def working_days(self, year: int) -> Sequence[int]:
        """
        Return the ordinals of the working days of a year.

        Raises:
            CalendarUnreachable: calendars do not count that year.
        """
        return self._year(year).working_days

    def working_day_count(self, year: int) -> int:
        """
        Return how many working days a year has.

        Raises:
            CalendarUnreachable: calendars do not count that year.
        """
        return self._sums_of(year).working_days

    def working_days_between(self, start: int, end: int) -> int:
        """Return how many working days come after one date until another, both ordinals; negative backwards."""
        first, last = date.fromordinal(start).year, date.fromordinal(end).year
        if last < first:
            return -self.working_days_between(end, start)
        found = bisect_right(self.working_days(last), end) - bisect_right(self.working_days(first), start)
        return found + sum(self._sums_of(year).working_days for year in range(first, last))

    def years_from(self, number: int, *, step: int) -> Iterable[int]:
        """Return the years after one, or before it where `step` is negative, as far as the horizon reaches."""
        if step > 0:
            return range(number + 1, min(number + self._horizon_years, LAST_YEAR) + 1)
        return range(number - 1, max(number - self._horizon_years, FIRST_YEAR) - 1, -1)

    def _year(self, number: int) -> CompiledYear:
        found = self._years.get(number)
        if found is None:
            # Beside UTC, the first and the last hours of all lie in local years that are not counted.
            if not FIRST_YEAR <= number <= LAST_YEAR:
                raise beyond_years()
            if len(self._years) >= YEARS_KEPT_MAX:
                self._years.pop(next(iter(self._years)))
            found = self._years[number] = compile_year(self._plan, year=number, zone=self._zone)
            self._sums[number] = _Sums(worked=found.total, working_days=len(found.working_days))
        return found

    def _sums_of(self, number: int) -> "_Sums":
        # Sums are small and never dropped, so that a count over many years compiles each of them once.
        if number not in self._sums:
            self._year(number)
        return self._sums[number]


class _Sums(Struct, frozen=True, kw_only=True):
    worked: int
    working_days: int


def _year_of(at: int) -> int:
    return FIRST_YEAR - 1 + bisect_right(YEAR_BEGINS, at)
