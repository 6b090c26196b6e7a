"""What the plugin `calendars` asks others before a calendar changes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.hooks.phases import collect
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.calendars import WorkingCalendar

SAMPLES_MAX = 20


class CalendarChange(Struct, frozen=True, kw_only=True):
    """A revision that a calendar might get: the calendar as it is, and as it would be."""

    calendar_id: UUID
    code: str
    before: WorkingCalendar
    after: WorkingCalendar


class MovedDue(Struct, frozen=True, kw_only=True):
    """One due that would move."""

    ticket_id: TicketId
    due_at_before: datetime | None
    due_at_after: datetime | None


class CalendarImpact(Struct, frozen=True, kw_only=True):
    """
    What the change would mean for one plugin.

    Args:
        open_records: how many of its open records count by the calendar.
        moved_earlier: how many of them would become due earlier.
        moved_later: how many would become due later.
        samples: at most `SAMPLES_MAX` of those that would move.
    """

    open_records: int
    moved_earlier: int
    moved_later: int
    samples: Sequence[MovedDue]


class CalendarHooks:
    """Questions about calendars."""

    @collect(since="1.0")
    async def calendar_impact(self, ctx: Ctx, event: CalendarChange) -> CalendarImpact | None:
        """Tell what a change of a calendar would move; writes nothing."""
