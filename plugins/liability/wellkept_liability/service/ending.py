"""Telling of warranties before they end."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from wellkept_liability.events.warranty import LiabilityWarrantyTermEnding
from wellkept_liability.service.term_rows import told
from wellkept_liability.tables import UNREVOKED
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.local_days import local_day

AHEAD: Final = timedelta(days=30)
BATCH_SIZE: Final = 500
#: No zone is farther from UTC than this.
_ELSEWHERE: Final = timedelta(days=1)
_FIRST: Final = UUID(int=0)

_ENDING: Final = (
    "SELECT term.*, COALESCE(project.time_zone, customer.time_zone) AS time_zone FROM liability_warranty_term term"
    " JOIN project ON project.id = term.project_id JOIN customer ON customer.id = project.customer_id"
    f" WHERE term.{UNREVOKED} AND term.ends_on > ? AND term.ends_on <= ?"
    " AND (term.ending_announced IS NULL OR term.ending_announced <> term.ends_on) AND term.id > ?"
    " ORDER BY term.id LIMIT ?"
)
_TELL: Final = "UPDATE liability_warranty_term SET ending_announced = ends_on WHERE"


async def announce_ending(ctx: Ctx) -> None:
    """
    Announce warranties that end within 30 days, on days of their sites; each end once.

    Each batch is a transaction; what a run that died has left is announced by the next.
    """
    after: UUID | None = _FIRST
    while after is not None:
        after = await _announce(ctx, after=after)


async def _announce(ctx: Ctx, *, after: UUID) -> UUID | None:
    """Announce a batch, and return the last that was looked at; None where no more are left."""
    today = ctx.at.date()
    async with ctx.db.transaction():
        found = await ctx.db.fetch(_ENDING, today - _ELSEWHERE, today + AHEAD + _ELSEWHERE, after, BATCH_SIZE)
        near = [row for row in found if _is_near(ctx, row)]
        served = await ctx.active_among(RecordName.PROJECT, {row["project_id"] for row in near})
        due = [row for row in near if row["project_id"] in served]
        where = ctx.db.any_of("id", [row["id"] for row in due])
        again = "(ending_announced IS NULL OR ending_announced <> ends_on)"
        mine = {row["id"] for row in await ctx.db.fetch(f"{_TELL} {again} AND {where.sql} RETURNING id", *where.args)}
        for row in due:
            # Whoever runs at the same time has told of the others.
            if row["id"] in mine:
                await ctx.emit(LiabilityWarrantyTermEnding(**told(row)))
    return found[-1]["id"] if len(found) == BATCH_SIZE else None


def _is_near(ctx: Ctx, row: Row) -> bool:
    today = local_day(ctx.at, time_zone=row["time_zone"])
    return today < row["ends_on"] <= today + AHEAD
