"""Questions about contracts: reads only, one statement each."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.activation.schemas.contracts import ContractRead, ContractRevisionRead
from wellkept.platform.access import records
from wellkept.platform.paging.listing import Listing
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import required
from wellkept_sdk.db.clauses import TRUE, Clause, all_of
from wellkept_sdk.db.database import Dialect, Row
from wellkept_sdk.db.filters import equal, since
from wellkept_sdk.db.listing import Sort
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.ids import ContractId

CONTRACT = "contract"

ContractSort = Literal["number", "-number", "starts_on", "-starts_on", "updated_at", "-updated_at"]
CONTRACT_SORT_DEFAULT: ContractSort = "number"


class ContractFilters(Struct, frozen=True, kw_only=True):
    """Which contracts a list shows."""

    number: str | None = None
    customer_id: UUID | None = None
    project_id: UUID | None = None
    plan_code: str | None = None
    updated_since: datetime | None = None


# Each with its last revision.
_CONTRACTS = (
    "SELECT contract.*, revision.revision, revision.plan_id, revision.overrides, service_plan.code AS plan_code"
    " FROM contract JOIN contract_revision revision ON revision.contract_id = contract.id AND revision.revision ="
    " (SELECT MAX(every.revision) FROM contract_revision every WHERE every.contract_id = contract.id)"
    " JOIN service_plan ON service_plan.id = revision.plan_id"
)
_contracts = Listing(
    select=_CONTRACTS,
    sorts={
        "number": Sort("contract.number", str),
        "starts_on": Sort("contract.starts_on", date),
        "updated_at": Sort("contract.updated_at", datetime),
    },
    sort_default=CONTRACT_SORT_DEFAULT,
    id_column="contract.id",
)
_revisions = Listing(
    select=(
        "SELECT contract_revision.*, service_plan.code AS plan_code"
        " FROM contract_revision JOIN service_plan ON service_plan.id = contract_revision.plan_id"
    ),
    sorts={"revision": Sort("contract_revision.revision", int)},
    sort_default="revision",
    id_column="contract_revision.id",
)


async def contract(contract_id: ContractId) -> Row:
    """
    Return one contract with its last revision.

    Raises:
        NotFound: there is none.
    """
    return required(await database().fetch_one(f"{_CONTRACTS} WHERE contract.id = ?", contract_id))


async def contract_page(
    page: PageRequest, *, filters: ContractFilters, sort: ContractSort | None
) -> Page[ContractRead]:
    """Return one page of the contracts that pass the filters."""
    where = all_of(
        equal("contract.number", filters.number),
        equal("contract.customer_id", filters.customer_id),
        equal("contract.project_id", filters.project_id),
        equal("service_plan.code", filters.plan_code),
        since("contract.updated_at", filters.updated_since),
    )
    return await _contracts.page(page, decode=ContractRead.of, where=where, sort=sort, filters=asdict(filters))


async def revision_page(contract_id: ContractId, page: PageRequest) -> Page[ContractRevisionRead]:
    """Return one page of a contract's revisions, the oldest first."""
    return await _revisions.page(
        page,
        decode=ContractRevisionRead.of,
        where=equal("contract_revision.contract_id", contract_id),
        filters={"contract_id": contract_id},
    )


class Scope(Struct, frozen=True, kw_only=True):
    """Whose contract, for which half-open period; contracts of an equal scope may not overlap."""

    customer_id: UUID
    project_id: UUID | None
    starts_on: date
    ends_on: date | None


async def overlapping(scope: Scope, *, besides: UUID | None = None) -> list[str]:
    """Return the numbers of the contracts of the same scope that cover a day of the period, in their order."""
    none = Clause("project_id IS NULL")
    where = all_of(
        equal("customer_id", scope.customer_id),
        none if scope.project_id is None else equal("project_id", scope.project_id),
        Clause("ends_on IS NULL OR ends_on > ?", (scope.starts_on,)),
        TRUE if scope.ends_on is None else Clause("starts_on < ?", (scope.ends_on,)),
        TRUE if besides is None else Clause("id <> ?", (besides,)),
    )
    found = await database().fetch(f"SELECT number FROM contract WHERE {where.sql} ORDER BY starts_on", *where.args)
    return [row["number"] for row in found]


async def number_is_taken(number: str) -> bool:
    """Return whether a contract has this number."""
    return await database().fetch_one("SELECT 1 FROM contract WHERE number = ?", number) is not None


async def customer_of_contracts(customer_id: UUID) -> Row | None:
    """Return a customer's type and zone; its contracts are written one after the other from here on."""
    suffix = " FOR NO KEY UPDATE" if database().dialect is Dialect.POSTGRES else ""
    return await database().fetch_one(
        f"SELECT id, customer_type_id, time_zone FROM customer WHERE id = ?{suffix}", customer_id
    )


async def customer_of_project(project_id: UUID) -> UUID | None:
    """Return whose project this is, if it is there."""
    row = await database().fetch_one("SELECT customer_id FROM project WHERE id = ?", project_id)
    return None if row is None else row["customer_id"]


async def is_pinned(contract_id: UUID) -> bool:
    """Return whether a ticket has pinned this contract."""
    return await database().fetch_one("SELECT 1 FROM ticket WHERE contract_id = ? LIMIT 1", contract_id) is not None


records.register(records.RecordKind(name=CONTRACT, table="contract", scope=records.nothing))
