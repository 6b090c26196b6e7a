"""Money held back, with what happened to it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_liability.errors import RetentionNotFound
from wellkept_liability.rules.retention import RetentionDirection
from wellkept_liability.schemas.retentions import LiabilityRetentionRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.errors import NotFound
from wellkept_sdk.http import Page, PageRequest

_SELECT: Final = "SELECT retention.* FROM liability_retention retention"
_retentions = ListDeclaration(
    select=_SELECT, sorts={"id": Sort("retention.id", UUID)}, sort_default="id", id_column="retention.id"
)
# The zone of a site that names none is that of its customer.
_SITE: Final = (
    "SELECT project.accepted_on, COALESCE(project.time_zone, customer.time_zone) AS time_zone FROM project"
    " JOIN customer ON customer.id = project.customer_id WHERE project.id = ?"
)


class Site(Struct, frozen=True, kw_only=True):
    """What a retention asks of its project."""

    accepted_on: date | None
    time_zone: str


async def retention_page(ctx: Ctx, project_id: UUID, page: PageRequest) -> Page[LiabilityRetentionRead]:
    """Return one page of a project's retentions that the caller may see, oldest first; two statements."""
    where = all_of(Clause("retention.project_id = ?", (project_id,)), _own(ctx))
    found = await ctx.db.page(_retentions, page, where=where, filters={"project_id": str(project_id)})
    entries = await entries_of(ctx, [row["id"] for row in found.items])
    items = [_shown(ctx, row, entries) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def retention(ctx: Ctx, project_id: UUID, retention_id: UUID) -> LiabilityRetentionRead:
    """
    Return one retention of a project; two statements.

    Raises:
        RetentionNotFound: there is none that the caller may see.
    """
    return await read(ctx, await visible(ctx, project_id, retention_id))


async def read(ctx: Ctx, row: Row) -> LiabilityRetentionRead:
    """Return a stored retention as the caller may see it."""
    return _shown(ctx, row, await entries_of(ctx, [row["id"]]))


async def visible(ctx: Ctx, project_id: UUID, retention_id: UUID) -> Row:
    """
    Return the row of a project's retention that the caller may see.

    Raises:
        RetentionNotFound: there is none.
    """
    where = all_of(Clause("retention.id = ? AND retention.project_id = ?", (retention_id, project_id)), _own(ctx))
    row = await ctx.db.fetch_one(f"{_SELECT} WHERE {where.sql}", *where.args)
    if row is None:
        raise RetentionNotFound
    return row


async def entries_of(ctx: Ctx, retention_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Row]]:
    """Return what happened to retentions, oldest first; one statement."""
    where = ctx.db.any_of("retention_id", retention_ids)
    rows = await ctx.db.fetch(
        f"SELECT * FROM liability_retention_entry WHERE {where.sql} ORDER BY retention_id, position", *where.args
    )
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["retention_id"]].append(row)
    return found


async def site(ctx: Ctx, project_id: UUID) -> Site:
    """
    Return what a retention asks of its project.

    Raises:
        NotFound: there is no such project.
    """
    row = await ctx.db.fetch_one(_SITE, project_id)
    if row is None:
        raise NotFound
    return Site(accepted_on=row["accepted_on"], time_zone=row["time_zone"])


def _shown(ctx: Ctx, row: Row, entries: Mapping[UUID, Sequence[Row]]) -> LiabilityRetentionRead:
    return LiabilityRetentionRead.of(row, entries[row["id"]], is_outside=ctx.actor.is_outside)


def _own(ctx: Ctx) -> Clause:
    """Return the condition that a retention is the caller's: a partner's money, or what a customer holds of ours."""
    if not ctx.actor.is_outside:
        return TRUE
    if ctx.actor.role is Role.PARTNER:
        return Clause("retention.party_id = ?", (ctx.actor.party_id,))
    return Clause("retention.direction = ? AND retention.party_id IS NULL", (RetentionDirection.HELD_FROM_US.value,))
