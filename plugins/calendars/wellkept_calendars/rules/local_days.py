"""The dates of a calendar as people look at them: why each is open, when, and whether that is official yet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, tzinfo

from msgspec import Struct

from wellkept_calendars.rules.compiled import apart
from wellkept_calendars.rules.days import CalendarsReason, DayPlan
from wellkept_calendars.rules.epoch import FIRST_YEAR, LAST_YEAR, beyond_years, to_moment
from wellkept_calendars.rules.publication import Publication
from wellkept_calendars.rules.wall_time import moments_of
from wellkept_sdk.period import Period


class CalendarDay(Struct, frozen=True, kw_only=True):
    """
    One local date.

    Args:
        on: the date.
        because: what decides about it.
        name: of the holiday or the exception.
        published: whether every followed holiday set has published its year.
        periods: the working time that begins on it, in order; none on a day that is no working day.
    """

    on: date
    because: CalendarsReason
    name: str | None
    published: bool
    periods: Sequence[Period]

    @property
    def is_working(self) -> bool:
        """Return whether it is a working day."""
        return bool(self.periods)


class LocalDays:
    """The dates of one content in one zone."""

    __slots__ = ("_plan", "_publication", "_zone")

    def __init__(self, plan: DayPlan, *, publication: Publication, zone: tzinfo) -> None:
        """Keep what is asked."""
        self._plan = plan
        self._publication = publication
        self._zone = zone

    def between(self, from_on: date, to_on: date) -> Iterator[CalendarDay]:
        """
        Yield the dates from one to another, both included.

        Raises:
            CalendarUnreachable: calendars do not count one of the years.
        """
        if from_on.year < FIRST_YEAR or to_on.year > LAST_YEAR:
            raise beyond_years()
        return (self._day(date.fromordinal(on)) for on in range(from_on.toordinal(), to_on.toordinal() + 1))

    def _day(self, on: date) -> CalendarDay:
        planned = self._plan.on(on)
        # A jump of the clocks can move an interval behind or into the next one.
        opens, closes = apart(moments_of(planned.spans, on=on.toordinal(), zone=self._zone))
        return CalendarDay(
            on=on,
            because=planned.because,
            name=planned.name,
            published=self._publication.covers(on.year),
            periods=periods_of(zip(opens, closes, strict=True)),
        )


def periods_of(stretches: Iterable[tuple[int, int]]) -> list[Period]:
    """Return stretches of microseconds since 1970 as periods."""
    return [Period(starts_at=to_moment(opens), ends_at=to_moment(closes)) for opens, closes in stretches]
