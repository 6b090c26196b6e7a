"""How far ahead the official days are known."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from wellkept_sdk import Ctx

_PUBLISHED = "SELECT id, year FROM calendars_holiday_year WHERE status = 'published' AND "


async def published_through(ctx: Ctx, rows: Iterable[Mapping[str, Any]]) -> list[int | None]:
    """
    Return for each row of a revision until which year all sets that it follows are published; one statement.

    None for one that follows no set, or one of which nothing is published.
    """
    pinned = [[pins["year_ids"] for pins in row["holiday_year_ids"]] for row in rows]
    years = await _published(ctx, {UUID(year_id) for sets in pinned for year_ids in sets for year_id in year_ids})
    return [
        _through([[years[id_] for id_ in map(UUID, year_ids) if id_ in years] for year_ids in sets]) for sets in pinned
    ]


def last_without_gap(years: Collection[int]) -> int | None:
    """Return the last of the years that follow each other from the first one on; None without any."""
    if not years:
        return None
    last = min(years)
    while last + 1 in years:
        last += 1
    return last


def _through(sets: Sequence[Collection[int]]) -> int | None:
    lasts = [last_without_gap(years) for years in sets]
    known = [last for last in lasts if last is not None]
    return min(known) if known and len(known) == len(lasts) else None


async def _published(ctx: Ctx, year_ids: Collection[UUID]) -> dict[UUID, int]:
    where = ctx.db.any_of("id", year_ids)
    rows = await ctx.db.fetch(f"{_PUBLISHED}{where.sql}", *where.args) if year_ids else []
    return {row["id"]: row["year"] for row in rows}
