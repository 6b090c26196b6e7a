"""What one revision of a calendar says, as it goes over the wire and as it is stored."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from msgspec import Meta, Struct

from wellkept_sdk.text import ShortText

INTERVALS_MAX: Final = 24
EXCEPTIONS_MAX: Final = 2_000

# The shape only; that there is such a time is checked together with the rest of the content.
WallTime = Annotated[
    str, Meta(pattern=r"^[0-9]{2}:[0-9]{2}\Z", description="Wall time, `00:00` to `24:00`.", examples=["08:30"])
]


class CalendarsWeekday(StrEnum):
    """A day of the week."""

    MON = "mon"  #: Monday
    TUE = "tue"  #: Tuesday
    WED = "wed"  #: Wednesday
    THU = "thu"  #: Thursday
    FRI = "fri"  #: Friday
    SAT = "sat"  #: Saturday
    SUN = "sun"  #: Sunday


class CalendarsExceptionKind(StrEnum):
    """What a dated change does to its date."""

    CLOSED = "closed"  #: The date has no working time.
    OPEN = "open"  #: The date has working time of its own, or that of a make-up day.
    PARTIAL = "partial"  #: The date loses a part of what it would otherwise have.


class CalendarsHolidayKind(StrEnum):
    """What an official day is."""

    OFF = "off"  #: A day of rest.
    WORKING = "working"  #: A make-up day: an official working day.


class CalendarsInterval(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Wall times of one day, `closes` not included; it ends on the next date where `closes` is not after `opens`."""

    opens: WallTime
    closes: WallTime


Intervals = Annotated[tuple[CalendarsInterval, ...], Meta(max_length=INTERVALS_MAX)]


class CalendarsWeek(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The weekly pattern; a day that is left out has no working time."""

    mon: Intervals = ()
    tue: Intervals = ()
    wed: Intervals = ()
    thu: Intervals = ()
    fri: Intervals = ()
    sat: Intervals = ()
    sun: Intervals = ()

    def on(self, weekday: CalendarsWeekday) -> Sequence[CalendarsInterval]:
        """Return the intervals that begin on a weekday."""
        return getattr(self, weekday.value)


class CalendarsException(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    A dated change of the calendar's own.

    Args:
        on: the local date, which governs the intervals that begin on it.
        kind: what happens to it.
        name: why, for people.
        intervals: of `open` only; without them those of `make_up_like`.
        closed: of `partial` only: what the date loses.
    """

    on: date
    kind: CalendarsExceptionKind
    name: ShortText = ""
    intervals: Intervals | None = None
    closed: Intervals | None = None


class CalendarsHolidayDay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An official day of a holiday set."""

    on: date
    kind: CalendarsHolidayKind
    name: ShortText


class CalendarContent(Struct, frozen=True, kw_only=True):
    """
    Everything that decides when a revision is open.

    Args:
        time_zone: an IANA name.
        weekly: the pattern.
        make_up_like: whose intervals a make-up day has.
        exceptions: at most one for each date.
        holidays: the days of all followed sets by date, as `merged_holidays` merges them.
        published_years: the years that every followed set has published; None for a calendar that follows no set.
    """

    time_zone: str
    weekly: CalendarsWeek
    make_up_like: CalendarsWeekday = CalendarsWeekday.MON
    exceptions: Sequence[CalendarsException] = ()
    holidays: Mapping[date, CalendarsHolidayDay] = {}
    published_years: frozenset[int] | None = None
