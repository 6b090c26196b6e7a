"""Making, renaming and archiving calendars."""

from uuid import UUID

import msgspec
from msgspec import UNSET

from wellkept_calendars.queries import calendars as queries
from wellkept_calendars.queries import holidays
from wellkept_calendars.schemas.calendars import CalendarsCalendarCreate, CalendarsCalendarPatch, CalendarsCalendarRead
from wellkept_calendars.service.content_hashes import revision_hash
from wellkept_calendars.service.drafts import first_said
from wellkept_calendars.service.following import lock_sets
from wellkept_calendars.service.revising import stored
from wellkept_calendars.tables import CalendarsCalendar, CalendarsRevision
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import CodeTaken
from wellkept_sdk.events.calendars import ApplyTo, CalendarArchived, CalendarCreated, CalendarRestored
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.calendars import CalendarNotFound


async def create(ctx: Ctx, draft: CalendarsCalendarCreate) -> CalendarsCalendarRead:
    """
    Make a calendar with its first revision.

    Raises:
        Invalid: the body has mistakes.
        CodeTaken: another calendar has this code.
    """
    async with ctx.db.transaction():
        said = await first_said(ctx, draft)
        await lock_sets(ctx, said.holiday_sets)
        follows = await holidays.follows(ctx, said.holiday_sets)
        calendar_id, revision_id = uuid7(), uuid7()
        await _add_calendar(ctx, draft, calendar_id=calendar_id, revision_id=revision_id)
        await ctx.db.insert(
            CalendarsRevision,
            **stored(said, follows),
            id=revision_id,
            calendar_id=calendar_id,
            number=1,
            content_hash=revision_hash(said, follows),
            reason="",
            apply_to=ApplyTo.NEW_CLOCKS,
            actor_id=ctx.actor.id,
            created_at=ctx.at,
        )
        after = {"code": draft.code, "name": draft.name, **msgspec.to_builtins(said)}
        await ctx.audit("calendars.calendar.created", subject=f"calendars/{calendar_id}", after=after)
        await ctx.emit(CalendarCreated(calendar_id=calendar_id, code=draft.code, revision_id=revision_id))
        return await queries.calendar(ctx, calendar_id)


async def update(
    ctx: Ctx, calendar_id: UUID, patch: CalendarsCalendarPatch, *, if_match: IfMatch
) -> CalendarsCalendarRead:
    """
    Rename, archive or restore a calendar; what stays as it was is neither written nor announced.

    Raises:
        CalendarNotFound: there is no such calendar.
        PreconditionFailed: the calendar has changed since the version that the caller has seen.
    """
    async with ctx.db.transaction():
        before = await ctx.db.locked(CalendarsCalendar, calendar_id)
        if before is None:
            raise CalendarNotFound
        if_match.require(before["version"])
        changes = _changes(ctx, patch, before)
        if changes:
            await ctx.db.update(CalendarsCalendar, calendar_id, changes=changes)
            earlier = {name: before[name] for name in changes}
            await ctx.audit(
                "calendars.calendar.updated", subject=f"calendars/{calendar_id}", before=earlier, after=changes
            )
        if "archived_at" in changes:
            event = CalendarArchived if patch.archived else CalendarRestored
            await ctx.emit(event(calendar_id=calendar_id, code=before["code"]))
        return await queries.calendar(ctx, calendar_id)


async def _add_calendar(ctx: Ctx, draft: CalendarsCalendarCreate, *, calendar_id: UUID, revision_id: UUID) -> None:
    added = await ctx.db.execute(
        "INSERT INTO calendars_calendar (id, code, name, preset, current_revision_id, created_at, updated_at, version)"
        " VALUES (?, ?, ?, FALSE, ?, ?, ?, 1) ON CONFLICT (code) DO NOTHING",
        *(calendar_id, draft.code, draft.name, revision_id, ctx.at, ctx.at),
    )
    if not added:
        raise CodeTaken.at("/code")


def _changes(ctx: Ctx, patch: CalendarsCalendarPatch, before: Row) -> dict[str, object]:
    changes: dict[str, object] = {}
    if patch.name is not UNSET and patch.name != before["name"]:
        changes["name"] = patch.name
    if patch.archived is not UNSET and patch.archived is (before["archived_at"] is None):
        changes["archived_at"] = ctx.at if patch.archived else None
    return changes
