"""Absences as callers see them."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, ListDeclaration, Sort, given
from wellkept_sdk.http import Page, PageRequest
from wellkept_stations.schemas.engineers import StationsAbsenceRead

_absences: Final = ListDeclaration(
    select="SELECT * FROM stations_absence",
    sorts={"starts_at": Sort("starts_at", datetime)},
    sort_default="starts_at",
)


class AbsenceFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which absences a list shows: those that touch the time from `since` until before `until`."""

    since: datetime | None = None
    until: datetime | None = None

    def clause(self) -> Clause:
        """Return the condition that both filters make together."""
        return given("ends_at > ?", self.since) & given("starts_at < ?", self.until)


async def absence_page(
    ctx: Ctx, engineer_id: UUID, page: PageRequest, *, filters: AbsenceFilters
) -> Page[StationsAbsenceRead]:
    """Return one page of the absences of an engineer in the order of their beginning; one statement."""
    where = Clause("engineer_id = ?", (engineer_id,)) & filters.clause()
    found = await ctx.db.page(_absences, page, where=where, filters=msgspec.to_builtins(filters))
    return Page(items=msgspec.convert(found.items, list[StationsAbsenceRead]), next_cursor=found.next_cursor)
