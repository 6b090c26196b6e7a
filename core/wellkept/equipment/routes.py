"""The routes of equipment."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_201_CREATED

from wellkept.equipment import queries
from wellkept.equipment.queries import EquipmentFilters, EquipmentSort
from wellkept.equipment.schemas import EquipmentCreate, EquipmentPatch, EquipmentRead
from wellkept.equipment.service import equipment as service
from wellkept.platform.access.permissions import Permission
from wellkept.platform.plugin_host.extensions import Asked
from wellkept.platform.record_parameters import SORTED_BY, ChangedSince, Exactly, PartOfText, in_utc
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged
from wellkept_sdk.ids import EquipmentId
from wellkept_sdk.records.equipment import Criticality, EquipmentStatus

_READ = needs(Permission.EQUIPMENT_READ, record=queries.EQUIPMENT)
_WRITE = needs(Permission.EQUIPMENT_WRITE, record=queries.EQUIPMENT)


def provide_filters(  # noqa: PLR0913, PLR0917 - every query parameter is an argument
    code: Exactly = None,
    project_id: FromQuery[UUID | None] = None,
    customer_id: FromQuery[UUID | None] = None,
    parent_id: FromQuery[UUID | None] = None,
    roots: Annotated[
        bool | None, QueryParameter(description="Only items without a parent, or with `false` only items with one.")
    ] = None,
    below: Annotated[UUID | None, QueryParameter(description="This item and all below it.")] = None,
    status: FromQuery[EquipmentStatus | None] = None,
    criticality: FromQuery[Criticality | None] = None,
    manufacturer: Exactly = None,
    model: Exactly = None,
    serial_number: Exactly = None,
    q: PartOfText = None,
    updated_since: ChangedSince = None,
) -> EquipmentFilters:
    """Return which equipment the caller asks for."""
    return EquipmentFilters(
        code=code,
        project_id=project_id,
        customer_id=customer_id,
        parent_id=parent_id,
        roots=roots,
        below=below,
        status=status,
        criticality=criticality,
        manufacturer=manufacturer,
        model=model,
        serial_number=serial_number,
        q=q,
        updated_since=in_utc(updated_since),
    )


@get(
    "/equipment",
    opt=needs(Permission.EQUIPMENT_READ),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_equipment(
    filters: NamedDependency[EquipmentFilters],
    equipment_extensions: NamedDependency[Asked],
    page: NamedDependency[PageRequest],
    actor: NamedDependency[Actor],
    sort: Annotated[EquipmentSort | None, SORTED_BY] = None,
) -> Page[EquipmentRead]:
    """List the equipment that the caller may see."""
    return await queries.equipment_page(page, filters=filters, sort=sort, actor=actor, asked=equipment_extensions)


@post("/equipment", opt=needs(Permission.EQUIPMENT_WRITE))
async def create_equipment(data: JSONBody[EquipmentCreate], actor: NamedDependency[Actor]) -> Response[EquipmentRead]:
    """Make an item of equipment, as a root or under a parent of the same project."""
    created = await queries.shown(await service.create(data, actor=actor), actor=actor)
    return tagged(created, status_code=HTTP_201_CREATED, location=f"/v1/equipment/{created.id}")


@get("/equipment/{equipment_id:uuid}", opt=_READ)
async def get_equipment(equipment_id: FromPath[EquipmentId], actor: NamedDependency[Actor]) -> Response[EquipmentRead]:
    """Return one item of equipment."""
    return tagged(await queries.shown(await queries.equipment(equipment_id, actor=actor), actor=actor))


@patch("/equipment/{equipment_id:uuid}", opt=_WRITE)
async def update_equipment(
    equipment_id: FromPath[EquipmentId],
    data: JSONBody[EquipmentPatch],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[EquipmentRead]:
    """Change an item by JSON merge patch; another `parent_id` moves it with all below it."""
    row = await service.update(equipment_id, patch=data, if_match=if_match, actor=actor)
    return tagged(await queries.shown(row, actor=actor))


@delete("/equipment/{equipment_id:uuid}", opt=_WRITE)
async def delete_equipment(
    equipment_id: FromPath[EquipmentId],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> None:
    """Delete an item that nothing refers to."""
    await service.delete(equipment_id, if_match=if_match, actor=actor)


ROUTES = [list_equipment, create_equipment, get_equipment, update_equipment, delete_equipment]
