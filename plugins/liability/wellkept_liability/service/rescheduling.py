"""Warranties follow the days of their records, in the transaction in which those come or change."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from wellkept_liability.queries import law, sites
from wellkept_liability.queries import warranty_terms as queries
from wellkept_liability.rules.scheduling import Circumstances, Schedule, schedule_of
from wellkept_liability.service import term_rows
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.hooks.record_changes import Updated
from wellkept_sdk.hooks.tickets import ReactivatedTicket
from wellkept_sdk.records.equipment import EquipmentRecord
from wellkept_sdk.records.projects import ProjectRecord

_OF_PROJECT: Final = frozenset({"accepted_on", "handed_over_on", "region_code"})
_OF_EQUIPMENT: Final = frozenset({"installed_on", "commissioned_on"})


async def project_updated(ctx: Ctx, event: Updated[ProjectRecord]) -> None:
    """Count the days of a project's warranties again when one of its days, or its region, has changed."""
    before, after = event.before, event.record
    if any(getattr(before, name) != getattr(after, name) for name in _OF_PROJECT):
        await recount(ctx, after.id)


async def equipment_updated(ctx: Ctx, event: Updated[EquipmentRecord]) -> None:
    """Do the same when a day of an item has changed."""
    before, after = event.before, event.record
    if any(getattr(before, name) != getattr(after, name) for name in _OF_EQUIPMENT):
        await recount(ctx, after.project_id)


async def reactivated(ctx: Ctx, event: ReactivatedTicket) -> None:
    """Count again where the plugin serves a ticket again: it was not told of days that changed meanwhile."""
    # What serves the ticket was found just now, so its terms are the project's too.
    if event.is_active and not event.was_active:
        await recount(ctx, event.ticket.project_id)


async def recount(ctx: Ctx, project_id: UUID) -> None:
    """
    Count the days of a project's warranties again, and write those that have changed.

    What a case that is final stands on is not lost: the days that were known then are kept.
    """
    async with ctx.db.transaction():
        rows = await queries.unrevoked(ctx, project_id)
        if not rows:
            return
        changed = await _recounted(ctx, project_id, rows)
        if changed:
            await term_rows.reschedule(ctx, changed)


async def _recounted(ctx: Ctx, project_id: UUID, rows: Sequence[Row]) -> list[tuple[Row, Schedule]]:
    place = await sites.site(ctx, project_id)
    items = await sites.days_of_equipment_with_terms(ctx, project_id)
    seasons = await sites.seasons(ctx, place.region_code)
    rules = await law.rules_of(ctx, ctx.terms(LiabilityTerms))
    schedules: dict[UUID, Schedule] = {}
    # What came in the place of another was recorded later, so the other has its days already.
    for row in rows:
        days = sites.start_days(place, items.get(row["equipment_id"]))
        around = Circumstances(days=days, seasons=seasons, rules=rules)
        schedules[row["id"]] = schedule_of(queries.facts_of(row), around, original_end=_original_end(row, schedules))
    return [(row, schedules[row["id"]]) for row in rows if term_rows.is_changed(row, schedules[row["id"]])]


def _original_end(row: Row, schedules: Mapping[UUID, Schedule]) -> date | None:
    original = schedules.get(row["replaces_id"])
    return None if original is None else original.ends_on
