"""Holiday sets, and what becomes known of their years: every calendar that follows a set gets it at once."""

from collections.abc import Iterator
from uuid import UUID

import msgspec
from msgspec import Struct, structs

from wellkept_calendars.errors import HolidayYearInvalid
from wellkept_calendars.queries import calendars, holidays
from wellkept_calendars.schemas.holidays import (
    CalendarsHolidaySetCreate,
    CalendarsHolidaySetRead,
    CalendarsHolidayYearCreate,
    CalendarsHolidayYearRead,
    CalendarsYearStatus,
)
from wellkept_calendars.service.content_hashes import year_hash
from wellkept_calendars.service.revising import Next, add_revision
from wellkept_calendars.tables import CalendarsCalendar, CalendarsHolidaySet, CalendarsHolidayYear
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken, FieldError, Invalid, refuse
from wellkept_sdk.events.calendars import ApplyTo, HolidayYearPublished
from wellkept_sdk.ids import uuid7


class Published(Struct, frozen=True, kw_only=True):
    """What is known of a year, and whether that is new."""

    year: CalendarsHolidayYearRead
    is_new: bool


async def create_set(ctx: Ctx, draft: CalendarsHolidaySetCreate) -> CalendarsHolidaySetRead:
    """
    Make a holiday set, of which no year is known yet.

    Raises:
        CodeTaken: another set has this code.
    """
    read = CalendarsHolidaySetRead(id=uuid7(), code=draft.code, name=draft.name, region_code=draft.region_code)
    async with ctx.db.transaction():
        added = await ctx.db.execute(
            "INSERT INTO calendars_holiday_set (id, code, name, region_code) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (code) DO NOTHING",
            *(read.id, read.code, read.name, read.region_code),
        )
        if not added:
            raise CodeTaken.at("/code")
        await ctx.audit("calendars.holiday_set.created", subject=_subject(read.code), after=msgspec.to_builtins(draft))
    return read


async def publish(ctx: Ctx, set_code: str, draft: CalendarsHolidayYearCreate) -> Published:
    """
    Keep what is known of a year, and revise every calendar that follows the set; what is known already changes nothing.

    Raises:
        NotFound: there is no such set.
        Invalid: the days have mistakes.
    """
    refuse(list(_mistakes(draft)))
    # Papers name their days by holiday, and in which order somebody copies them says nothing.
    draft = structs.replace(draft, days=tuple(sorted(draft.days, key=lambda day: day.on)))
    async with ctx.db.transaction():
        set_id = await holidays.set_id(ctx, set_code)
        await ctx.db.locked(CalendarsHolidaySet, set_id)
        known = await holidays.known_year(ctx, set_id, draft.year)
        content_hash = year_hash(draft)
        if known is not None and known["content_hash"] == content_hash:
            return Published(year=CalendarsHolidayYearRead.of(known), is_new=False)
        row = await ctx.db.insert(
            CalendarsHolidayYear,
            **{**msgspec.to_builtins(draft), "checked_on": draft.checked_on},
            id=uuid7(),
            holiday_set_id=set_id,
            revision=1 if known is None else known["revision"] + 1,
            content_hash=content_hash,
            created_at=ctx.at,
        )
        read = CalendarsHolidayYearRead.of(row)
        await _announce(ctx, set_code, read)
        await _revise_followers(ctx, set_code, read)
        return Published(year=read, is_new=True)


async def _announce(ctx: Ctx, set_code: str, year: CalendarsHolidayYearRead) -> None:
    after = {"year": year.year, "revision": year.revision, "status": year.status, "sources": list(year.sources)}
    await ctx.audit("calendars.holiday_year.published", subject=_subject(set_code), after=after)
    if year.status is CalendarsYearStatus.PUBLISHED:
        await ctx.emit(HolidayYearPublished(set_code=set_code, year=year.year, revision=year.revision))


async def _revise_followers(ctx: Ctx, set_code: str, year: CalendarsHolidayYearRead) -> None:
    """Revise archived calendars too: they go on serving what uses them."""
    followers = await calendars.followers(ctx, set_code)
    revision_ids: list[UUID] = []
    for calendar_id in followers:
        locked = await ctx.db.locked(CalendarsCalendar, calendar_id)
        assert locked is not None, "calendars are never deleted"
        revision_ids.append(locked["current_revision_id"])
    present = await calendars.revisions(ctx, revision_ids)
    follows = {
        each.set_code: each
        for each in await holidays.follows(ctx, sorted({code for each in present for code in each.said.holiday_sets}))
    }
    for each in present:
        after = Next(
            said=each.said,
            follows=[follows[code] for code in each.said.holiday_sets],
            apply_to=ApplyTo.OPEN_CLOCKS,
            reason=_reason(set_code, year),
        )
        await add_revision(ctx, each, after)


def _mistakes(draft: CalendarsHolidayYearCreate) -> Iterator[Invalid]:
    seen = set[object]()
    for at, day in enumerate(draft.days):
        if abs(day.on.year - draft.year) > 1 or day.on in seen:
            yield HolidayYearInvalid.at(f"/days/{at}")
        seen.add(day.on)
    if draft.days and draft.status is CalendarsYearStatus.NOT_YET_PUBLISHED:
        said = "A year that is not published yet has no days."
        yield HolidayYearInvalid(errors=[FieldError("/status", HolidayYearInvalid.code, said)])


def _reason(set_code: str, year: CalendarsHolidayYearRead) -> str:
    state = "published" if year.status is CalendarsYearStatus.PUBLISHED else "not published yet"
    return f"Holiday set {set_code}: the official days of {year.year} are {state}."


def _subject(set_code: str) -> str:
    return f"calendars/holiday-sets/{set_code}"
