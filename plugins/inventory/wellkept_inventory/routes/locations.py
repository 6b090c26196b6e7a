"""Places of stock."""

from typing import Annotated, Literal
from uuid import UUID

from wellkept_inventory import errors
from wellkept_inventory.permissions import CATALOGUE, READ
from wellkept_inventory.queries import locations as queries
from wellkept_inventory.queries.locations import LocationFilters
from wellkept_inventory.schemas.locations import (
    InventoryLocationCreate,
    InventoryLocationPatch,
    InventoryLocationRead,
)
from wellkept_inventory.service import locations as service
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken
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
from wellkept_sdk.services.stock import LocationKind
from wellkept_sdk.text import Name

CREATED = 201
_CREATE = {"store": {"code": "NANJING", "name": "南京备件库", "time_zone": "Asia/Shanghai", "sourcing_priority": 10}}


def provide_location_filters(
    code: Annotated[Name | None, QueryParameter(description="Exactly this code.")] = None,
    kind: Annotated[LocationKind | None, QueryParameter(description="Exactly this kind.")] = None,
    parent_id: Annotated[UUID | None, QueryParameter(description="Directly in this place.")] = None,
    station_id: Annotated[UUID | None, QueryParameter(description="Of this station.")] = None,
    archived: Annotated[bool | None, QueryParameter(description="Only those that are archived, or are not.")] = None,
    include_virtual: Annotated[
        bool | None, QueryParameter(description="Whether to list the virtual places of the ledger, by default true.")
    ] = None,
) -> LocationFilters:
    """Return which places the caller asks for."""
    return LocationFilters(
        code=code,
        kind=kind,
        parent_id=parent_id,
        station_id=station_id,
        archived=archived,
        include_virtual=include_virtual is not False,
    )


@get(
    "/locations",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_location_filters, sync_to_thread=False)},
)
async def list_locations(
    filters: NamedDependency[LocationFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        Literal["code", "-code", "sourcing_priority", "-sourcing_priority"] | None,
        QueryParameter(description="The order, by default `code`."),
    ] = None,
) -> Page[InventoryLocationRead]:
    """List places of stock."""
    return await queries.page(ctx, page, filters=filters, sort=sort)


@post(
    "/locations",
    opt=needs(CATALOGUE.name) | documents(problems=[CodeTaken, errors.LocationArchived], examples=_CREATE),
)
async def create_location(
    data: JSONBody[InventoryLocationCreate], ctx: NamedDependency[Ctx]
) -> Response[InventoryLocationRead]:
    """Make a place of stock."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/inventory/locations/{created.id}")


@get("/locations/{location_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.LocationNotFound]))
async def get_location(location_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[InventoryLocationRead]:
    """Return one place of stock."""
    return tagged(await queries.location(ctx, location_id))


@patch(
    "/locations/{location_id:uuid}",
    opt=needs(CATALOGUE.name)
    | documents(
        problems=[
            errors.LocationNotFound,
            errors.LocationVirtual,
            errors.LocationCircular,
            errors.LocationInUse,
            errors.LocationArchived,
        ]
    ),
)
async def update_location(
    location_id: FromPath[UUID],
    data: JSONBody[InventoryLocationPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[InventoryLocationRead]:
    """Change, move, archive or restore a place by JSON merge patch; one with stock is not archived."""
    return tagged(await service.update(ctx, location_id, data, if_match=if_match))


ROUTES = (list_locations, create_location, get_location, update_location)
