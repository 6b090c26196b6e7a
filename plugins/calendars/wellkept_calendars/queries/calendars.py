"""Questions about calendars and their revisions."""

from collections.abc import Collection, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept_calendars.queries.publication import published_through
from wellkept_calendars.queries.stored import StoredRevision
from wellkept_calendars.schemas.calendars import CalendarsCalendarRead, CalendarsRevisionRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.services.calendars import CalendarNotFound

# Each with its present revision.
_CALENDARS = (
    "SELECT calendar.*, revision.number, revision.time_zone, revision.weekly, revision.make_up_like,"
    " revision.exceptions, revision.holiday_year_ids, revision.apply_to, revision.reason,"
    " revision.created_at AS revised_at FROM calendars_calendar calendar"
    " JOIN calendars_revision revision ON revision.id = calendar.current_revision_id"
)
_REVISIONS = (
    "SELECT revision.*, calendar.code FROM calendars_revision revision"
    " JOIN calendars_calendar calendar ON calendar.id = revision.calendar_id"
)
# There are a few dozen calendars, and their sets are asked for a few times a year: no index on documents is worth it.
_FOLLOWED = (
    "SELECT calendar.id, revision.holiday_year_ids FROM calendars_calendar calendar"
    " JOIN calendars_revision revision ON revision.id = calendar.current_revision_id"
)
_calendars = ListDeclaration(
    select=_CALENDARS,
    sorts={"code": Sort("calendar.code", str)},
    sort_default="code",
    id_column="calendar.id",
)
_revisions = ListDeclaration(
    select=_REVISIONS,
    sorts={"number": Sort("revision.number", int)},
    sort_default="-number",
    id_column="revision.id",
)


class CalendarFilters(Struct, frozen=True, kw_only=True):
    """Which calendars a list shows."""

    code: str | None = None
    archived: bool | None = None


async def calendar(ctx: Ctx, calendar_id: UUID) -> CalendarsCalendarRead:
    """
    Return one calendar with its present revision.

    Raises:
        CalendarNotFound: there is none.
    """
    row = await ctx.db.fetch_one(f"{_CALENDARS} WHERE calendar.id = ?", calendar_id)
    if row is None:
        raise CalendarNotFound
    [read] = await _read(ctx, [row])
    return read


async def by_code(ctx: Ctx, code: str) -> CalendarsCalendarRead | None:
    """Return the calendar with a code; None where there is none."""
    row = await ctx.db.fetch_one(f"{_CALENDARS} WHERE calendar.code = ?", code)
    return None if row is None else (await _read(ctx, [row]))[0]


async def calendar_page(
    ctx: Ctx, page: PageRequest, *, filters: CalendarFilters, sort: str | None
) -> Page[CalendarsCalendarRead]:
    """Return one page of the calendars that pass the filters."""
    where = all_of(
        TRUE if filters.code is None else Clause("calendar.code = ?", (filters.code,)),
        TRUE if filters.archived is None else _archived(filters.archived),
    )
    found = await ctx.db.page(_calendars, page, where=where, sort=sort, filters=asdict(filters))
    return Page(items=await _read(ctx, found.items), next_cursor=found.next_cursor)


async def revision_page(ctx: Ctx, calendar_id: UUID, page: PageRequest) -> Page[CalendarsRevisionRead]:
    """
    Return one page of a calendar's revisions, the newest first.

    Raises:
        CalendarNotFound: there is no such calendar.
    """
    await require(ctx, calendar_id)
    where = Clause("revision.calendar_id = ?", (calendar_id,))
    found = await ctx.db.page(_revisions, page, where=where, filters={"calendar_id": calendar_id})
    return Page(items=await read_revisions(ctx, found.items), next_cursor=found.next_cursor)


async def read_revisions(ctx: Ctx, rows: Sequence[Row]) -> list[CalendarsRevisionRead]:
    """Return rows of revisions as the API shows them."""
    through = await published_through(ctx, rows)
    return [CalendarsRevisionRead.of(row, published_through=last) for row, last in zip(rows, through, strict=True)]


async def require(ctx: Ctx, calendar_id: UUID) -> str:
    """
    Return the code of a calendar.

    Raises:
        CalendarNotFound: there is none.
    """
    row = await ctx.db.fetch_one("SELECT code FROM calendars_calendar WHERE id = ?", calendar_id)
    if row is None:
        raise CalendarNotFound
    return row["code"]


async def revision_ids(ctx: Ctx, where: Clause) -> dict[str, UUID]:
    """Return by calendars' codes the revisions that a condition on `calendar` and `revision` selects."""
    rows = await ctx.db.fetch(
        "SELECT calendar.code, revision.id FROM calendars_calendar calendar"
        f" JOIN calendars_revision revision ON revision.calendar_id = calendar.id WHERE {where.sql}",
        *where.args,
    )
    return {row["code"]: row["id"] for row in rows}


async def revision_id(ctx: Ctx, calendar_id: UUID, number: int | None) -> UUID | None:
    """
    Return the id of a calendar's revision, the present one for no number; None where it has no such revision.

    Raises:
        CalendarNotFound: there is no such calendar.
    """
    row = await ctx.db.fetch_one(
        "SELECT calendar.current_revision_id, revision.id FROM calendars_calendar calendar"
        " LEFT JOIN calendars_revision revision ON revision.calendar_id = calendar.id AND revision.number = ?"
        " WHERE calendar.id = ?",
        *(number or 1, calendar_id),
    )
    if row is None:
        raise CalendarNotFound
    return row["current_revision_id"] if number is None else row["id"]


async def revisions(ctx: Ctx, revision_ids: Collection[UUID]) -> list[StoredRevision]:
    """Return revisions by their id."""
    where = ctx.db.any_of("revision.id", revision_ids)
    rows = await ctx.db.fetch(f"{_REVISIONS} WHERE {where.sql}", *where.args)
    return [StoredRevision.of(row) for row in rows]


async def revision_row(ctx: Ctx, revision_id: UUID) -> Row:
    """Return the row of a revision that there is."""
    row = await ctx.db.fetch_one(f"{_REVISIONS} WHERE revision.id = ?", revision_id)
    assert row is not None, "revisions are never deleted"
    return row


async def followers(ctx: Ctx, set_code: str) -> list[UUID]:
    """Return the calendars that follow a set now, archived ones included, in the order of their ids."""
    rows = await ctx.db.fetch(f"{_FOLLOWED} ORDER BY calendar.id")
    return [row["id"] for row in rows if set_code in _set_codes(row)]


async def followed_sets(ctx: Ctx) -> set[str]:
    """Return the sets that calendars follow now, archived calendars left out."""
    rows = await ctx.db.fetch(f"{_FOLLOWED} WHERE calendar.archived_at IS NULL")
    return {code for row in rows for code in _set_codes(row)}


async def is_in_use(ctx: Ctx, code: str) -> bool:
    """Return whether there is such a calendar that is not archived."""
    found = await ctx.db.fetch_one("SELECT 1 FROM calendars_calendar WHERE code = ? AND archived_at IS NULL", code)
    return found is not None


async def _read(ctx: Ctx, rows: Sequence[Row]) -> list[CalendarsCalendarRead]:
    through = await published_through(ctx, rows)
    return [CalendarsCalendarRead.of(row, published_through=last) for row, last in zip(rows, through, strict=True)]


def _archived(wanted: bool) -> Clause:  # noqa: FBT001 - the value of the query parameter
    return Clause("calendar.archived_at IS NOT NULL" if wanted else "calendar.archived_at IS NULL")


def _set_codes(row: Row) -> set[str]:
    return {pins["set_code"] for pins in row["holiday_year_ids"]}
