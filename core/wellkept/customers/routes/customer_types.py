"""The routes of customer types."""

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED

from wellkept.customers import queries
from wellkept.customers.queries import CustomerTypeFilters
from wellkept.customers.schemas import CustomerTypeCreate, CustomerTypePatch, CustomerTypeRead
from wellkept.customers.service import customer_types as service
from wellkept.platform.access.permissions import Permission
from wellkept.platform.record_parameters import ChangedSince, Exactly, PartOfText, SortedBy, in_utc
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged
from wellkept_sdk.ids import CustomerTypeId

_READ = needs(Permission.CUSTOMER_TYPES_READ, record=queries.CUSTOMER_TYPE)
_WRITE = needs(Permission.CUSTOMER_TYPES_WRITE, record=queries.CUSTOMER_TYPE)


def provide_filters(
    code: Exactly = None,
    q: PartOfText = None,
    updated_since: ChangedSince = None,
) -> CustomerTypeFilters:
    """Return which customer types the caller asks for."""
    return CustomerTypeFilters(code=code, q=q, updated_since=in_utc(updated_since))


@get(
    "/customer-types",
    opt=needs(Permission.CUSTOMER_TYPES_READ),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_customer_types(
    filters: NamedDependency[CustomerTypeFilters],
    page: NamedDependency[PageRequest],
    sort: SortedBy = None,
) -> Page[CustomerTypeRead]:
    """List the customer types."""
    return await queries.customer_type_page(page, filters=filters, sort=sort)


@post("/customer-types", opt=needs(Permission.CUSTOMER_TYPES_WRITE))
async def create_customer_type(
    data: JSONBody[CustomerTypeCreate], actor: NamedDependency[Actor]
) -> Response[CustomerTypeRead]:
    """Make a customer type."""
    created = CustomerTypeRead.of(await service.create(data, actor=actor))
    return tagged(created, status_code=HTTP_201_CREATED, location=f"/v1/customer-types/{created.id}")


@get("/customer-types/{customer_type_id:uuid}", opt=_READ)
async def get_customer_type(customer_type_id: FromPath[CustomerTypeId]) -> Response[CustomerTypeRead]:
    """Return one customer type."""
    return tagged(CustomerTypeRead.of(await queries.customer_type(customer_type_id)))


@patch("/customer-types/{customer_type_id:uuid}", opt=_WRITE)
async def update_customer_type(
    customer_type_id: FromPath[CustomerTypeId],
    data: JSONBody[CustomerTypePatch],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[CustomerTypeRead]:
    """Change a customer type by JSON merge patch."""
    row = await service.update(customer_type_id, patch=data, if_match=if_match, actor=actor)
    return tagged(CustomerTypeRead.of(row))


@delete("/customer-types/{customer_type_id:uuid}", opt=_WRITE)
async def delete_customer_type(
    customer_type_id: FromPath[CustomerTypeId],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> None:
    """Delete a customer type that no customer has."""
    await service.delete(customer_type_id, if_match=if_match, actor=actor)


ROUTES = [list_customer_types, create_customer_type, get_customer_type, update_customer_type, delete_customer_type]
