"""The routes of customers."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_201_CREATED

from wellkept.customers import queries
from wellkept.customers.queries import CustomerFilters, CustomerSort
from wellkept.customers.schemas import CustomerCreate, CustomerPatch, CustomerRead
from wellkept.customers.service import customers as service
from wellkept.platform.access.permissions import Permission
from wellkept.platform.plugin_host.extensions import Asked
from wellkept.platform.record_parameters import SORTED_BY, ChangedSince, Exactly, PartOfText, in_utc
from wellkept.platform.settings import Settings
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged
from wellkept_sdk.ids import CustomerId
from wellkept_sdk.text import Name

_READ = needs(Permission.CUSTOMERS_READ, record=queries.CUSTOMER)
_WRITE = needs(Permission.CUSTOMERS_WRITE, record=queries.CUSTOMER)


def provide_filters(
    code: Exactly = None,
    customer_type: Annotated[Name | None, QueryParameter(description="The code of a customer type.")] = None,
    q: PartOfText = None,
    updated_since: ChangedSince = None,
) -> CustomerFilters:
    """Return which customers the caller asks for."""
    return CustomerFilters(
        code=code,
        customer_type=customer_type,
        q=q,
        updated_since=in_utc(updated_since),
    )


@get(
    "/customers",
    opt=needs(Permission.CUSTOMERS_READ),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_customers(
    filters: NamedDependency[CustomerFilters],
    customer_extensions: NamedDependency[Asked],
    page: NamedDependency[PageRequest],
    actor: NamedDependency[Actor],
    sort: Annotated[CustomerSort | None, SORTED_BY] = None,
) -> Page[CustomerRead]:
    """List the customers that the caller may see."""
    return await queries.customer_page(page, filters=filters, sort=sort, actor=actor, asked=customer_extensions)


@post("/customers", opt=needs(Permission.CUSTOMERS_WRITE))
async def create_customer(
    data: JSONBody[CustomerCreate], settings: NamedDependency[Settings], actor: NamedDependency[Actor]
) -> Response[CustomerRead]:
    """Make a customer; without a locale or time zone it gets the deployment's."""
    created = await queries.shown(await service.create(data, settings=settings, actor=actor), actor=actor)
    return tagged(created, status_code=HTTP_201_CREATED, location=f"/v1/customers/{created.id}")


@get("/customers/{customer_id:uuid}", opt=_READ)
async def get_customer(customer_id: FromPath[CustomerId], actor: NamedDependency[Actor]) -> Response[CustomerRead]:
    """Return one customer."""
    return tagged(await queries.shown(await queries.customer(customer_id, actor=actor), actor=actor))


@patch("/customers/{customer_id:uuid}", opt=_WRITE)
async def update_customer(
    customer_id: FromPath[CustomerId],
    data: JSONBody[CustomerPatch],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[CustomerRead]:
    """Change a customer by JSON merge patch."""
    row = await service.update(customer_id, patch=data, if_match=if_match, actor=actor)
    return tagged(await queries.shown(row, actor=actor))


@delete("/customers/{customer_id:uuid}", opt=_WRITE)
async def delete_customer(
    customer_id: FromPath[CustomerId],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> None:
    """Delete a customer that nothing refers to."""
    await service.delete(customer_id, if_match=if_match, actor=actor)


ROUTES = [list_customers, create_customer, get_customer, update_customer, delete_customer]
