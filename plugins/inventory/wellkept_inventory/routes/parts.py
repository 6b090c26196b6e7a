"""Parts of the catalogue, and where they are."""

from typing import Annotated, Literal
from uuid import UUID

from wellkept_inventory import errors
from wellkept_inventory.permissions import CATALOGUE, READ
from wellkept_inventory.queries import availability
from wellkept_inventory.queries import parts as queries
from wellkept_inventory.queries.parts import PartFilters
from wellkept_inventory.schemas.availability import InventoryAvailability
from wellkept_inventory.schemas.parts import InventoryPartCreate, InventoryPartPatch, InventoryPartRead
from wellkept_inventory.service import parts as service
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
from wellkept_sdk.services.inventory import PartNotFound
from wellkept_sdk.services.stock import PartStatus
from wellkept_sdk.text import Name

CREATED = 201
_CREATE = {
    "bearing": {
        "code": "BRG-6204",
        "name": "深沟球轴承 6204",
        "unit": "ea",
        "tracking": "lot",
        "gtin": "09506000134352",
        "manufacturer": "SKF",
        "manufacturer_part_number": "6204-2Z",
        "criticality": "vital",
        "wear_part": True,
        "models": [{"model": "CR-5", "quantity": "2", "recommended": "4"}],
        "standard_cost": {"amount_minor": 3850, "currency": "CNY"},
    }
}


def provide_part_filters(
    code: Annotated[Name | None, QueryParameter(description="Exactly this code.")] = None,
    gtin: Annotated[Name | None, QueryParameter(description="This GTIN, with or without zeros before it.")] = None,
    model: Annotated[Name | None, QueryParameter(description="Fits this model of equipment, exactly.")] = None,
    status: Annotated[PartStatus | None, QueryParameter(description="Exactly this status.")] = None,
    q: Annotated[
        Name | None,
        QueryParameter(
            description="A part of code, name or manufacturer's number; capitals of A to Z make no difference."
        ),
    ] = None,
) -> PartFilters:
    """Return which parts the caller asks for."""
    return PartFilters(code=code, gtin=gtin, model=model, status=status, q=q)


@get("/parts", opt=needs(READ.name), dependencies={"filters": Provide(provide_part_filters, sync_to_thread=False)})
async def list_parts(
    filters: NamedDependency[PartFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        Literal["code", "-code", "name", "-name"] | None, QueryParameter(description="The order, by default `code`.")
    ] = None,
) -> Page[InventoryPartRead]:
    """List parts."""
    return await queries.page(ctx, page, filters=filters, sort=sort)


@post("/parts", opt=needs(CATALOGUE.name) | documents(problems=[CodeTaken, errors.GtinTaken], examples=_CREATE))
async def create_part(data: JSONBody[InventoryPartCreate], ctx: NamedDependency[Ctx]) -> Response[InventoryPartRead]:
    """Make a part."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/inventory/parts/{created.id}")


@get("/parts/{part_id:uuid}", opt=needs(READ.name) | documents(problems=[PartNotFound]))
async def get_part(part_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[InventoryPartRead]:
    """Return one part."""
    return tagged(await queries.part(ctx, part_id))


@patch(
    "/parts/{part_id:uuid}",
    opt=needs(CATALOGUE.name)
    | documents(problems=[PartNotFound, errors.GtinTaken, errors.PartFixed, errors.PartInUse]),
)
async def update_part(
    part_id: FromPath[UUID],
    data: JSONBody[InventoryPartPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[InventoryPartRead]:
    """Change a part by JSON merge patch; once it has moved, how it is tracked and counted stays as it is."""
    return tagged(await service.update(ctx, part_id, data, if_match=if_match))


@get("/parts/{part_id:uuid}/availability", opt=needs(READ.name) | documents(problems=[PartNotFound]))
async def get_part_availability(
    part_id: FromPath[UUID],
    ctx: NamedDependency[Ctx],
    ticket_id: Annotated[
        UUID | None, QueryParameter(description="As the terms of this ticket allow it to be used.")
    ] = None,
) -> InventoryAvailability:
    """Return where a part is available, in the order in which places are asked, what is on order, and substitutes."""
    return await availability.of_part(ctx, part_id, ticket_id=ticket_id)


ROUTES = (list_parts, create_part, get_part, update_part, get_part_availability)
