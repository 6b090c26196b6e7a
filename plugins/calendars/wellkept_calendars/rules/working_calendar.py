"""A revision of a calendar, compiled: every answer about working time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from wellkept_calendars.rules.content import CalendarContent
from wellkept_calendars.rules.day_count import DayCount, DayMoment
from wellkept_calendars.rules.days import DayPlan
from wellkept_calendars.rules.durations import length_of, require_countable
from wellkept_calendars.rules.epoch import MICROSECOND, from_moment, to_moment
from wellkept_calendars.rules.local_days import CalendarDay, LocalDays, periods_of
from wellkept_calendars.rules.publication import Publication
from wellkept_calendars.rules.timeline import Timeline
from wellkept_sdk.period import BusinessDays, BusinessTime, Duration, Period
from wellkept_sdk.services.calendars import CountedMoment
from wellkept_sdk.time_zones import is_time_zone

HORIZON_YEARS: Final = 20

_ZONES_KEPT_MAX: Final = 32


class RevisionLabel(Struct, frozen=True, kw_only=True):
    """Which revision of which calendar."""

    code: str
    revision_id: UUID
    revision: int


class CompiledCalendar:
    """
    A calendar as the SDK's `WorkingCalendar` promises it, and its days.

    Args:
        label: what it is called.
        content: checked.
        time_zone: in which its wall times are read.
        horizon_years: how many years beyond that of its beginning a count may reach.
    """

    def __init__(self, label: RevisionLabel, *, content: CalendarContent, time_zone: str, horizon_years: int) -> None:
        """Compile nothing yet: a year is compiled when it is first asked for."""
        self._label = label
        self._content = content
        self._horizon_years = horizon_years
        self._zone = zone = ZoneInfo(time_zone)
        plan = DayPlan(content)
        self._timeline = Timeline(plan, zone=zone, horizon_years=horizon_years)
        self._day_count = DayCount(plan, timeline=self._timeline, zone=zone)
        self._publication = Publication(content.published_years, zone=zone)
        self._local_days = LocalDays(plan, publication=self._publication, zone=zone)
        self._elsewhere: dict[str, CompiledCalendar] = {}

    @property
    def code(self) -> str:
        """Which calendar."""
        return self._label.code

    @property
    def revision_id(self) -> UUID:
        """Which revision of it, as it is stored."""
        return self._label.revision_id

    @property
    def revision(self) -> int:
        """The revision's number, from 1."""
        return self._label.revision

    @property
    def time_zone(self) -> str:
        """In which zone its wall times are read; an IANA name."""
        return self._zone.key

    def in_zone(self, time_zone: str) -> "CompiledCalendar":
        """
        Return the same revision with its wall times read in another zone.

        Raises:
            ValueError: there is no such zone.
        """
        if time_zone == self.time_zone:
            return self
        found = self._elsewhere.get(time_zone)
        if found is None:
            if not is_time_zone(time_zone):
                raise ValueError(f"There is no time zone {time_zone!r}.")
            if len(self._elsewhere) >= _ZONES_KEPT_MAX:
                self._elsewhere.pop(next(iter(self._elsewhere)))
            found = self._elsewhere[time_zone] = CompiledCalendar(
                self._label, content=self._content, time_zone=time_zone, horizon_years=self._horizon_years
            )
        return found

    def add(self, start: datetime, duration: Duration) -> CountedMoment:
        """
        Return the earliest moment by which the duration has been counted; `start` itself for no time at all.

        Raises:
            CalendarUnreachable: the calendar has not so much working time within its horizon.
            DurationAmbiguous: nobody agrees how long the duration is.
            DurationOutOfRange: the duration is negative or too long.
        """
        begins = from_moment(start)
        if isinstance(duration, BusinessTime):
            length = length_of(duration)
            ends = self._timeline.after(begins, length) if length else begins
        elif isinstance(duration, BusinessDays):
            require_countable(duration)
            return self._on_a_day(self._day_count.after(begins, duration), counted_from=begins)
        else:
            return CountedMoment(to_moment(begins + length_of(duration)), provisional=False)
        return CountedMoment(to_moment(ends), self._publication.is_provisional(begins, ends))

    def subtract(self, end: datetime, duration: Duration) -> CountedMoment:
        """
        Return the latest moment from which the duration is counted until `end`; `end` itself for no time at all.

        Working days are counted back from the date that owns `end`, or else the latest working time before it;
        `until` says at which time of the last of them.

        Raises:
            CalendarUnreachable: the calendar has not so much working time within its horizon.
            DurationAmbiguous: nobody agrees how long the duration is.
            DurationOutOfRange: the duration is negative or too long.
        """
        ends = from_moment(end)
        if isinstance(duration, BusinessTime):
            length = length_of(duration)
            begins = self._timeline.before(ends, length) if length else ends
        elif isinstance(duration, BusinessDays):
            require_countable(duration)
            return self._on_a_day(self._day_count.before(ends, duration), counted_from=ends)
        else:
            return CountedMoment(to_moment(ends - length_of(duration)), provisional=False)
        return CountedMoment(to_moment(begins), self._publication.is_provisional(begins, ends))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two moments, negative if `end` is before `start`."""
        return self._timeline.between(from_moment(start), from_moment(end)) * MICROSECOND

    def business_days(self, start: datetime, end: datetime) -> int:
        """
        Return how many working days come after that of `start` until that of `end`, negative backwards.

        Raises:
            CalendarUnreachable: no working time follows one of the moments within the horizon.
        """
        return self._day_count.between(from_moment(start), from_moment(end))

    def opening(self, at: datetime) -> datetime:
        """
        Return `at` itself in working time, else the next opening.

        Raises:
            CalendarUnreachable: there is none within the horizon.
        """
        return to_moment(self._timeline.opening(from_moment(at)))

    def is_open(self, at: datetime) -> bool:
        """Return whether the moment is working time."""
        return self._timeline.is_open(from_moment(at))

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        """Return whether a year between two moments has no published holidays yet."""
        return self._publication.is_provisional(from_moment(start), from_moment(end))

    def intervals(self, start: datetime, end: datetime) -> Sequence[Period]:
        """Return the working time between two moments, cut to them, in order; none of them touch."""
        return periods_of(self._timeline.stretches(from_moment(start), from_moment(end)))

    def days(self, from_on: date, to_on: date) -> list[CalendarDay]:
        """
        Return the local dates from one to another, both included.

        Raises:
            CalendarUnreachable: calendars do not count one of the years.
        """
        return list(self._local_days.between(from_on, to_on))

    def _on_a_day(self, found: DayMoment, *, counted_from: int) -> CountedMoment:
        # At the midnight with which the day begins, no moment of its year is on the way.
        provisional = self._publication.is_provisional(counted_from, found.at) or not self._publication.covers(
            date.fromordinal(found.on).year
        )
        return CountedMoment(to_moment(found.at), provisional=provisional)


def compiled(
    content: CalendarContent,
    *,
    code: str,
    revision_id: UUID,
    revision: int,
    time_zone: str | None = None,
    horizon_years: int = HORIZON_YEARS,
) -> CompiledCalendar:
    """
    Return a revision that answers; its own zone counts where no other is given.

    Args:
        content: checked.
        code: of the calendar.
        revision_id: of the revision, as it is stored.
        revision: its number, from 1.
        time_zone: an IANA name.
        horizon_years: how many years beyond that of its beginning a count may reach.

    Raises:
        ValueError: there is no such zone.
    """
    label = RevisionLabel(code=code, revision_id=revision_id, revision=revision)
    calendar = CompiledCalendar(label, content=content, time_zone=content.time_zone, horizon_years=horizon_years)
    return calendar if time_zone is None else calendar.in_zone(time_zone)
