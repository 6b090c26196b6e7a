"""The versions of cases, with the answers that they got."""

from typing import Final
from uuid import UUID

from wellkept_liability.queries.cases import SAID, WITH_ANSWERS, visible
from wellkept_liability.schemas.cases import LiabilityVersionRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.http import Page, PageRequest

_versions = ListDeclaration(
    select=(
        "SELECT version.*, own.current_version FROM liability_version version"
        " JOIN liability_case own ON own.id = version.case_id"
    ),
    sorts={"version": Sort("version.version", int)},
    sort_default="version",
    id_column="version.id",
)
_SHARES: Final = f"SELECT {SAID} FROM liability_version version{WITH_ANSWERS}"
_TOLD: Final = (
    "EXISTS (SELECT 1 FROM liability_case_step step WHERE step.case_id = version.case_id"
    " AND step.version = version.version AND step.action IN ('propose', 'arbitrate'))"
)
_MINE: Final = "EXISTS (SELECT 1 FROM liability_share mine WHERE mine.version_id = version.id AND mine.party_id = ?)"


async def version_page(ctx: Ctx, ticket_id: UUID, page: PageRequest) -> Page[LiabilityVersionRead]:
    """
    Return one page of the versions of a ticket's case, oldest first; two statements beside that for the case.

    Customers and partners see those that were shown to them.

    Raises:
        CaseNotFound: the ticket has no case that the caller may see.
    """
    case = await visible(ctx, ticket_id)
    where = all_of(Clause("version.case_id = ?", (case["id"],)), _seen(ctx.actor))
    found = await ctx.db.page(_versions, page, where=where, filters={"case_id": str(case["id"])})
    return Page(items=await _shown(ctx, found.items), next_cursor=found.next_cursor)


async def version(ctx: Ctx, version_id: UUID) -> LiabilityVersionRead:
    """Return a version that there is."""
    row = await ctx.db.fetch_one(f"{_versions.select} WHERE version.id = ?", version_id)
    assert row is not None, "it was written in this transaction"
    [shown] = await _shown(ctx, [row])
    return shown


async def all_versions(ctx: Ctx, case_id: UUID) -> list[LiabilityVersionRead]:
    """Return all versions of a case that the caller may see, oldest first; two statements."""
    where = all_of(Clause("version.case_id = ?", (case_id,)), _seen(ctx.actor))
    rows = await ctx.db.fetch(f"{_versions.select} WHERE {where.sql} ORDER BY version.version", *where.args)
    return await _shown(ctx, rows)


async def _shown(ctx: Ctx, rows: list[Row]) -> list[LiabilityVersionRead]:
    where = ctx.db.any_of("version.id", [row["id"] for row in rows])
    by_version: dict[UUID, list[Row]] = {row["id"]: [] for row in rows}
    for share in await ctx.db.fetch(f"{_SHARES} WHERE {where.sql} ORDER BY version.id, share.position", *where.args):
        by_version[share["version_id"]].append(share)
    return [LiabilityVersionRead.of(row, by_version[row["id"]], actor=ctx.actor) for row in rows]


def _seen(actor: Actor) -> Clause:
    if not actor.is_outside:
        return TRUE
    told = Clause(_TOLD)
    return told if actor.role is Role.CUSTOMER else all_of(told, Clause(_MINE, (actor.party_id,)))
