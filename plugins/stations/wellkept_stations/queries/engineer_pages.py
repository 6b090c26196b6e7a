"""Engineers as callers see them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Clause, ListDeclaration, Row, Sort, all_of, equal, given
from wellkept_sdk.http import Page, PageRequest
from wellkept_stations.errors import EngineerNotFound
from wellkept_stations.rules.kinds import StationsEngineerKind, StationsEngineerStatus
from wellkept_stations.schemas.engineers import StationsEngineerRead

_SELECT: Final = (
    "SELECT engineer.*, station.code AS station_code FROM stations_engineer engineer"
    " JOIN stations_station station ON station.id = engineer.station_id"
)
_engineers = ListDeclaration(
    select=_SELECT, sorts={"code": Sort("engineer.code", str)}, sort_default="code", id_column="engineer.id"
)
_SKILLED: Final = "engineer.id IN (SELECT engineer_id FROM stations_skill WHERE code = ?)"


class EngineerFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which engineers a list shows."""

    code: str | None = None
    station_id: UUID | None = None
    kind: StationsEngineerKind | None = None
    status: StationsEngineerStatus | None = None
    user_id: UUID | None = None
    skill: str | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        own = ("code", "station_id", "kind", "status", "user_id")
        return all_of(*(equal(f"engineer.{name}", getattr(self, name)) for name in own), given(_SKILLED, self.skill))


async def engineer_page(ctx: Ctx, page: PageRequest, *, filters: EngineerFilters) -> Page[StationsEngineerRead]:
    """Return one page of engineers in the order of their codes; three statements."""
    found = await ctx.db.page(_engineers, page, where=filters.clause(), filters=msgspec.to_builtins(filters))
    return Page(items=await _read(ctx, found.items), next_cursor=found.next_cursor)


async def engineer(ctx: Ctx, engineer_id: UUID) -> StationsEngineerRead:
    """
    Return one engineer.

    Raises:
        EngineerNotFound: there is none.
    """
    row = await ctx.db.fetch_one(f"{_SELECT} WHERE engineer.id = ?", engineer_id)
    if row is None:
        raise EngineerNotFound
    [read] = await _read(ctx, [row])
    return read


async def require_engineer(ctx: Ctx, engineer_id: UUID) -> None:
    """
    Make sure that there is an engineer.

    Raises:
        EngineerNotFound: there is none.
    """
    if await ctx.db.fetch_one("SELECT 1 AS one FROM stations_engineer WHERE id = ?", engineer_id) is None:
        raise EngineerNotFound


async def certificate_rows(ctx: Ctx, engineer_id: UUID) -> list[Row]:
    """Return the certificates of an engineer as they are stored."""
    return await ctx.db.fetch("SELECT * FROM stations_certificate WHERE engineer_id = ? ORDER BY code, id", engineer_id)


async def taken(ctx: Ctx, *, code: str, user_id: UUID) -> Row | None:
    """Return the code and account of an engineer who has one of these, the account first; None for nobody."""
    return await ctx.db.fetch_one(
        "SELECT code, user_id FROM stations_engineer WHERE user_id = ? OR code = ? ORDER BY user_id = ? DESC",
        *(user_id, code, user_id),
    )


async def account_role(ctx: Ctx, user_id: UUID) -> str | None:
    """Return the role of an account that is active; None where there is none."""
    row = await ctx.db.fetch_one("SELECT role FROM user_account WHERE id = ? AND active", user_id)
    return None if row is None else row["role"]


async def accounts(ctx: Ctx, role: Role) -> list[tuple[UUID, str]]:
    """Return id and name of the active accounts of a role that are no engineers, in the order of their making."""
    rows = await ctx.db.fetch(
        "SELECT id, name FROM user_account account WHERE role = ? AND active"
        " AND NOT EXISTS (SELECT 1 FROM stations_engineer engineer WHERE engineer.user_id = account.id) ORDER BY id",
        role.value,
    )
    return [(row["id"], row["name"]) for row in rows]


async def _read(ctx: Ctx, rows: Sequence[Row]) -> list[StationsEngineerRead]:
    ids = [row["id"] for row in rows]
    skills = await _owned(ctx, "stations_skill", ids)
    certificates = await _owned(ctx, "stations_certificate", ids)
    return [
        StationsEngineerRead.of(row, skills=skills.get(row["id"], []), certificates=certificates.get(row["id"], []))
        for row in rows
    ]


async def _owned(ctx: Ctx, table: str, engineer_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Row]]:
    """Return the rows of a table that belong to engineers, in the order of their codes; none for nobody."""
    if not engineer_ids:
        return {}
    where = ctx.db.any_of("engineer_id", engineer_ids)
    rows = await ctx.db.fetch(f"SELECT * FROM {table} WHERE {where.sql} ORDER BY code, id", *where.args)
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["engineer_id"]].append(row)
    return found
