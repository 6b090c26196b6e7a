"""Follow-ups that nobody has made in their window."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.local_days import local_day
from wellkept_survey.events import FollowUpMissed
from wellkept_survey.queries import follow_ups as queries
from wellkept_survey.service import follow_up_rows as rows
from wellkept_survey.service.follow_up_rows import MISS, Step, told

_MISS: Final = (
    "UPDATE survey_follow_up SET status = 'missed', updated_at = ?, version = version + 1 WHERE {ids} RETURNING *"
)


async def miss_overdue(ctx: Ctx) -> None:
    """Miss every open follow-up whose last day is over in its project's zone; one transaction."""
    async with ctx.db.transaction():
        project_ids = {row["project_id"] for row in await queries.perhaps_overdue(ctx, until=ctx.at.date())}
        await queries.lock_projects(ctx, project_ids)
        # Asked again, for what waited for the lock sees what somebody has done meanwhile.
        found: Sequence[Row] = await queries.perhaps_overdue(ctx, until=ctx.at.date()) if project_ids else []
        served = await ctx.for_records(RecordName.PROJECT, project_ids)
        before: dict[UUID, str] = {
            row["id"]: row["status"]
            for row in found
            if row["project_id"] in served and row["window_until"] < local_day(ctx.at, time_zone=row["time_zone"])
        }
        where = ctx.db.any_of("id", list(before))
        missed = await ctx.db.fetch(_MISS.format(ids=where.sql), ctx.at, *where.args) if before else []
        await rows.record(ctx, [Step(action=MISS, row=row, before=before[row["id"]], at=ctx.at) for row in missed])
        for row in missed:
            await served[row["project_id"]].emit(FollowUpMissed(**told(row), reason=None))
