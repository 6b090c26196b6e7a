"""How parts are replenished: policies, forecasts, and what should be transferred or ordered."""

from typing import Annotated, Literal
from uuid import UUID

from wellkept_inventory import errors
from wellkept_inventory.permissions import CATALOGUE, ORDER, READ
from wellkept_inventory.queries import policies as queries
from wellkept_inventory.queries.forecasts import forecast_asked
from wellkept_inventory.queries.policies import PolicyFilters
from wellkept_inventory.queries.suggestions import SuggestionFilters, suggestions
from wellkept_inventory.rules.alerts import StockAlert
from wellkept_inventory.rules.policies import ReplenishmentMethod, SupplySource
from wellkept_inventory.schemas.forecasts import InventoryForecastCreate, InventoryForecastRead
from wellkept_inventory.schemas.policies import InventoryPolicyCreate, InventoryPolicyPatch, InventoryPolicyRead
from wellkept_inventory.schemas.suggestions import InventorySuggestions
from wellkept_inventory.service import policies as service
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
    patch,
    post,
    tagged,
)

OK = 200
CREATED = 201
_FORECAST = {
    "demand": {"demand": ["0", "0", "3", "0", "0", "0", "2", "0", "1", "0", "0", "4"], "method": "sba"},
}


def policy_filters(
    part_id: Annotated[UUID | None, QueryParameter(description="Of this part.")] = None,
    location_id: Annotated[UUID | None, QueryParameter(description="For this place.")] = None,
    method: Annotated[ReplenishmentMethod | None, QueryParameter(description="Exactly this method.")] = None,
    alert: Annotated[StockAlert | None, QueryParameter(description="Whose stock is so.")] = None,
    party_id: Annotated[UUID | None, QueryParameter(description="Usually bought from this supplier.")] = None,
) -> PolicyFilters:
    """Return which policies the caller asks for."""
    return PolicyFilters(part_id=part_id, location_id=location_id, method=method, alert=alert, party_id=party_id)


def suggestion_filters(
    part_id: Annotated[UUID | None, QueryParameter(description="Of this part.")] = None,
    location_id: Annotated[UUID | None, QueryParameter(description="For this place.")] = None,
    party_id: Annotated[UUID | None, QueryParameter(description="Purchases from this supplier.")] = None,
    source: Annotated[SupplySource | None, QueryParameter(description="Only transfers, or only purchases.")] = None,
) -> SuggestionFilters:
    """Return which suggestions the caller asks for."""
    return SuggestionFilters(part_id=part_id, location_id=location_id, party_id=party_id, source=source)


@get(
    "/policies",
    opt=needs(CATALOGUE.name),
    dependencies={"filters": Provide(policy_filters, sync_to_thread=False)},
)
async def list_policies(
    filters: NamedDependency[PolicyFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        Literal["created_at", "-created_at"] | None, QueryParameter(description="The order, by default `created_at`.")
    ] = None,
) -> Page[InventoryPolicyRead]:
    """List how parts are replenished."""
    return await queries.page(ctx, page, filters=filters, sort=sort)


@post(
    "/policies",
    opt=needs(CATALOGUE.name)
    | documents(
        problems=[
            errors.PolicyTaken,
            errors.PolicyInvalid,
            errors.QuantityNotWhole,
            errors.LocationNotIssuable,
            errors.LocationArchived,
            errors.PartNotActive,
        ]
    ),
)
async def create_policy(
    data: JSONBody[InventoryPolicyCreate], ctx: NamedDependency[Ctx]
) -> Response[InventoryPolicyRead]:
    """Decide how a part is replenished at a place, with all that lies inside it; it is forecast at once."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/inventory/policies/{created.id}")


@get("/policies/{policy_id:uuid}", opt=needs(CATALOGUE.name) | documents(problems=[errors.PolicyNotFound]))
async def get_policy(policy_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[InventoryPolicyRead]:
    """Return how a part is replenished at a place, what was forecast last, and what is wrong with its stock."""
    return tagged(await queries.policy(ctx, policy_id))


@patch(
    "/policies/{policy_id:uuid}",
    opt=needs(CATALOGUE.name)
    | documents(problems=[errors.PolicyNotFound, errors.PolicyInvalid, errors.QuantityNotWhole]),
)
async def update_policy(
    policy_id: FromPath[UUID],
    data: JSONBody[InventoryPolicyPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[InventoryPolicyRead]:
    """Change by JSON merge patch how a part is replenished; with the method `none` it is not any more."""
    return tagged(await service.update(ctx, policy_id, data, if_match=if_match))


@post(
    "/forecasts",
    status_code=OK,
    opt=needs(READ.name) | documents(problems=[errors.ForecastNoDemand], examples=_FORECAST),
)
async def make_forecast(data: JSONBody[InventoryForecastCreate], ctx: NamedDependency[Ctx]) -> InventoryForecastRead:
    """Return what past demand lets us expect; stores nothing."""
    return await forecast_asked(ctx, data)


@get(
    "/suggestions",
    opt=needs(ORDER.name),
    dependencies={"filters": Provide(suggestion_filters, sync_to_thread=False)},
)
async def list_suggestions(
    filters: NamedDependency[SuggestionFilters], ctx: NamedDependency[Ctx]
) -> InventorySuggestions:
    """
    Return all that should be transferred or ordered now.

    A place wants more where what is available and on order, without what reservations wait for, has come to its reorder
    point. What other places have beyond their own levels is transferred before anything is bought.
    """
    return await suggestions(ctx, filters=filters)


ROUTES = (list_policies, create_policy, get_policy, update_policy, make_forecast, list_suggestions)
