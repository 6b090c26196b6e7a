"""One year of working time as sorted numbers: every question is a binary search."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, tzinfo
from typing import Final

from msgspec import Struct

from wellkept_calendars.rules.days import DayPlan
from wellkept_calendars.rules.epoch import FIRST_YEAR, YEAR_BEGINS
from wellkept_calendars.rules.wall_time import moments_of

# The dates of a year lie up to 14 hours beside the year in UTC, and a night shift or a skipped day reaches further.
_MARGIN_DAYS: Final = 3


class CompiledYear(Struct, frozen=True, kw_only=True):
    """
    The working time between two turns of the year in UTC.

    Args:
        opens: where the open stretches begin, in microseconds since 1970.
        closes: where each of them ends; stretches neither overlap nor touch.
        worked: the working time of the year until each closing.
        total: the working time of the whole year.
        working_days: the ordinals of the year's local dates on which an interval begins.
    """

    opens: Sequence[int]
    closes: Sequence[int]
    worked: Sequence[int]
    total: int
    working_days: Sequence[int]

    def worked_until(self, at: int) -> int:
        """Return the working time from the beginning of the year until a moment in it."""
        index = bisect_left(self.closes, at)
        if index == len(self.closes):
            return self.total
        return self.worked[index] - (self.closes[index] - max(at, self.opens[index]))

    def after(self, start: int, length: int) -> int | None:
        """Return the first moment by which so much has been worked since a moment; None where the year is too short."""
        closes, sums = self.closes, self.worked
        index = bisect_left(closes, start)
        if index == len(closes):
            return None
        opens = self.opens[index]
        # The commonest question of all: `max` would cost as much as the search.
        worked = sums[index] - closes[index] + (start if start > opens else opens) + length  # noqa: FURB136
        if worked > self.total:
            return None
        index = bisect_left(sums, worked, index)
        return closes[index] - sums[index] + worked

    def earliest(self, worked: int) -> int:
        """Return the first moment by which so much has been worked; more than nothing, at most the total."""
        index = bisect_left(self.worked, worked)
        return self.closes[index] - (self.worked[index] - worked)

    def latest(self, worked: int) -> int:
        """Return the last moment before which only so much has been worked; less than the total."""
        index = bisect_right(self.worked, worked)
        return self.closes[index] - (self.worked[index] - worked)

    def is_open(self, at: int) -> bool:
        """Return whether a moment of the year is working time."""
        index = bisect_right(self.opens, at) - 1
        return index >= 0 and at < self.closes[index]

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the open stretches between two moments, cut to them."""
        for index in range(bisect_right(self.closes, start), bisect_left(self.opens, end)):
            yield max(self.opens[index], start), min(self.closes[index], end)


def compile_year(plan: DayPlan, *, year: int, zone: tzinfo) -> CompiledYear:
    """Return the working time of a year, its wall times read in the zone."""
    begins, ends = YEAR_BEGINS[year - FIRST_YEAR], YEAR_BEGINS[year - FIRST_YEAR + 1]
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    stretches: list[tuple[int, int]] = []
    working_days: list[int] = []
    for on in range(first - _MARGIN_DAYS, last + _MARGIN_DAYS + 1):
        found = list(moments_of(plan.on(date.fromordinal(on)).spans, on=on, zone=zone))
        if found and first <= on <= last:
            working_days.append(on)
        stretches += ((max(opens, begins), min(closes, ends)) for opens, closes in found)
    opens, closes = apart(stretches)
    worked = list(_sums(opens, closes))
    return CompiledYear(
        opens=opens, closes=closes, worked=worked, total=worked[-1] if worked else 0, working_days=working_days
    )


def apart(stretches: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return the same moments in stretches that neither overlap nor touch, as two sorted lists."""
    opens: list[int] = []
    closes: list[int] = []
    for opening, closing in sorted(stretches):
        if opening >= closing:
            continue
        if closes and opening <= closes[-1]:
            closes[-1] = max(closes[-1], closing)
        else:
            opens.append(opening)
            closes.append(closing)
    return opens, closes


def _sums(opens: list[int], closes: list[int]) -> Iterator[int]:
    worked = 0
    for opening, closing in zip(opens, closes, strict=True):
        worked += closing - opening
        yield worked
