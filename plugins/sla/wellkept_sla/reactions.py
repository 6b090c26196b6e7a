"""What is done when others announce something."""

from wellkept_sdk import Ctx
from wellkept_sdk.events.calendars import CalendarRevised
from wellkept_sla.service.revising import begin


async def on_calendar_revised(ctx: Ctx, event: CalendarRevised) -> None:
    """Let open clocks be counted by the calendar's new content."""
    await begin(ctx, event)
