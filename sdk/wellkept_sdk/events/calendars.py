"""What calendars announce."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event


class ApplyTo(StrEnum):
    """Whose time a new revision of a calendar counts."""

    OPEN_CLOCKS = "open_clocks"  #: Everything that has not ended is counted again, as a whole.
    NEW_CLOCKS = "new_clocks"  #: Only what begins from now on.


class CalendarEvent(Event, frozen=True, kw_only=True):
    """What every event of a calendar tells."""

    calendar_id: UUID
    code: str

    @property
    def subject(self) -> str:
        """Return the calendar that this is about."""
        return f"calendars/{self.calendar_id}"


class CalendarCreated(CalendarEvent, frozen=True, kw_only=True):
    """A calendar was made, with its first revision."""

    type: ClassVar[str] = "calendars.calendar.created"
    revision_id: UUID


class CalendarRevised(CalendarEvent, frozen=True, kw_only=True):
    """A calendar has new content; `apply_to` says whose time it counts."""

    type: ClassVar[str] = "calendars.calendar.revised"
    from_revision_id: UUID
    to_revision_id: UUID
    apply_to: ApplyTo


class CalendarArchived(CalendarEvent, frozen=True, kw_only=True):
    """A calendar goes on serving what uses it, and is refused in new terms."""

    type: ClassVar[str] = "calendars.calendar.archived"


class CalendarRestored(CalendarEvent, frozen=True, kw_only=True):
    """An archived calendar may be named by new terms again."""

    type: ClassVar[str] = "calendars.calendar.restored"


class HolidayYearEvent(Event, frozen=True, kw_only=True):
    """What every event of a year of holidays tells; `set_code` is that of the holiday set, such as `cn`."""

    set_code: str
    year: int

    @property
    def subject(self) -> str:
        """Return the holiday set that this is about."""
        return f"calendars/holiday-sets/{self.set_code}"


class HolidayYearPublished(HolidayYearEvent, frozen=True, kw_only=True):
    """The official days of a year have become known, or were corrected."""

    type: ClassVar[str] = "calendars.holiday_year.published"
    revision: int


class HolidayYearMissed(HolidayYearEvent, frozen=True, kw_only=True):
    """Next year's official days are still unknown, although calendars follow the set."""

    type: ClassVar[str] = "calendars.holiday_year.missed"
