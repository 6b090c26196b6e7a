"""New revisions of calendars: by people, and because official days have become known."""

from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_calendars.errors import CalendarArchived
from wellkept_calendars.queries import calendars, holidays
from wellkept_calendars.queries.stored import Follow, Pins, Said, StoredRevision
from wellkept_calendars.schemas.calendars import CalendarsRevisionCreate, CalendarsRevisionRead
from wellkept_calendars.service.content_hashes import revision_hash
from wellkept_calendars.service.drafts import next_said
from wellkept_calendars.service.following import lock_sets
from wellkept_calendars.tables import CalendarsCalendar, CalendarsRevision
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.events.calendars import ApplyTo, CalendarRevised
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.calendars import CalendarNotFound


class Revised(Struct, frozen=True, kw_only=True):
    """A revision, and whether it was made now; if not, it says the same already."""

    revision: CalendarsRevisionRead
    is_new: bool


class Next(Struct, frozen=True, kw_only=True):
    """What comes after a calendar's present revision, and why."""

    said: Said
    follows: list[Follow]
    apply_to: ApplyTo
    reason: str


async def revise(ctx: Ctx, calendar_id: UUID, draft: CalendarsRevisionCreate, *, if_match: IfMatch) -> Revised:
    """
    Let a calendar say something else from now on; what it says already makes no new revision.

    Raises:
        CalendarNotFound: there is no such calendar.
        PreconditionFailed: the calendar has changed since the version that the caller has seen.
        CalendarArchived: it is archived.
        Invalid: the body has mistakes.
    """
    async with ctx.db.transaction():
        calendar = await ctx.db.locked(CalendarsCalendar, calendar_id)
        if calendar is None:
            raise CalendarNotFound
        if_match.require(calendar["version"])
        present = await present_revision(ctx, calendar)
        said = await next_said(ctx, draft, present=present.said)
        # A year that is published meanwhile waits for the lock, and finds this calendar among those that follow.
        await lock_sets(ctx, set(said.holiday_sets) - set(present.said.holiday_sets))
        follows = await holidays.follows(ctx, said.holiday_sets)
        after = Next(said=said, follows=follows, apply_to=draft.apply_to, reason=draft.reason)
        row = await add_revision(ctx, present, after)
        [read] = await calendars.read_revisions(ctx, [row or await calendars.revision_row(ctx, present.id)])
        return Revised(revision=read, is_new=row is not None)


async def present_revision(ctx: Ctx, calendar: Row) -> StoredRevision:
    """
    Return what a calendar says now, to revise it.

    Raises:
        CalendarArchived: it is archived.
    """
    if calendar["archived_at"] is not None:
        raise CalendarArchived
    [present] = await calendars.revisions(ctx, [calendar["current_revision_id"]])
    return present


async def add_revision(ctx: Ctx, present: StoredRevision, after: Next) -> Row | None:
    """
    Write the revision that follows the present one of a locked calendar, and announce it.

    Returns:
        The revision's row; None where the calendar says this already.
    """
    content_hash = revision_hash(after.said, after.follows)
    if content_hash == present.content_hash:
        return None
    row = await ctx.db.insert(
        CalendarsRevision,
        **stored(after.said, after.follows),
        id=uuid7(),
        calendar_id=present.calendar_id,
        number=present.number + 1,
        content_hash=content_hash,
        reason=after.reason,
        apply_to=after.apply_to,
        actor_id=ctx.actor.id,
        created_at=ctx.at,
    )
    await ctx.db.update(CalendarsCalendar, present.calendar_id, changes={"current_revision_id": row["id"]})
    before, said = (msgspec.to_builtins(each) for each in (present.said, after.said))
    changed = [name for name in said if said[name] != before[name]]
    await ctx.audit(
        "calendars.calendar.revised",
        subject=f"calendars/{present.calendar_id}",
        before={"revision": present.number, **{name: before[name] for name in changed}},
        after={"revision": row["number"], "reason": after.reason, **{name: said[name] for name in changed}},
    )
    await ctx.emit(
        CalendarRevised(
            calendar_id=present.calendar_id,
            code=present.code,
            from_revision_id=present.id,
            to_revision_id=row["id"],
            apply_to=after.apply_to,
        )
    )
    return row


def stored(said: Said, follows: list[Follow]) -> dict[str, object]:
    """Return the columns of a revision that hold its content."""
    pins = [Pins(set_code=each.set_code, year_ids=tuple(year.id for year in each.years)) for each in follows]
    columns = msgspec.to_builtins(said)
    del columns["holiday_sets"]
    return {**columns, "holiday_year_ids": msgspec.to_builtins(pins)}
