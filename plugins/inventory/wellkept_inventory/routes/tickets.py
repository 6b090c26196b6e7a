"""What is reserved and used for a ticket."""

from uuid import UUID

from wellkept_inventory import errors
from wellkept_inventory.permissions import MOVE, READ
from wellkept_inventory.queries.uses import uses_of
from wellkept_inventory.schemas.issues import InventoryIssueCreate, InventoryReturnCreate
from wellkept_inventory.schemas.postings import InventoryPosting
from wellkept_inventory.schemas.reservations import (
    InventoryReservation,
    InventoryReservationCreate,
    InventoryReservations,
    InventoryReservationTransition,
)
from wellkept_inventory.schemas.uses import InventoryUses
from wellkept_inventory.service import issuing, reserving, returning
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, JSONBody, NamedDependency, Page, PageRequest, documents, get, needs, post
from wellkept_sdk.ids import TicketId

_LINES = (
    errors.TicketNotOpen,
    errors.QuantityNotWhole,
    errors.SerialOneEach,
    errors.LotUnexpected,
    errors.LotUnknown,
)
_SOURCES = (
    errors.LocationNotIssuable,
    errors.LocationArchived,
    errors.LocationNotInTerms,
    errors.StockOwnerNotAllowed,
    errors.LotExpired,
)


@get("/reservations", opt=needs(READ.name))
async def list_reservations(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[InventoryReservation]:
    """Return what a ticket needs of parts and what is held for it, oldest first."""
    return await reserving.page_of(ctx, TicketId(ticket_id), page)


@post("/reservations", opt=needs(MOVE.name) | documents(problems=[*_LINES, *_SOURCES, errors.PartNotActive]))
async def reserve(
    ticket_id: FromPath[UUID], data: JSONBody[InventoryReservationCreate], ctx: NamedDependency[Ctx]
) -> InventoryReservations:
    """Hold what is there of parts for a ticket; what is missing is held as soon as it comes."""
    return await reserving.reserve(ctx, TicketId(ticket_id), data)


@post(
    "/reservations/{reservation_id:uuid}/transitions",
    opt=needs(MOVE.name) | documents(problems=[errors.ReservationNotFound, errors.ReservationEnded]),
)
async def move_reservation(
    ticket_id: FromPath[UUID],
    reservation_id: FromPath[UUID],
    data: JSONBody[InventoryReservationTransition],
    ctx: NamedDependency[Ctx],
) -> InventoryReservation:
    """Release a reservation, or let it hold longer."""
    return await reserving.move(ctx, TicketId(ticket_id), reservation_id, data)


@post(
    "/issues",
    opt=needs(MOVE.name)
    | documents(
        problems=[
            *_LINES,
            *_SOURCES,
            errors.LotRequired,
            errors.PostingInFuture,
            errors.EquipmentElsewhere,
            errors.ReservationMismatch,
            errors.ReservationNeeded,
            errors.StockInsufficient,
        ]
    ),
)
async def issue_parts(
    ticket_id: FromPath[UUID], data: JSONBody[InventoryIssueCreate], ctx: NamedDependency[Ctx]
) -> InventoryPosting:
    """Use parts for a ticket; its service record names them."""
    return InventoryPosting.of(await issuing.issue(ctx, TicketId(ticket_id), data))


@post(
    "/returns",
    opt=needs(MOVE.name)
    | documents(
        problems=[
            *_LINES,
            errors.LotRequired,
            errors.PostingInFuture,
            errors.LocationNotReal,
            errors.LocationArchived,
            errors.ReturnExceedsIssue,
            errors.QuarantineMissing,
            errors.SerialInStock,
        ]
    ),
)
async def return_parts(
    ticket_id: FromPath[UUID], data: JSONBody[InventoryReturnCreate], ctx: NamedDependency[Ctx]
) -> InventoryPosting:
    """Take unused parts back, or old ones that were taken out; the service record of the ticket names them."""
    return InventoryPosting.of(await returning.give_back(ctx, TicketId(ticket_id), data))


@get("/uses", opt=needs(READ.name))
async def list_uses(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> InventoryUses:
    """Return what a ticket has used of each part, lot and legal owner, and what it is worth."""
    return await uses_of(ctx, TicketId(ticket_id))


ON_TICKET = (list_reservations, reserve, move_reservation, issue_parts, return_parts, list_uses)
