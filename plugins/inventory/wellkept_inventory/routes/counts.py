"""Stocktakes."""

from typing import Annotated, Literal
from uuid import UUID

from wellkept_inventory import errors
from wellkept_inventory.permissions import APPROVE, COUNT
from wellkept_inventory.queries import counts as queries
from wellkept_inventory.queries.counts import CountFilters, CountLineFilters
from wellkept_inventory.rules.counting import InventoryCountStatus
from wellkept_inventory.schemas.counts import (
    InventoryCountCreate,
    InventoryCountDue,
    InventoryCountEntries,
    InventoryCountLineRead,
    InventoryCountLines,
    InventoryCountRead,
    InventoryCountTransition,
)
from wellkept_inventory.service import count_posting, counting
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
_PART = "01990000-0000-7000-8000-000000000001"
_CREATE = {"vital_parts": {"location_id": "01990000-0000-7000-8000-000000000002", "part_ids": [_PART], "blind": True}}
_ENTER = {"one_lot": {"entries": [{"part_id": _PART, "lot": "B-17", "counted": "8"}]}}
_END = {"post": {"action": "post"}, "cancel": {"action": "cancel", "reason": "Wrong shelf."}}


def provide_count_filters(
    location_id: Annotated[UUID | None, QueryParameter(description="At this place.")] = None,
    status: Annotated[InventoryCountStatus | None, QueryParameter(description="Exactly this status.")] = None,
) -> CountFilters:
    """Return which counts the caller asks for."""
    return CountFilters(location_id=location_id, status=status)


def provide_count_line_filters(
    counted: Annotated[bool | None, QueryParameter(description="Only those with a figure, or without.")] = None,
    differs: Annotated[
        bool | None, QueryParameter(description="Only those that differ from the book, or do not.")
    ] = None,
) -> CountLineFilters:
    """Return which lines of a count the caller asks for."""
    return CountLineFilters(counted=counted, differs=differs)


@get(
    "/counts",
    opt=needs(COUNT.name),
    dependencies={"filters": Provide(provide_count_filters, sync_to_thread=False)},
)
async def list_counts(
    filters: NamedDependency[CountFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        Literal["number", "-number", "created_at", "-created_at"] | None,
        QueryParameter(description="The order, by default `-number`."),
    ] = None,
) -> Page[InventoryCountRead]:
    """List stocktakes."""
    return await queries.page(ctx, page, filters=filters, sort=sort)


@post(
    "/counts",
    opt=needs(COUNT.name)
    | documents(problems=[errors.LocationNotReal, errors.LocationArchived, errors.CountOverlaps], examples=_CREATE),
)
async def create_count(data: JSONBody[InventoryCountCreate], ctx: NamedDependency[Ctx]) -> Response[InventoryCountRead]:
    """Begin a stocktake of what lies directly at a place."""
    created = await counting.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/inventory/counts/{created.id}")


@get("/counts/due", opt=needs(COUNT.name))
async def list_due_counts(
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    location_id: Annotated[UUID | None, QueryParameter(description="At this place.")] = None,
) -> Page[InventoryCountDue]:
    """List the parts that should be counted by now, as their policies say how often; by code of the part."""
    return await queries.due(ctx, page, location_id=location_id)


@get("/counts/{count_id:uuid}", opt=needs(COUNT.name) | documents(problems=[errors.CountNotFound]))
async def get_count(count_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[InventoryCountRead]:
    """Return one stocktake."""
    return tagged(await queries.count(ctx, count_id))


@get(
    "/counts/{count_id:uuid}/lines",
    opt=needs(COUNT.name) | documents(problems=[errors.CountNotFound]),
    dependencies={"filters": Provide(provide_count_line_filters, sync_to_thread=False)},
)
async def list_count_lines(
    count_id: FromPath[UUID],
    filters: NamedDependency[CountLineFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
) -> Page[InventoryCountLineRead]:
    """List what a stocktake counts, by code; a blind one does not tell what the book says while open."""
    return await queries.lines(ctx, count_id, page, filters=filters)


@post(
    "/counts/{count_id:uuid}/entries",
    opt=needs(COUNT.name)
    | documents(
        problems=[
            errors.CountNotFound,
            errors.CountNotOpen,
            errors.CountOutOfScope,
            errors.CountOverlaps,
            errors.LotRequired,
            errors.LotUnexpected,
            errors.LotUnknown,
            errors.QuantityNotWhole,
            errors.SerialOneEach,
        ],
        examples=_ENTER,
    ),
)
async def create_count_entries(
    count_id: FromPath[UUID], data: JSONBody[InventoryCountEntries], ctx: NamedDependency[Ctx]
) -> InventoryCountLines:
    """Write down what was found; the difference to the book is fixed at this moment, whatever moves later."""
    return await counting.enter(ctx, count_id, data)


@post(
    "/counts/{count_id:uuid}/transitions",
    opt=needs(COUNT.name, APPROVE.name)
    | documents(
        problems=[
            errors.CountNotFound,
            errors.CountNotOpen,
            errors.CountRecount,
            errors.CountSameActor,
            errors.LocationArchived,
            errors.SerialInStock,
        ],
        examples=_END,
    ),
)
async def make_count_transition(
    count_id: FromPath[UUID],
    data: JSONBody[InventoryCountTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[InventoryCountRead]:
    """Post a count, approve it as a second person where its differences are large, or cancel it."""
    return tagged(await count_posting.transition(ctx, count_id, data, if_match=if_match), status_code=CREATED)


ROUTES = (
    list_counts,
    create_count,
    list_due_counts,
    get_count,
    list_count_lines,
    create_count_entries,
    make_count_transition,
)
