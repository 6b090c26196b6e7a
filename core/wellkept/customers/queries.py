"""Questions about customers and their types: reads only, one statement each."""

from datetime import datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.customers.schemas import CustomerRead, CustomerTypeRead
from wellkept.platform.access import records
from wellkept.platform.filters import contains, equal, since
from wellkept.platform.paging.listing import Listing
from wellkept.platform.paging.page import Page, PageRequest
from wellkept.platform.record_sorts import RECORD_SORT_DEFAULT, RecordSort, record_sorts
from wellkept.platform.storage.connection import Row
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import all_of, any_of
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import CustomerId, CustomerTypeId

CUSTOMER = "customer"
CUSTOMER_TYPE = "customer_type"


class CustomerTypeFilters(Struct, frozen=True, kw_only=True):
    """Which customer types a list shows."""

    code: str | None = None
    q: str | None = None
    updated_since: datetime | None = None


class CustomerFilters(Struct, frozen=True, kw_only=True):
    """Which customers a list shows."""

    code: str | None = None
    customer_type: str | None = None
    q: str | None = None
    updated_since: datetime | None = None


_CUSTOMERS = (
    "SELECT customer.*, customer_type.code AS customer_type"
    " FROM customer JOIN customer_type ON customer_type.id = customer.customer_type_id"
)

_customer_types = Listing(
    select="SELECT * FROM customer_type",
    sorts=record_sorts("customer_type"),
    sort_default=RECORD_SORT_DEFAULT,
)
_customers = Listing(
    select=_CUSTOMERS,
    sorts=record_sorts("customer"),
    sort_default=RECORD_SORT_DEFAULT,
    id_column="customer.id",
)


async def customer_type(customer_type_id: CustomerTypeId) -> Row:
    """
    Return one customer type.

    Raises:
        NotFound: there is none.
    """
    row = await database().fetch_one("SELECT * FROM customer_type WHERE id = ?", customer_type_id)
    if row is None:
        raise NotFound
    return row


async def customer_type_page(
    page: PageRequest, *, filters: CustomerTypeFilters, sort: RecordSort | None
) -> Page[CustomerTypeRead]:
    """Return one page of the customer types that pass the filters."""
    where = all_of(
        equal("code", filters.code),
        contains(filters.q, "code", "name"),
        since("updated_at", filters.updated_since),
    )
    return await _customer_types.page(page, decode=CustomerTypeRead.of, where=where, sort=sort, filters=asdict(filters))


async def customer_type_id(code: str) -> CustomerTypeId | None:
    """Return the customer type of this code."""
    row = await database().fetch_one("SELECT id FROM customer_type WHERE code = ?", code)
    return None if row is None else CustomerTypeId(row["id"])


async def customer(customer_id: CustomerId, *, actor: Actor) -> Row:
    """
    Return one customer that the caller may see, with its type's code as `customer_type`.

    Raises:
        NotFound: there is none.
    """
    wanted = all_of(equal("customer.id", customer_id), records.scope(CUSTOMER, actor))
    row = await database().fetch_one(f"{_CUSTOMERS} WHERE {wanted.sql}", *wanted.args)
    if row is None:
        raise NotFound
    return row


async def customer_page(
    page: PageRequest, *, filters: CustomerFilters, sort: RecordSort | None, actor: Actor
) -> Page[CustomerRead]:
    """Return one page of the customers that the caller may see and that pass the filters."""
    where = all_of(
        records.scope(CUSTOMER, actor),
        equal("customer.code", filters.code),
        equal("customer_type.code", filters.customer_type),
        contains(filters.q, "customer.code", "customer.name"),
        since("customer.updated_at", filters.updated_since),
    )
    return await _customers.page(
        page, decode=partial(CustomerRead.of, actor=actor), where=where, sort=sort, filters=asdict(filters)
    )


records.register(
    records.RecordKind(name=CUSTOMER_TYPE, table="customer_type", scope=records.nothing),
    records.RecordKind(name=CUSTOMER, table="customer", scope=lambda actor: any_of("customer.id", actor.customer_ids)),
)
