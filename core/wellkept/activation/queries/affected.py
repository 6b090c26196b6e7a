"""How many records a plan or contract decides for at an instant: counted by the database, never loaded."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from wellkept.activation.queries.contracts import Scope
from wellkept.activation.queries.default_plan import default_plan
from wellkept.activation.schemas.explanations import Affected
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import decode
from wellkept.platform.storage.sql import any_of
from wellkept_sdk.db.clauses import Clause, all_of, one_of
from wellkept_sdk.local_days import local_day
from wellkept_sdk.records.tickets import OPEN_STATUSES

_OPEN: Final = ", ".join(f"'{status}'" for status in OPEN_STATUSES)
# The same order as rule 16, once for every customer and project: of two contracts the one that starts later.
_CHOSEN = """
WITH ruling AS (
    SELECT contract.id, contract.customer_id, contract.project_id, contract.starts_on, revision.plan_id
    FROM contract
    JOIN customer ON customer.id = contract.customer_id
    JOIN contract_revision revision ON revision.contract_id = contract.id AND revision.revision = COALESCE(
        (SELECT MAX(begun.revision) FROM contract_revision begun
         WHERE begun.contract_id = contract.id AND begun.effective_from <= ?), 1)
    WHERE {today}
), customer_plan AS (
    SELECT customer.id, COALESCE(
        (SELECT ruling.plan_id FROM ruling WHERE ruling.customer_id = customer.id AND ruling.project_id IS NULL
         ORDER BY ruling.starts_on DESC, ruling.id DESC LIMIT 1),
        customer_type.default_plan_id,
        (SELECT id FROM service_plan WHERE code = ?)) AS plan_id
    FROM customer JOIN customer_type ON customer_type.id = customer.customer_type_id
), project_plan AS (
    SELECT project.id, project.customer_id, COALESCE(
        (SELECT ruling.plan_id FROM ruling WHERE ruling.project_id = project.id
         ORDER BY ruling.starts_on DESC, ruling.id DESC LIMIT 1),
        customer_plan.plan_id) AS plan_id,
        EXISTS (SELECT 1 FROM ruling WHERE ruling.project_id = project.id) AS has_contract
    FROM project JOIN customer_plan ON customer_plan.id = project.customer_id
), concerned AS (SELECT id FROM project_plan WHERE {projects})
SELECT
    (SELECT COUNT(*) FROM customer_plan WHERE {customers}) AS customers,
    (SELECT COUNT(*) FROM concerned) AS projects,
    (SELECT COUNT(*) FROM equipment WHERE project_id IN (SELECT id FROM concerned)) AS equipment,
    (SELECT COUNT(*) FROM ticket WHERE project_id IN (SELECT id FROM concerned)
        AND status IN ({statuses}) AND activation_id IS NOT NULL) AS open_tickets_pinned
"""


async def affected_by_plan(plan_id: UUID, *, at: datetime) -> Affected:
    """Return how many records a plan decides for at an instant; two statements."""
    follows = Clause("plan_id = ?", (plan_id,))
    return await _counted(projects=follows, customers=follows, at=at)


async def affected_by_contract(scope: Scope, *, at: datetime) -> Affected:
    """Return for how many records a contract of this scope would decide at an instant; two statements."""
    if scope.project_id is not None:
        return await _counted(projects=Clause("id = ?", (scope.project_id,)), customers=Clause("FALSE"), at=at)
    return await _counted(
        projects=Clause("customer_id = ? AND NOT has_contract", (scope.customer_id,)),
        customers=Clause("id = ?", (scope.customer_id,)),
        at=at,
    )


async def _counted(*, projects: Clause, customers: Clause, at: datetime) -> Affected:
    today = _covers_today(await _zones(), at=at)
    row = await database().fetch_one(
        _CHOSEN.format(today=today.sql, projects=projects.sql, customers=customers.sql, statuses=_OPEN),
        at,
        *today.args,
        default_plan(),
        *projects.args,
        *customers.args,
    )
    assert row is not None
    return decode(row, Affected)


def _covers_today(zones: Collection[str], *, at: datetime) -> Clause:
    """Return the condition that a contract covers the customer's day: there are never more than three at once."""
    by_day: dict[object, list[str]] = {}
    for zone in zones:
        by_day.setdefault(local_day(at, time_zone=zone), []).append(zone)
    return one_of(
        *(
            all_of(
                any_of("customer.time_zone", there),
                Clause("contract.starts_on <= ?", (day,)),
                Clause("revision.ends_on IS NULL OR revision.ends_on > ?", (day,)),
            )
            for day, there in by_day.items()
        )
    )


async def _zones() -> list[str]:
    return [row["time_zone"] for row in await database().fetch("SELECT DISTINCT time_zone FROM customer")]
