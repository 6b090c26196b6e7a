"""Purchase orders."""

from typing import Annotated, Literal
from uuid import UUID

from wellkept_inventory import errors
from wellkept_inventory.permissions import ORDER
from wellkept_inventory.queries import orders as queries
from wellkept_inventory.queries.orders import OrderFilters
from wellkept_inventory.rules.ordering import InventoryOrderStatus
from wellkept_inventory.schemas.orders import (
    InventoryPurchaseOrderCreate,
    InventoryPurchaseOrderRead,
    InventoryPurchaseOrderTransition,
)
from wellkept_inventory.service import ordering as service
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    Response,
    documents,
    get,
    needs,
    post,
    tagged,
)

CREATED = 201
_CREATE = {
    "emergency_supply": {
        "party_id": "01990000-0000-7000-8000-000000000101",
        "currency": "CNY",
        "expected_on": "2026-03-04",
        "emergency": True,
        "lines": [
            {
                "part_id": "01990000-0000-7000-8000-000000000001",
                "location_id": "01990000-0000-7000-8000-000000000002",
                "quantity": "2",
                "unit_price": {"amount_minor": 3850, "currency": "CNY"},
            }
        ],
    }
}


def provide_order_filters(
    party_id: Annotated[UUID | None, QueryParameter(description="From this supplier.")] = None,
    status: Annotated[InventoryOrderStatus | None, QueryParameter(description="Exactly this status.")] = None,
    emergency: Annotated[bool | None, QueryParameter(description="Only emergency supply, or none of it.")] = None,
    ticket_id: Annotated[UUID | None, QueryParameter(description="For this ticket.")] = None,
    part_id: Annotated[UUID | None, QueryParameter(description="With this part.")] = None,
) -> OrderFilters:
    """Return which purchase orders the caller asks for."""
    return OrderFilters(party_id=party_id, status=status, emergency=emergency, ticket_id=ticket_id, part_id=part_id)


@get(
    "/purchase-orders",
    opt=needs(ORDER.name),
    dependencies={"filters": Provide(provide_order_filters, sync_to_thread=False)},
)
async def list_purchase_orders(
    filters: NamedDependency[OrderFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        Literal["number", "-number", "created_at", "-created_at", "expected_on", "-expected_on"] | None,
        QueryParameter(description="The order, by default `-number`."),
    ] = None,
) -> Page[InventoryPurchaseOrderRead]:
    """List purchase orders."""
    return await queries.page(ctx, page, filters=filters, sort=sort)


@post(
    "/purchase-orders",
    opt=needs(ORDER.name)
    | documents(
        problems=[errors.LocationArchived, errors.LocationNotReal, errors.PartNotActive, errors.QuantityNotWhole],
        examples=_CREATE,
    ),
)
async def create_purchase_order(
    data: JSONBody[InventoryPurchaseOrderCreate], ctx: NamedDependency[Ctx]
) -> Response[InventoryPurchaseOrderRead]:
    """Make a purchase order; the supplier does not have it before it is placed."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/inventory/purchase-orders/{created.id}")


@get(
    "/purchase-orders/{purchase_order_id:uuid}",
    opt=needs(ORDER.name) | documents(problems=[errors.OrderNotFound]),
)
async def get_purchase_order(
    purchase_order_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> Response[InventoryPurchaseOrderRead]:
    """Return one purchase order."""
    return tagged(await queries.order(ctx, purchase_order_id))


@post(
    "/purchase-orders/{purchase_order_id:uuid}/transitions",
    opt=needs(ORDER.name)
    | documents(
        problems=[errors.OrderNotFound, errors.OrderWrongState, errors.PartNotActive],
        examples={"order": {"action": "order"}},
    ),
)
async def make_purchase_order_transition(
    purchase_order_id: FromPath[UUID],
    data: JSONBody[InventoryPurchaseOrderTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[InventoryPurchaseOrderRead]:
    """Place an order with its supplier, close it when nothing more is expected, or cancel it before anything came."""
    made = await service.transition(ctx, purchase_order_id, data.action, if_match=if_match)
    return tagged(made, status_code=CREATED)


ROUTES = (
    list_purchase_orders,
    create_purchase_order,
    get_purchase_order,
    make_purchase_order_transition,
)
