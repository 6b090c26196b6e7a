"""Questions about sites: the days, the region and the zone of a project and its equipment."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_liability.rules.lengths import Seasons
from wellkept_liability.rules.seasons import StoredSeason, seasons_at
from wellkept_liability.rules.starting import StartDays
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect
from wellkept_sdk.local_days import local_day

_SITE: Final = (
    "SELECT project.id, project.region_code, project.accepted_on, project.handed_over_on,"
    " COALESCE(project.time_zone, customer.time_zone) AS time_zone FROM project"
    " JOIN customer ON customer.id = project.customer_id WHERE project.id = ?"
)
_EQUIPMENT: Final = "SELECT id, installed_on, commissioned_on FROM equipment WHERE project_id = ? AND id IN"


class Site(Struct, frozen=True, kw_only=True):
    """Where a project stands, and its days; None where they are not known."""

    id: UUID
    region_code: str | None
    accepted_on: date | None
    handed_over_on: date | None
    time_zone: str

    def today(self, ctx: Ctx) -> date:
        """Return the day that it is at the site."""
        return local_day(ctx.at, time_zone=self.time_zone)


class EquipmentDays(Struct, frozen=True, kw_only=True):
    """When an item was installed and commissioned; None where that is not known."""

    id: UUID
    installed_on: date | None = None
    commissioned_on: date | None = None


async def site(ctx: Ctx, project_id: UUID) -> Site:
    """Return where a project stands; one statement."""
    row = await ctx.db.fetch_one(_SITE, project_id)
    return msgspec.convert(row, Site)


async def held_site(ctx: Ctx, project_id: UUID) -> Site:
    """Return the same, and let nobody change the project's days before the transaction ends."""
    if ctx.db.dialect is Dialect.POSTGRES:
        await ctx.db.fetch("SELECT id FROM project WHERE id = ? FOR SHARE", project_id)
    return await site(ctx, project_id)


async def equipment_days(ctx: Ctx, project_id: UUID, equipment_id: UUID) -> EquipmentDays | None:
    """Return the days of an item of a project, which nobody changes before the transaction ends; None without one."""
    lock = " FOR SHARE" if ctx.db.dialect is Dialect.POSTGRES else ""
    row = await ctx.db.fetch_one(f"{_EQUIPMENT} (?){lock}", project_id, equipment_id)
    return None if row is None else msgspec.convert(row, EquipmentDays)


async def days_of_equipment_with_terms(ctx: Ctx, project_id: UUID) -> Mapping[UUID, EquipmentDays]:
    """Return the days of those items of a project that have warranties of their own; one statement."""
    own = "(SELECT equipment_id FROM liability_warranty_term WHERE project_id = ?)"
    rows = await ctx.db.fetch(f"{_EQUIPMENT} {own}", project_id, project_id)
    return {row["id"]: msgspec.convert(row, EquipmentDays) for row in rows}


async def seasons(ctx: Ctx, region_code: str | None) -> Seasons:
    """Return the seasons of a region; one statement."""
    rows = await ctx.db.fetch("SELECT region_prefix, season, starts_md, ends_md FROM liability_season")
    return seasons_at(region_code, msgspec.convert(rows, list[StoredSeason]))


def start_days(place: Site, item: EquipmentDays | None) -> StartDays:
    """Return the days from which warranties run at a site, of an item if there is one."""
    return StartDays(
        accepted_on=place.accepted_on,
        handed_over_on=place.handed_over_on,
        installed_on=None if item is None else item.installed_on,
        commissioned_on=None if item is None else item.commissioned_on,
    )
