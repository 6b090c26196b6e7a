"""Questions about the wind and what waits for it: reads only, one statement each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from weather_hold.rules.wind import Wind
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.http import Page, PageRequest

_BATCH = 200

_READINGS = ListDeclaration(
    select="SELECT id, measured_at, wind_dmps, gust_dmps FROM weather_hold_reading",
    sorts={"measured_at": Sort("measured_at", datetime)},
    sort_default="-measured_at",
)
_WATCHES = ListDeclaration(
    select="SELECT id, ticket_id, project_id, began_at FROM weather_hold_watch",
    sorts={"began_at": Sort("began_at", datetime)},
    sort_default="began_at",
)
_RUNNING = Clause("ended_at IS NULL")


class Work(Struct, frozen=True, kw_only=True):
    """What is known of a ticket's work."""

    outdoor: bool
    wind_max_mps: int


class Site(Struct, frozen=True, kw_only=True):
    """What is known of a project: its kind, and a limit of its own."""

    kind: str
    wind_max_mps: int | None


class Watch(Struct, frozen=True, kw_only=True):
    """A running watch with the limit of its ticket."""

    ticket_id: UUID
    project_id: UUID
    wind_max_mps: int


async def reading_page(ctx: Ctx, project_id: UUID, page: PageRequest) -> Page[Row]:
    """Return one page of a project's readings, newest first."""
    return await ctx.db.page(_READINGS, page, where=Clause("project_id = ?", (project_id,)))


async def watch_page(ctx: Ctx, page: PageRequest) -> Page[Row]:
    """Return one page of what waits for the weather, longest first, where the plugin is active."""
    return await ctx.db.page(_WATCHES, page, where=all_of(_RUNNING, ctx.active_tickets("ticket_id")))


async def latest_wind(ctx: Ctx, project_id: UUID, *, at: datetime) -> Wind | None:
    """Return the last reading that was made at a project until a moment."""
    row = await ctx.db.fetch_one(
        "SELECT measured_at, wind_dmps, gust_dmps FROM weather_hold_reading"
        " WHERE project_id = ? AND measured_at <= ? ORDER BY measured_at DESC LIMIT 1",
        project_id,
        at,
    )
    return None if row is None else msgspec.convert(row, Wind)


async def winds(ctx: Ctx, project_ids: Collection[UUID], *, since: datetime) -> dict[UUID, list[Wind]]:
    """Return the readings of projects since a moment, newest first."""
    where = all_of(ctx.db.any_of("project_id", project_ids), Clause("measured_at >= ?", (since,)))
    rows = await ctx.db.fetch(
        "SELECT project_id, measured_at, wind_dmps, gust_dmps FROM weather_hold_reading"
        f" WHERE {where.sql} ORDER BY measured_at DESC",
        *where.args,
    )
    found: dict[UUID, list[Wind]] = {}
    for row in rows:
        found.setdefault(row["project_id"], []).append(msgspec.convert(row, Wind))
    return found


async def work_of(ctx: Ctx, ticket_id: UUID) -> Work | None:
    """Return what is known of a ticket's work; None where the ticket was never taken up."""
    row = await ctx.db.fetch_one("SELECT outdoor, wind_max_mps FROM weather_hold_work WHERE ticket_id = ?", ticket_id)
    return None if row is None else msgspec.convert(row, Work)


async def sites(ctx: Ctx, project_ids: Collection[UUID]) -> dict[UUID, Site]:
    """Return what is known of projects."""
    where = ctx.db.any_of("project.id", project_ids)
    rows = await ctx.db.fetch(
        "SELECT project.id, project.kind, site.wind_max_mps FROM project"
        f" LEFT JOIN weather_hold_site site ON site.project_id = project.id WHERE {where.sql}",
        *where.args,
    )
    return {row["id"]: msgspec.convert(row, Site) for row in rows}


async def watched_among(ctx: Ctx, ticket_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the tickets that wait for the weather."""
    where = all_of(_RUNNING, ctx.db.any_of("ticket_id", ticket_ids))
    rows = await ctx.db.fetch(f"SELECT ticket_id FROM weather_hold_watch WHERE {where.sql}", *where.args)
    return {row["ticket_id"] for row in rows}


async def running_watches(ctx: Ctx) -> list[Watch]:
    """Return what has waited longest, one batch, where the plugin is active."""
    active = ctx.active_tickets("watch.ticket_id")
    rows = await ctx.db.fetch(
        "SELECT watch.ticket_id, watch.project_id, work.wind_max_mps FROM weather_hold_watch watch"
        " JOIN weather_hold_work work ON work.ticket_id = watch.ticket_id"
        f" WHERE watch.ended_at IS NULL AND {active.sql} ORDER BY watch.began_at, watch.id LIMIT {_BATCH}",
        *active.args,
    )
    return msgspec.convert(rows, list[Watch])


async def tickets_shown(ctx: Ctx, ticket_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return what tickets show in their extension."""
    where = ctx.db.any_of("work.ticket_id", ticket_ids)
    rows = await ctx.db.fetch(
        "SELECT work.ticket_id, work.outdoor, work.wind_max_mps, watch.began_at AS watched_since"
        " FROM weather_hold_work work LEFT JOIN weather_hold_watch watch"
        f" ON watch.ticket_id = work.ticket_id AND watch.ended_at IS NULL WHERE {where.sql}",
        *where.args,
    )
    return {row["ticket_id"]: row for row in rows}


async def projects_shown(ctx: Ctx, project_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return what projects show in their extension."""
    where = ctx.db.any_of("project_id", project_ids)
    rows = await ctx.db.fetch(f"SELECT project_id, wind_max_mps FROM weather_hold_site WHERE {where.sql}", *where.args)
    return {row["project_id"]: row for row in rows}


async def project_by_code(ctx: Ctx, code: str) -> UUID | None:
    """Return the id of the project with a code."""
    row = await ctx.db.fetch_one("SELECT id FROM project WHERE code = ?", code)
    return None if row is None else row["id"]
