"""Following records: a site in another zone has its days at other moments, and what is deleted has no parties."""

from uuid import UUID

import msgspec

from wellkept_parties.events import PartiesEnding
from wellkept_parties.queries import involvements as queries
from wellkept_parties.queries.involvements import StoredInvolvement
from wellkept_parties.rules.days import first_moment_after
from wellkept_parties.schemas.involvements import PartiesRecordKind
from wellkept_parties.service import announcing
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause
from wellkept_sdk.local_days import first_moment

_MOVE = "UPDATE parties_involvement SET starts_at = ?, ends_at = ? WHERE id = ?"


async def project_moved(ctx: Ctx, project_id: UUID) -> None:
    """Count the days of a project, of its equipment and of its tickets in the zone that its site has now."""
    await _move(ctx, Clause("project.id = ?", (project_id,)))


async def customer_moved(ctx: Ctx, customer_id: UUID) -> None:
    """Do the same for a customer's projects whose sites name no zone of their own."""
    await _move(ctx, Clause("customer.id = ? AND project.time_zone IS NULL", (customer_id,)))


async def record_deleted(ctx: Ctx, kind: PartiesRecordKind, record_id: UUID) -> None:
    """Delete the involvements of a record that is deleted, and announce the end of those that had not ended."""
    rows = await ctx.db.fetch(
        "DELETE FROM parties_involvement WHERE record_kind = ? AND record_id = ? RETURNING *", kind, record_id
    )
    for row in rows:
        if row["ended_by"] is None:
            stored = msgspec.convert(row, StoredInvolvement)
            await announcing.ended(ctx, stored, because=PartiesEnding.PERSON)


async def _move(ctx: Ctx, where: Clause) -> None:
    lasting = await queries.placed(ctx, where & Clause("involvement.ended_by IS NULL"))
    moved = [
        (
            first_moment(each.starts_on, time_zone=each.time_zone),
            first_moment_after(each.ends_on, each.time_zone),
            each.id,
        )
        for each in lasting
    ]
    if moved:
        await ctx.db.execute_many(_MOVE, moved)
