"""What a revision would change, before anybody makes it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from wellkept_calendars.queries import holidays
from wellkept_calendars.queries.stored import content_of
from wellkept_calendars.rules.working_calendar import CompiledCalendar, compiled
from wellkept_calendars.schemas.calculations import CalendarsChangedDay, CalendarsImpact, CalendarsPreview
from wellkept_calendars.schemas.calendars import CalendarsRevisionCreate
from wellkept_calendars.service.answers import FIRST_DAY, LAST_DAY, day_content
from wellkept_calendars.service.drafts import next_said
from wellkept_calendars.service.revising import present_revision
from wellkept_calendars.service.working_calendars import working_calendar
from wellkept_calendars.settings import CalendarsSettings
from wellkept_sdk import Ctx
from wellkept_sdk.hooks.calendars import SAMPLES_MAX, CalendarChange, CalendarHooks
from wellkept_sdk.ids import uuid7
from wellkept_sdk.local_days import local_day
from wellkept_sdk.services.calendars import CalendarNotFound

#: What is open now has seldom begun earlier, and is seldom due later.
DAYS_BACK: Final = 366
DAYS_AHEAD: Final = 400


async def preview(ctx: Ctx, calendar_id: UUID, draft: CalendarsRevisionCreate) -> CalendarsPreview:
    """
    Return which days a revision would change, and what that would mean for other plugins; writes nothing.

    Raises:
        CalendarNotFound: there is no such calendar.
        CalendarArchived: it is archived.
        Invalid: the body has mistakes.
    """
    calendar = await ctx.db.fetch_one("SELECT * FROM calendars_calendar WHERE id = ?", calendar_id)
    if calendar is None:
        raise CalendarNotFound
    present = await present_revision(ctx, calendar)
    said = await next_said(ctx, draft, present=present.said)
    before = await working_calendar(ctx, present.id)
    after = compiled(
        content_of(said, await holidays.follows(ctx, said.holiday_sets)),
        code=present.code,
        revision_id=uuid7(),
        revision=present.number + 1,
        horizon_years=ctx.settings(CalendarsSettings).horizon_years,
    )
    of_exceptions = {exception.on for each in (present.said, said) for exception in each.exceptions}
    change = CalendarChange(calendar_id=calendar_id, code=present.code, before=before, after=after)
    return CalendarsPreview(
        changed_days=_changed_days(before, after, _compared(ctx, after.time_zone, of_exceptions)),
        impacts=await _impacts(ctx, change),
    )


def _compared(ctx: Ctx, time_zone: str, of_exceptions: Iterable[date]) -> list[date]:
    today = local_day(ctx.at, time_zone=time_zone)
    around = {today + timedelta(days=days) for days in range(-DAYS_BACK, DAYS_AHEAD + 1)}
    return sorted(on for on in around.union(of_exceptions) if FIRST_DAY <= on <= LAST_DAY)


def _changed_days(
    before: CompiledCalendar, after: CompiledCalendar, compared: Iterable[date]
) -> list[CalendarsChangedDay]:
    pairs = (
        CalendarsChangedDay(
            on=on,
            before=day_content(*before.days(on, on)),
            after=day_content(*after.days(on, on)),
        )
        for on in compared
    )
    return [pair for pair in pairs if pair.before != pair.after]


async def _impacts(ctx: Ctx, change: CalendarChange) -> list[CalendarsImpact]:
    return [
        CalendarsImpact(
            plugin=reply.plugin,
            open_records=reply.value.open_records,
            moved_earlier=reply.value.moved_earlier,
            moved_later=reply.value.moved_later,
            samples=list(reply.value.samples[:SAMPLES_MAX]),
        )
        for reply in await ctx.collect(CalendarHooks.calendar_impact, change)
    ]
