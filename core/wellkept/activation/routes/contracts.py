"""The routes of contracts."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from wellkept.activation.queries import contracts as queries
from wellkept.activation.queries.contracts import CONTRACT_SORT_DEFAULT, ContractFilters, ContractSort
from wellkept.activation.schemas.contracts import ContractCreate, ContractPatch, ContractRead, ContractRevisionRead
from wellkept.activation.schemas.explanations import PreviewRead
from wellkept.activation.service import contracts as service
from wellkept.activation.service import previews
from wellkept.platform.access.permissions import Permission
from wellkept.platform.record_parameters import ChangedSince, Exactly, in_utc
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged
from wellkept_sdk.ids import ContractId

_READ = needs(Permission.ACTIVATION_READ, record=queries.CONTRACT)
_WRITE = needs(Permission.ACTIVATION_WRITE, record=queries.CONTRACT)


def provide_filters(
    number: Exactly = None,
    customer_id: Annotated[UUID | None, QueryParameter(description="Contracts of this customer.")] = None,
    project_id: Annotated[UUID | None, QueryParameter(description="Contracts of this project alone.")] = None,
    plan_code: Exactly = None,
    updated_since: ChangedSince = None,
) -> ContractFilters:
    """Return which contracts the caller asks for."""
    return ContractFilters(
        number=number,
        customer_id=customer_id,
        project_id=project_id,
        plan_code=plan_code,
        updated_since=in_utc(updated_since),
    )


@get(
    "/contracts",
    opt=needs(Permission.ACTIVATION_READ),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_contracts(
    filters: NamedDependency[ContractFilters],
    page: NamedDependency[PageRequest],
    sort: Annotated[
        ContractSort | None,
        QueryParameter(description=f"The order, by default `{CONTRACT_SORT_DEFAULT}`; `-` is descending."),
    ] = None,
) -> Page[ContractRead]:
    """List the contracts."""
    return await queries.contract_page(page, filters=filters, sort=sort)


@post("/contracts", opt=needs(Permission.ACTIVATION_WRITE))
async def create_contract(data: JSONBody[ContractCreate], actor: NamedDependency[Actor]) -> Response[ContractRead]:
    """Make a contract of a customer, or of one of its projects."""
    created = ContractRead.of(await service.create(data, actor=actor))
    return tagged(created, status_code=HTTP_201_CREATED, location=f"/v1/contracts/{created.id}")


@post("/contracts/preview", opt=needs(Permission.ACTIVATION_READ), status_code=HTTP_200_OK)
async def preview_contract(data: JSONBody[ContractCreate], actor: NamedDependency[Actor]) -> PreviewRead:
    """Return what a contract would change, for how many records, and with which contracts it would overlap."""
    return await previews.of_contract(data, actor=actor)


@get("/contracts/{contract_id:uuid}", opt=_READ)
async def get_contract(contract_id: FromPath[ContractId]) -> Response[ContractRead]:
    """Return one contract as its last revision has it."""
    return tagged(ContractRead.of(await queries.contract(contract_id)))


@patch("/contracts/{contract_id:uuid}", opt=_WRITE)
async def update_contract(
    contract_id: FromPath[ContractId],
    data: JSONBody[ContractPatch],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[ContractRead]:
    """Change a contract from now on; the override of a plugin is replaced whole, and null removes it."""
    row = await service.update(contract_id, patch=data, if_match=if_match, actor=actor)
    return tagged(ContractRead.of(row))


@delete("/contracts/{contract_id:uuid}", opt=_WRITE)
async def delete_contract(
    contract_id: FromPath[ContractId],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> None:
    """Delete a contract that no ticket has pinned."""
    await service.delete(contract_id, if_match=if_match, actor=actor)


@get("/contracts/{contract_id:uuid}/revisions", opt=_READ)
async def list_contract_revisions(
    contract_id: FromPath[ContractId], page: NamedDependency[PageRequest]
) -> Page[ContractRevisionRead]:
    """List the revisions of a contract, the oldest first."""
    return await queries.revision_page(contract_id, page)


ROUTES = [
    list_contracts,
    create_contract,
    preview_contract,
    get_contract,
    update_contract,
    delete_contract,
    list_contract_revisions,
]
