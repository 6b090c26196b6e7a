"""Questions about customers and their types: reads only, one statement each."""

from datetime import datetime
from typing import get_args

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.customers.schemas import (
    NO_CUSTOMER_EXTENSIONS,
    CustomerCreate,
    CustomerExtensions,
    CustomerExtensionsInput,
    CustomerExtensionsPatch,
    CustomerPatch,
    CustomerRead,
    CustomerTypeRead,
)
from wellkept.platform.access import records
from wellkept.platform.filters import contains
from wellkept.platform.paging.listing import Listing
from wellkept.platform.plugin_host import extensions
from wellkept.platform.plugin_host.extensions import NOTHING_ASKED, Asked
from wellkept.platform.record_sorts import RECORD_SORT_DEFAULT, RecordSort, record_sorts
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import required
from wellkept.platform.storage.sql import any_of
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.clauses import all_of
from wellkept_sdk.db.database import Row
from wellkept_sdk.db.filters import equal, since
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.ids import CustomerId, CustomerTypeId
from wellkept_sdk.records.references import RecordName

CUSTOMER = "customer"
CUSTOMER_TYPE = "customer_type"

CustomerSort = RecordSort

CUSTOMER_RECORD = extensions.register(
    extensions.ExtensibleRecord(
        name=RecordName.CUSTOMER,
        extensions=CustomerExtensions,
        extensions_input=CustomerExtensionsInput,
        extensions_patch=CustomerExtensionsPatch,
        read=CustomerRead,
        create=CustomerCreate,
        patch=CustomerPatch,
        sort_name="CustomerSort",
        sorts=get_args(CustomerSort),
    )
)


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

_CUSTOMER_TYPES = (
    "SELECT customer_type.*, service_plan.code AS default_plan_code"
    " FROM customer_type LEFT JOIN service_plan ON service_plan.id = customer_type.default_plan_id"
)

_customer_types = Listing(
    select=_CUSTOMER_TYPES,
    sorts=record_sorts("customer_type"),
    sort_default=RECORD_SORT_DEFAULT,
    id_column="customer_type.id",
)
_customers = Listing(
    select=_CUSTOMERS,
    sorts=record_sorts("customer"),
    sort_default=RECORD_SORT_DEFAULT,
    id_column="customer.id",
)


async def customer_type(customer_type_id: CustomerTypeId) -> Row:
    """
    Return one customer type, with the code of its default plan as `default_plan_code`.

    Raises:
        NotFound: there is none.
    """
    return required(await database().fetch_one(f"{_CUSTOMER_TYPES} WHERE customer_type.id = ?", customer_type_id))


async def customer_type_page(
    page: PageRequest, *, filters: CustomerTypeFilters, sort: RecordSort | None
) -> Page[CustomerTypeRead]:
    """Return one page of the customer types that pass the filters."""
    where = all_of(
        equal("customer_type.code", filters.code),
        contains(filters.q, "customer_type.code", "customer_type.name"),
        since("customer_type.updated_at", filters.updated_since),
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
    wanted = all_of(equal("customer.id", customer_id), await records.scope(CUSTOMER, actor))
    return required(await database().fetch_one(f"{_CUSTOMERS} WHERE {wanted.sql}", *wanted.args))


async def shown(row: Row, *, actor: Actor) -> CustomerRead:
    """
    Return a customer's row, joined with its type's code, as the caller may see it, with what plugins add to it.

    Raises:
        PluginFailed: a plugin that is required could not answer.
    """
    added = await extensions.of_record(CUSTOMER_RECORD, row["id"], actor=actor)
    return CustomerRead.of(row, actor=actor, extensions=added)


async def customer_page(
    page: PageRequest,
    *,
    filters: CustomerFilters,
    sort: CustomerSort | None,
    actor: Actor,
    asked: Asked = NOTHING_ASKED,
) -> Page[CustomerRead]:
    """Return one page of the customers that the caller may see and that pass the filters."""
    where = all_of(
        await records.scope(CUSTOMER, actor),
        equal("customer.code", filters.code),
        equal("customer_type.code", filters.customer_type),
        contains(filters.q, "customer.code", "customer.name"),
        since("customer.updated_at", filters.updated_since),
        asked.where,
    )
    found = await extensions.sortable(_customers, CUSTOMER_RECORD, sort, actor=actor).rows(
        page, where=where, sort=sort, filters={**asdict(filters), **asked.filters}
    )
    added = await extensions.included(CUSTOMER_RECORD, found.items, asked, actor=actor)
    items = [
        CustomerRead.of(row, actor=actor, extensions=added.get(row["id"], NO_CUSTOMER_EXTENSIONS))
        for row in found.items
    ]
    return Page(items=items, next_cursor=found.next_cursor)


records.register(
    records.RecordKind(name=CUSTOMER_TYPE, table="customer_type", scope=records.nothing),
    records.RecordKind(name=CUSTOMER, table="customer", scope=lambda actor: any_of("customer.id", actor.customer_ids)),
)
