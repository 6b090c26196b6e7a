"""From when to when money is held back: counted when it is, and again when the acceptance arrives."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_liability.events.money import LiabilityRetentionRescheduled
from wellkept_liability.queries import retentions as queries
from wellkept_liability.queries.retentions import Site
from wellkept_liability.rules.lengths import LiabilityCalendarLength, end_of
from wellkept_liability.rules.retention import RetentionStart, RetentionStatus, last_day_to_accept, starts_on
from wellkept_liability.schemas.retentions import LiabilityRetentionCreate
from wellkept_liability.service import retention_rows as rows
from wellkept_liability.tables import LiabilityRetention
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx, DueTimer, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.errors import NotFound, ServiceInactive
from wellkept_sdk.hooks.record_changes import Updated
from wellkept_sdk.local_days import first_moment, local_day
from wellkept_sdk.records.projects import ProjectRecord

#: Once its release was asked for, the days of a retention stay what they were.
_OPEN: Final = "SELECT id FROM liability_retention WHERE project_id = ? AND status = 'held' ORDER BY id"
_PROJECT: Final = "SELECT project_id FROM liability_retention WHERE id = ?"


class Timed(Struct, frozen=True, kw_only=True):
    """What says when a retention runs."""

    start_rule: RetentionStart
    fixed_on: date | None
    completion_reported_on: date | None
    months: int

    @classmethod
    def of(cls, said: LiabilityRetentionCreate | Row) -> "Timed":
        """Return what a request or a stored retention says."""
        return msgspec.convert(said, cls, from_attributes=True)


def dates_of(ctx: Ctx, timed: Timed, site: Site) -> dict[str, date | None]:
    """Return the columns `starts_on` and `ends_on` of a retention; both are None until the start is known."""
    start = timed.fixed_on if timed.start_rule is RetentionStart.FIXED else _by_acceptance(ctx, timed, site)
    if start is None:
        return {"starts_on": None, "ends_on": None}
    length = LiabilityCalendarLength(months=timed.months)
    return {"starts_on": start, "ends_on": end_of(length, starts_on=start, seasons={})}


async def wait_for_start(ctx: Ctx, row: Row, site: Site) -> None:
    """Let a retention whose start is open be counted again on the day from which it runs without an acceptance."""
    days = ctx.terms(LiabilityTerms).retention.late_acceptance_days
    latest = last_day_to_accept(row["completion_reported_on"], late_acceptance_days=days)
    if row["start_rule"] == RetentionStart.ACCEPTANCE and row["starts_on"] is None and latest is not None:
        await ctx.timers.set(rows.START_TIMER, row["id"], due_at=first_moment(latest, time_zone=site.time_zone))


async def project_updated(ctx: Ctx, event: Updated[ProjectRecord]) -> None:
    """Count the days of a project's retentions again when it was accepted, or not on the day that was said before."""
    if "accepted_on" in event.changed_fields:
        found = await ctx.db.fetch(_OPEN, event.record.id)
        await _reschedule(ctx, [row["id"] for row in found], await queries.site(ctx, event.record.id))


async def start_due(ctx: Ctx, timer: DueTimer) -> None:
    """Let a retention run without an acceptance, however often and late this is called."""
    found = await ctx.db.fetch_one(_PROJECT, timer.record_id)
    if found is None or found["project_id"] is None:
        return
    try:
        served = await ctx.for_record(RecordName.PROJECT, found["project_id"])
    except (NotFound, ServiceInactive):
        return
    await _reschedule(served, [timer.record_id], await queries.site(served, found["project_id"]))


def _by_acceptance(ctx: Ctx, timed: Timed, site: Site) -> date | None:
    return starts_on(
        accepted_on=site.accepted_on,
        completion_reported_on=timed.completion_reported_on,
        late_acceptance_days=ctx.terms(LiabilityTerms).retention.late_acceptance_days,
        today=local_day(ctx.at, time_zone=site.time_zone),
    )


async def _reschedule(ctx: Ctx, retention_ids: Sequence[UUID], site: Site) -> None:
    """Count the days of retentions again, one by one under their locks: a project has a handful of them."""
    async with ctx.db.transaction():
        for retention_id in retention_ids:
            before = await ctx.db.locked(LiabilityRetention, retention_id)
            if before is None or before["status"] != RetentionStatus.HELD:
                continue
            days = dates_of(ctx, Timed.of(before), site)
            if {name: before[name] for name in days} != days:
                row = await ctx.db.update(LiabilityRetention, before["id"], changes=days)
                await wait_for_start(ctx, row, site)
                await ctx.emit(_rescheduled(row))


def _rescheduled(row: Row) -> LiabilityRetentionRescheduled:
    return LiabilityRetentionRescheduled(**rows.told(row), starts_on=row["starts_on"], ends_on=row["ends_on"])
