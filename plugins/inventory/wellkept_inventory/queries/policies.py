"""Questions about how parts are replenished."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from wellkept_inventory.errors import PolicyNotFound
from wellkept_inventory.rules.alerts import StockAlert
from wellkept_inventory.rules.demand import demand_window
from wellkept_inventory.rules.keys import VIRTUAL_LOCATIONS
from wellkept_inventory.rules.policies import LastForecast, Policy, PolicyFigures, ReplenishmentMethod
from wellkept_inventory.schemas.policies import InventoryPolicyForecast, InventoryPolicyLevels, InventoryPolicyRead
from wellkept_inventory.settings import InventorySettings
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Dialect, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.local_days import local_day
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.services.stock import LocationKind, PartStatus

#: As the method of a forecast says it: there was no demand.
NO_DEMAND: Final = "none"

_FORECAST: Final = (
    *("method", "demand_class", "rate", "lead_time_demand", "reorder_point_milli", "order_up_to_milli", "computed_at"),
)
_SELECT: Final = (
    "SELECT policy.*, part.whole_units, part.status AS part_status, location.code AS location_code,"
    " location.sourcing_priority, location.time_zone, location.archived_at AS location_archived_at, "
    + ", ".join(f"forecast.{name} AS forecast_{name}" for name in _FORECAST)
    + " FROM inventory_policy policy JOIN inventory_part part ON part.id = policy.part_id"
    " JOIN inventory_location location ON location.id = policy.location_id"
    " LEFT JOIN inventory_forecast forecast ON forecast.policy_id = policy.id"
)
_policies = ListDeclaration(
    select=_SELECT,
    sorts={"created_at": Sort("policy.created_at", datetime)},
    sort_default="created_at",
    id_column="policy.id",
)
# Who posts has taken its moment before its turn came: what is recorded an hour before may have come after.
_SEEN_UNTIL: Final = {
    Dialect.POSTGRES: "forecast.computed_at - INTERVAL '1 hour'",
    Dialect.SQLITE: "strftime('%Y-%m-%d %H:%M:%S', forecast.computed_at, '-1 hour')",
}
_RECORDED: Final = {
    Dialect.POSTGRES: "move.recorded_at",
    Dialect.SQLITE: "strftime('%Y-%m-%d %H:%M:%S', move.recorded_at)",
}
_DUE: Final = (
    "SELECT policy.id, location.time_zone, forecast.computed_at, EXISTS (SELECT 1 FROM inventory_move move"
    " WHERE move.part_id = policy.part_id AND (move.to_location_id = ? OR move.from_location_id = ?)"
    " AND {recorded} >= {seen_until}) AS has_moved"
    " FROM inventory_policy policy JOIN inventory_part part ON part.id = policy.part_id"
    " JOIN inventory_location location ON location.id = policy.location_id"
    " LEFT JOIN inventory_forecast forecast ON forecast.policy_id = policy.id"
    " WHERE policy.method <> 'none' AND part.status <> 'archived' AND location.archived_at IS NULL"
    " ORDER BY policy.part_id, policy.id"
)


class PolicyFilters(Struct, frozen=True, kw_only=True):
    """Which policies a list shows."""

    part_id: UUID | None = None
    location_id: UUID | None = None
    method: ReplenishmentMethod | None = None
    alert: StockAlert | None = None
    party_id: UUID | None = None


async def policy(ctx: Ctx, policy_id: UUID) -> InventoryPolicyRead:
    """
    Return one policy.

    Raises:
        PolicyNotFound: there is none.
    """
    row = await ctx.db.fetch_one(f"{_SELECT} WHERE policy.id = ?", policy_id)
    if row is None:
        raise PolicyNotFound
    return _read(row)


async def page(ctx: Ctx, page: PageRequest, *, filters: PolicyFilters, sort: str | None) -> Page[InventoryPolicyRead]:
    """Return one page of the policies that pass the filters."""
    where = all_of(*(equal(f"policy.{name}", value) for name, value in asdict(filters).items()))
    found = await ctx.db.page(_policies, page, where=where, sort=sort, filters=asdict(filters))
    return Page(items=[_read(row) for row in found.items], next_cursor=found.next_cursor)


async def known(ctx: Ctx, *, part_id: UUID, location_id: UUID) -> bool:
    """Return whether a part has a policy for a place."""
    sql = "SELECT 1 AS found FROM inventory_policy WHERE part_id = ? AND location_id = ?"
    return await ctx.db.fetch_one(sql, part_id, location_id) is not None


async def policies_of(
    ctx: Ctx, *, ids: Collection[UUID] | None = None, part_ids: Collection[UUID] | None = None
) -> list[Policy]:
    """Return policies with what is known of part and place, by part and in sourcing order; None asks for all."""
    where = all_of(
        TRUE if ids is None else ctx.db.any_of("policy.id", ids),
        TRUE if part_ids is None else ctx.db.any_of("policy.part_id", part_ids),
    )
    rows = await ctx.db.fetch(
        f"{_SELECT} WHERE {where.sql}"
        " ORDER BY policy.part_id, location.sourcing_priority, location.code, policy.location_id",
        *where.args,
    )
    return [_policy(row) for row in rows]


async def due_for_forecast(ctx: Ctx) -> list[UUID]:
    """
    Return the policies whose forecast may be another by now, by part; one statement.

    That is so where there is none yet, where something was used or came back since, and where a month or week has
    ended since then.
    """
    dialect, consumed = ctx.db.dialect, VIRTUAL_LOCATIONS[LocationKind.CONSUMED]
    sql = _DUE.format(recorded=_RECORDED[dialect], seen_until=_SEEN_UNTIL[dialect])
    rows = await ctx.db.fetch(sql, consumed, consumed)
    return [row["id"] for row in rows if row["has_moved"] or _has_new_bucket(ctx, row)]


def _has_new_bucket(ctx: Ctx, row: Row) -> bool:
    if row["computed_at"] is None:
        return True
    bucket = ctx.settings(InventorySettings).forecast_bucket
    before, now = (
        demand_window(local_day(at, time_zone=row["time_zone"]), bucket=bucket, buckets=1)
        for at in (row["computed_at"], ctx.at)
    )
    return before != now


def _policy(row: Row) -> Policy:
    said: dict[str, Any] = {
        **row,
        "figures": msgspec.convert(row, PolicyFigures),
        "is_in_use": row["part_status"] != PartStatus.ARCHIVED and row["location_archived_at"] is None,
        "is_bought": row["part_status"] == PartStatus.ACTIVE,
        "forecast": _last(row),
    }
    return msgspec.convert(said, Policy)


def _last(row: Row) -> LastForecast | None:
    if row["forecast_method"] in {None, NO_DEMAND}:
        return None
    return LastForecast(
        monthly_rate=Decimal(row["forecast_rate"]),
        reorder_point_milli=row["forecast_reorder_point_milli"],
        order_up_to_milli=row["forecast_order_up_to_milli"],
    )


def _read(row: Row) -> InventoryPolicyRead:
    levels, last = _policy(row).levels, _last(row)
    return InventoryPolicyRead.of(
        row,
        levels=None
        if levels is None
        else InventoryPolicyLevels(
            reorder_point=decimal_of(levels.reorder_point_milli), order_up_to=decimal_of(levels.order_up_to_milli)
        ),
        forecast=None
        if last is None
        else InventoryPolicyForecast(
            method=row["forecast_method"],
            demand_class=row["forecast_demand_class"],
            rate=row["forecast_rate"],
            lead_time_demand=row["forecast_lead_time_demand"],
            reorder_point=decimal_of(last.reorder_point_milli),
            order_up_to=decimal_of(last.order_up_to_milli),
            computed_at=row["forecast_computed_at"],
        ),
    )
