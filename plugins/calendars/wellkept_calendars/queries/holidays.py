"""Questions about holiday sets and their years."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from wellkept_calendars.queries.stored import Follow, StoredYear
from wellkept_calendars.schemas.holidays import CalendarsHolidaySetRead, CalendarsHolidayYearRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.errors import NotFound
from wellkept_sdk.http import Page, PageRequest

_YEARS = (
    "SELECT holiday_year.*, holiday_set.code AS set_code FROM calendars_holiday_year holiday_year"
    " JOIN calendars_holiday_set holiday_set ON holiday_set.id = holiday_year.holiday_set_id"
)
# What is known of each year now.
_LATEST = Clause(
    "holiday_year.revision = (SELECT MAX(every.revision) FROM calendars_holiday_year every"
    " WHERE every.holiday_set_id = holiday_year.holiday_set_id AND every.year = holiday_year.year)"
)
_sets = ListDeclaration(
    select="SELECT id, code, name, region_code FROM calendars_holiday_set",
    sorts={"code": Sort("code", str)},
    sort_default="code",
)
_years = ListDeclaration(
    select=_YEARS,
    sorts={"year": Sort("holiday_year.year", int)},
    sort_default="year",
    id_column="holiday_year.id",
)


async def set_page(ctx: Ctx, page: PageRequest) -> Page[CalendarsHolidaySetRead]:
    """Return one page of the holiday sets, by code."""
    found = await ctx.db.page(_sets, page, where=TRUE)
    return Page(items=msgspec.convert(found.items, list[CalendarsHolidaySetRead]), next_cursor=found.next_cursor)


async def set_id(ctx: Ctx, code: str) -> UUID:
    """
    Return the id of a holiday set.

    Raises:
        NotFound: there is no such set.
    """
    found = await set_ids(ctx, [code])
    if code not in found:
        raise NotFound(detail="There is no such holiday set.")
    return found[code]


async def set_ids(ctx: Ctx, codes: Collection[str]) -> dict[str, UUID]:
    """Return the ids of holiday sets by their code; unknown ones are left out."""
    where = ctx.db.any_of("code", codes)
    rows = await ctx.db.fetch(f"SELECT id, code FROM calendars_holiday_set WHERE {where.sql}", *where.args)
    return {row["code"]: row["id"] for row in rows}


async def year_page(
    ctx: Ctx, holiday_set_id: UUID, page: PageRequest, *, year: int | None
) -> Page[CalendarsHolidayYearRead]:
    """Return one page of what is known of a set's years now, the first year first."""
    where = all_of(
        Clause("holiday_year.holiday_set_id = ?", (holiday_set_id,)),
        TRUE if year is None else Clause("holiday_year.year = ?", (year,)),
        _LATEST,
    )
    filters = {"holiday_set_id": holiday_set_id, "year": year}
    found = await ctx.db.page(_years, page, where=where, filters=filters)
    return Page(items=[CalendarsHolidayYearRead.of(row) for row in found.items], next_cursor=found.next_cursor)


async def known_year(ctx: Ctx, holiday_set_id: UUID, year: int) -> Row | None:
    """Return what is known of a year now; None where nothing was ever said."""
    return await ctx.db.fetch_one(
        "SELECT * FROM calendars_holiday_year WHERE holiday_set_id = ? AND year = ? ORDER BY revision DESC LIMIT 1",
        *(holiday_set_id, year),
    )


async def published_in(ctx: Ctx, year: int) -> set[str]:
    """Return the sets of which a year is published."""
    where = all_of(Clause("holiday_year.year = ? AND holiday_year.status = 'published'", (year,)), _LATEST)
    rows = await ctx.db.fetch(f"{_YEARS} WHERE {where.sql}", *where.args)
    return {row["set_code"] for row in rows}


async def follows(ctx: Ctx, set_codes: Sequence[str]) -> list[Follow]:
    """Return sets in the given order, with all that is known of their years now."""
    found = await _stored(ctx, all_of(ctx.db.any_of("holiday_set.code", set_codes), _LATEST)) if set_codes else []
    return [Follow(set_code=code, years=tuple(year for year in found if year.set_code == code)) for code in set_codes]


async def years(ctx: Ctx, year_ids: Collection[UUID]) -> dict[UUID, StoredYear]:
    """Return what was known of years, by id."""
    found = await _stored(ctx, ctx.db.any_of("holiday_year.id", year_ids)) if year_ids else []
    return {year.id: year for year in found}


async def _stored(ctx: Ctx, where: Clause) -> list[StoredYear]:
    rows = await ctx.db.fetch(f"{_YEARS} WHERE {where.sql} ORDER BY holiday_year.year", *where.args)
    return msgspec.convert(rows, list[StoredYear])
