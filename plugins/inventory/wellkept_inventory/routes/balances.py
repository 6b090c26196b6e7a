"""What lies where, what it is worth, and whether the books are right."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from wellkept_inventory.permissions import AUDIT, READ
from wellkept_inventory.queries.balances import BalanceFilters, balance_page
from wellkept_inventory.queries.integrity import integrity
from wellkept_inventory.queries.valuation import valuation
from wellkept_inventory.rules.alerts import StockAlert
from wellkept_inventory.schemas.balances import InventoryBalance
from wellkept_inventory.schemas.ticket_lines import LotNumber
from wellkept_inventory.schemas.valuation import InventoryIntegrity, InventoryValuation
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromQuery,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    get,
    needs,
)

_UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
StockOwner = Annotated[str, Meta(pattern=rf"^(own|{_UUID})\Z", examples=["own"])]
OfOwner = Annotated[StockOwner | None, QueryParameter(description="Whose stock: `own` is ours, an id that party's.")]


def balance_filters(  # noqa: PLR0913, PLR0917 - one argument for each filter that the API documents
    part_id: FromQuery[UUID | None] = None,
    location_id: FromQuery[UUID | None] = None,
    stock_owner_id: OfOwner = None,
    lot: FromQuery[LotNumber | None] = None,
    serial: FromQuery[LotNumber | None] = None,
    alert: Annotated[StockAlert | None, QueryParameter(description="What the policy of part and place tells.")] = None,
    include_zero: Annotated[bool, QueryParameter(description="Also what is empty.")] = False,  # noqa: FBT002 - a query parameter
    include_virtual: Annotated[bool, QueryParameter(description="Also the virtual places.")] = False,  # noqa: FBT002 - the same
) -> BalanceFilters:
    """Return the filters that the query names; the dependency `balance_filters`."""
    return BalanceFilters(
        part_id=part_id,
        location_id=location_id,
        stock_owner_id=stock_owner_id,
        lot=lot,
        serial=serial,
        alert=alert,
        include_zero=include_zero,
        include_virtual=include_virtual,
    )


@get(
    "/balances",
    opt=needs(READ.name),
    dependencies={"balance_filters": Provide(balance_filters, sync_to_thread=False)},
)
async def list_balances(
    balance_filters: NamedDependency[BalanceFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[InventoryBalance]:
    """List what lies where, by part."""
    return await balance_page(ctx, page, filters=balance_filters)


@get("/valuation", opt=needs(AUDIT.name))
async def get_valuation(
    ctx: NamedDependency[Ctx], part_id: FromQuery[UUID | None] = None, location_id: FromQuery[UUID | None] = None
) -> InventoryValuation:
    """Return what our stock is worth, and what lies with us that is not ours."""
    return await valuation(ctx, part_id=part_id, location_id=location_id)


@get("/integrity", opt=needs(AUDIT.name))
async def get_integrity(ctx: NamedDependency[Ctx]) -> InventoryIntegrity:
    """Count everything again from the moves, and return what contradicts them."""
    return await integrity(ctx)


ROUTES = (list_balances, get_valuation, get_integrity)
