"""Working time, as the plugin `calendars` offers it to others: none computes it itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.errors import Invalid, NotFound
from wellkept_sdk.period import Duration, Period
from wellkept_sdk.services import ServiceKey


class CalendarNotFound(NotFound):
    """There is no such calendar."""

    code = "calendars.calendar.not_found"


class CalendarUnreachable(Invalid):
    """The calendar has not so much working time within its horizon."""

    code = "calendars.calendar.unreachable"


class CountedMoment(Struct, frozen=True):
    """
    A moment that was found by counting working time.

    Args:
        at: UTC.
        provisional: whether the way there touches a year whose holidays are not published yet.
    """

    at: datetime
    provisional: bool


class WorkingCalendar(Protocol):
    """
    One revision of a calendar in one time zone: pure, immutable, safe to share; it asks no database.

    Every moment that it takes is aware; every one that it gives is UTC.
    """

    @property
    def code(self) -> str:
        """Which calendar."""
        ...

    @property
    def revision_id(self) -> UUID:
        """Which revision of it, as it is stored."""
        ...

    @property
    def revision(self) -> int:
        """The revision's number, from 1."""
        ...

    @property
    def time_zone(self) -> str:
        """In which zone its wall times are read; an IANA name."""
        ...

    def in_zone(self, time_zone: str) -> "WorkingCalendar":
        """
        Return the same revision with its wall times read in another zone.

        Raises:
            ValueError: there is no such zone.
        """
        ...

    def add(self, start: datetime, duration: Duration) -> CountedMoment:
        """
        Return the earliest moment by which the duration has been counted; `start` itself for no time at all.

        Raises:
            CalendarUnreachable: the calendar has not so much working time within its horizon.
        """
        ...

    def subtract(self, end: datetime, duration: Duration) -> CountedMoment:
        """
        Return the latest moment from which the duration is counted until `end`.

        Raises:
            CalendarUnreachable: the calendar has not so much working time within its horizon.
        """
        ...

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two moments, negative if `end` is before `start`."""
        ...

    def business_days(self, start: datetime, end: datetime) -> int:
        """Return how many working days have begun after that of `start`, until that of `end`."""
        ...

    def opening(self, at: datetime) -> datetime:
        """
        Return `at` itself in working time, else the next opening.

        Raises:
            CalendarUnreachable: there is none within the horizon.
        """
        ...

    def is_open(self, at: datetime) -> bool:
        """Return whether the moment is working time."""
        ...

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        """Return whether a year between two moments has no published holidays yet."""
        ...

    def intervals(self, start: datetime, end: datetime) -> Sequence[Period]:
        """Return the working time between two moments, cut to them, in order."""
        ...


class CalendarService(Protocol):
    """Calendars by their code, in the caller's transaction."""

    async def find(
        self, code: str, *, time_zone: str | None = None, revision_id: UUID | None = None
    ) -> WorkingCalendar:
        """
        Return a calendar's present revision, or an earlier one; an archived calendar goes on serving.

        Args:
            code: of the calendar.
            time_zone: reads its wall times there instead of in its own zone.
            revision_id: of this calendar; None means the present one.

        Raises:
            CalendarNotFound: there is no such calendar or revision.
        """
        ...

    async def default(self, *, time_zone: str | None = None) -> WorkingCalendar:
        """
        Return the present revision of the deployment's default calendar; an archived one goes on serving.

        Args:
            time_zone: reads its wall times there instead of in its own zone.

        Raises:
            CalendarNotFound: the deployment names a calendar that is not there.
        """
        ...

    async def find_many(self, codes: Sequence[str]) -> dict[str, WorkingCalendar]:
        """Return the present revisions of calendars by their code, in one statement; unknown codes are left out."""
        ...

    async def revisions(self, revision_ids: Sequence[UUID]) -> dict[UUID, WorkingCalendar]:
        """Return revisions by their id, from memory or in one statement; unknown ones are left out."""
        ...

    async def exists(self, code: str) -> bool:
        """Return whether new terms may name the calendar: it exists and is not archived."""
        ...


CALENDARS: Final[ServiceKey[CalendarService]] = ServiceKey("calendars.calendar", version=1)
