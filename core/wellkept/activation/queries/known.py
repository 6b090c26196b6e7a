"""Loading the rows that decide, for many places and instants at once: two statements."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from wellkept.activation.rules.resolution import ContractRevisionFacts, Known, Place, PlanRevisionFacts
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import any_of
from wellkept_sdk.db.clauses import Clause, one_of
from wellkept_sdk.db.database import Row
from wellkept_sdk.ids import ServicePlanId

# Of the revisions, those that are in force at some instant between two: the last one before, and those that follow.
_BETWEEN = (
    "r.revision >= COALESCE((SELECT MAX(e.revision) FROM {table} e WHERE e.{owner} = r.{owner}"
    " AND e.effective_from <= ?), 1) AND (r.revision = 1 OR r.effective_from <= ?)"
)
_CONTRACTS = (
    "SELECT r.id, r.contract_id, c.number, c.customer_id, c.project_id, c.starts_on, r.revision, r.plan_id,"
    " r.overrides, r.ends_on, r.effective_from"
    " FROM contract c JOIN contract_revision r ON r.contract_id = c.id"
)
_PLANS = (
    "SELECT r.id, r.plan_id, p.code, r.revision, r.plugins, r.effective_from, t.id AS customer_type_id"
    " FROM service_plan p JOIN service_plan_revision r ON r.plan_id = p.id"
)


async def known_for(places: Sequence[Place], *, since: datetime, until: datetime, default_plan: str) -> Known:
    """
    Return the rows that decide for places at any instant between two; two statements.

    Args:
        places: where.
        since: the earliest instant that will be asked for.
        until: the latest.
        default_plan: the code of the deployment's default plan.
    """
    contracts = await _contracts(
        one_of(
            any_of("c.customer_id", _ids(place.customer_id for place in places)),
            any_of("c.project_id", _ids(place.project_id for place in places)),
        ),
        since=since,
        until=until,
    )
    plans = await _plan_rows(
        {contract.plan_id for contract in contracts},
        types=_ids(place.customer_type_id for place in places),
        code=default_plan,
        between=(since, until),
    )
    revisions = {row["id"]: msgspec.convert(row, PlanRevisionFacts) for row in plans}
    by_plan: dict[ServicePlanId, list[PlanRevisionFacts]] = {}
    for revision in revisions.values():
        by_plan.setdefault(revision.plan_id, []).append(revision)
    return Known(
        contracts=contracts,
        plans=by_plan,
        type_plans={row["customer_type_id"]: row["plan_id"] for row in plans if row["customer_type_id"]},
        default_plan=next((row["plan_id"] for row in plans if row["code"] == default_plan), None),
    )


async def contracts_of_plan(plan_id: UUID, *, at: datetime) -> list[ContractRevisionFacts]:
    """Return the contracts that follow a plan at an instant, whichever days they cover; one statement."""
    return await _contracts(Clause("r.plan_id = ?", (plan_id,)), since=at, until=at)


async def plan_in_force(plan_id: UUID, *, at: datetime) -> PlanRevisionFacts:
    """Return what a plan says at an instant."""
    (row,) = await _plan_rows({plan_id}, types=(), code=None, between=(at, at))
    return msgspec.convert(row, PlanRevisionFacts)


async def _contracts(which: Clause, *, since: datetime, until: datetime) -> list[ContractRevisionFacts]:
    between = _BETWEEN.format(table="contract_revision", owner="contract_id")
    found = await database().fetch(f"{_CONTRACTS} WHERE ({which.sql}) AND {between}", *which.args, since, until)
    return msgspec.convert(found, list[ContractRevisionFacts])


async def _plan_rows(
    plan_ids: Collection[UUID], *, types: Collection[UUID], code: str | None, between: tuple[datetime, datetime]
) -> list[Row]:
    """Return revisions of plans, once more for each customer type whose default they are."""
    of_type, named = any_of("t.id", types), any_of("p.id", plan_ids)
    return await database().fetch(
        f"{_PLANS} LEFT JOIN customer_type t ON t.default_plan_id = p.id AND {of_type.sql}"
        f" WHERE ({named.sql} OR t.id IS NOT NULL OR p.code = ?)"
        f" AND {_BETWEEN.format(table='service_plan_revision', owner='plan_id')}",
        *of_type.args,
        *named.args,
        code,
        *between,
    )


def _ids(values: Iterable[UUID | None]) -> list[UUID]:
    return list({value for value in values if value is not None})
