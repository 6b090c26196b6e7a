"""Which answers rest on a year whose official days are not published yet."""

from datetime import date, tzinfo

from wellkept_calendars.rules.epoch import LAST_YEAR, YEAR_BEGINS, to_moment
from wellkept_calendars.rules.wall_time import microsecond_of


class Publication:
    """
    What is published of the holiday sets that a calendar follows.

    Args:
        years: those that every followed set has published; None where no set is followed.
        zone: in which years begin and end.
    """

    __slots__ = ("_known_from", "_known_until", "_years", "_zone")

    def __init__(self, years: frozenset[int] | None, *, zone: tzinfo) -> None:
        """Find the years without a gap that end with the latest one, within which nearly every question lies."""
        self._years = years
        self._zone = zone
        self._known_from, self._known_until = YEAR_BEGINS[0], YEAR_BEGINS[-1]
        if years is not None:
            last = max(years, default=LAST_YEAR)
            first = last
            while first - 1 in years:
                first -= 1
            self._known_from = _turn(first, zone)
            self._known_until = _turn(last + 1, zone) if years else self._known_from

    def covers(self, year: int) -> bool:
        """Return whether a year is published."""
        return self._years is None or year in self._years

    def is_provisional(self, start: int, end: int) -> bool:
        """Return whether the moments from `start` until before `end` touch a year that is not published."""
        if self._known_from <= start < self._known_until and start <= end <= self._known_until:
            return False
        return self._years is not None and not self._years.issuperset(self._touched(start, end))

    def _touched(self, start: int, end: int) -> range:
        first, last = (start, max(start, end - 1)) if start <= end else (end, start - 1)
        return range(self._local_year(first), self._local_year(last) + 1)

    def _local_year(self, at: int) -> int:
        return to_moment(at).astimezone(self._zone).year


def _turn(year: int, zone: tzinfo) -> int:
    return microsecond_of(date(year, 1, 1).toordinal(), 0, zone)
