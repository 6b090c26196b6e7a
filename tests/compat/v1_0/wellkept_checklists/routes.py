"""The routes, below a ticket."""

from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    Mount,
    MountPoint,
    NamedDependency,
    Page,
    PageRequest,
    documents,
    get,
    needs,
    post,
)

from wellkept_checklists import queries, service
from wellkept_checklists.errors import ChecklistsItemRepeated
from wellkept_checklists.permissions import READ, WRITE
from wellkept_checklists.schemas import ChecklistsItemCreate, ChecklistsItemRead


@get("/", opt=needs(READ.name))
async def list_items(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[ChecklistsItemRead]:
    """List the items of a ticket, in the order of their adding."""
    found = await queries.item_page(ctx, ticket_id, page)
    return Page(items=[ChecklistsItemRead.of(row) for row in found.items], next_cursor=found.next_cursor)


@post("/", opt=needs(WRITE.name) | documents(problems=[ChecklistsItemRepeated]))
async def add_item(
    ticket_id: FromPath[UUID], data: JSONBody[ChecklistsItemCreate], ctx: NamedDependency[Ctx]
) -> ChecklistsItemRead:
    """Add an item to a ticket."""
    return ChecklistsItemRead.of(await service.add(ctx, ticket_id, text=data.text))


@post("/{item_id:uuid}/done", opt=needs(WRITE.name))
async def finish_item(
    ticket_id: FromPath[UUID], item_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> ChecklistsItemRead:
    """Say that an item is done; one that is done already stays as it is."""
    return ChecklistsItemRead.of(await service.finish(ctx, ticket_id, item_id))


MOUNTS = (Mount(at=MountPoint.TICKET, routes=[list_items, add_item, finish_item]),)
