"""Questions about service plans: reads only, one statement each."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.activation.schemas.plans import ServicePlanRead, ServicePlanRevisionRead
from wellkept.platform.access import records
from wellkept.platform.filters import contains
from wellkept.platform.paging.listing import Listing
from wellkept.platform.record_sorts import RECORD_SORT_DEFAULT, RecordSort, record_sorts
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import required
from wellkept_sdk.db.clauses import all_of
from wellkept_sdk.db.database import Dialect, Row
from wellkept_sdk.db.filters import equal, since
from wellkept_sdk.db.listing import Sort
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.ids import ServicePlanId

SERVICE_PLAN = "service_plan"


class ServicePlanFilters(Struct, frozen=True, kw_only=True):
    """Which service plans a list shows."""

    code: str | None = None
    q: str | None = None
    updated_since: datetime | None = None


# Each with its last revision.
_PLANS = (
    "SELECT service_plan.*, revision.revision, revision.plugins, revision.effective_from FROM service_plan"
    " JOIN service_plan_revision revision ON revision.plan_id = service_plan.id AND revision.revision ="
    " (SELECT MAX(every.revision) FROM service_plan_revision every WHERE every.plan_id = service_plan.id)"
)
_plans = Listing(
    select=_PLANS,
    sorts=record_sorts("service_plan"),
    sort_default=RECORD_SORT_DEFAULT,
    id_column="service_plan.id",
)
_revisions = Listing(
    select="SELECT * FROM service_plan_revision",
    sorts={"revision": Sort("revision", int)},
    sort_default="revision",
)


async def plan(plan_id: ServicePlanId) -> Row:
    """
    Return one service plan with its last revision.

    Raises:
        NotFound: there is none.
    """
    return required(await database().fetch_one(f"{_PLANS} WHERE service_plan.id = ?", plan_id))


async def plan_page(
    page: PageRequest, *, filters: ServicePlanFilters, sort: RecordSort | None
) -> Page[ServicePlanRead]:
    """Return one page of the service plans that pass the filters."""
    where = all_of(
        equal("service_plan.code", filters.code),
        contains(filters.q, "service_plan.code", "service_plan.name"),
        since("service_plan.updated_at", filters.updated_since),
    )
    return await _plans.page(page, decode=ServicePlanRead.of, where=where, sort=sort, filters=asdict(filters))


async def revision_page(plan_id: ServicePlanId, page: PageRequest) -> Page[ServicePlanRevisionRead]:
    """Return one page of a plan's revisions, the oldest first."""
    return await _revisions.page(
        page,
        decode=ServicePlanRevisionRead.of,
        where=equal("plan_id", plan_id),
        filters={"plan_id": plan_id},
    )


async def plan_id_of(code: str) -> ServicePlanId | None:
    """
    Return the plan of a code, which nobody can delete before the running transaction ends.

    For a reference that no foreign key keeps, such as a customer type's default plan.
    """
    suffix = " FOR KEY SHARE" if database().dialect is Dialect.POSTGRES else ""
    row = await database().fetch_one(f"SELECT id FROM service_plan WHERE code = ?{suffix}", code)
    return None if row is None else ServicePlanId(row["id"])


async def is_default_of_types(plan_id: UUID) -> bool:
    """Return whether a customer type has this default plan."""
    found = await database().fetch_one("SELECT 1 FROM customer_type WHERE default_plan_id = ? LIMIT 1", plan_id)
    return found is not None


records.register(records.RecordKind(name=SERVICE_PLAN, table="service_plan", scope=records.nothing))
