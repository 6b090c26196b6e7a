"""What comes back from a ticket: unused parts, and old ones out of the equipment."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from wellkept_inventory.errors import QuarantineMissing, ReturnExceedsIssue, StockOwnerNotAllowed, TicketNotOpen
from wellkept_inventory.queries.shelves import last_users_of, location_with
from wellkept_inventory.queries.tickets import locked_ticket
from wellkept_inventory.rules.keys import NIL, VIRTUAL_LOCATIONS
from wellkept_inventory.rules.planned import PlannedMove, PlannedPosting
from wellkept_inventory.rules.returns import Condition, GivenBack
from wellkept_inventory.schemas.issues import InventoryReturnCreate
from wellkept_inventory.service.asking import moment_asked
from wellkept_inventory.service.installing import take_out
from wellkept_inventory.service.ledger import record
from wellkept_inventory.service.part_log import log_posting
from wellkept_inventory.service.return_lines import OldLine, ReturnRequest, UnusedLine, read_request
from wellkept_inventory.service.ticket_lines import pointer_of
from wellkept_inventory.terms import InventoryTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import FieldError
from wellkept_sdk.ids import TicketId
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.services.consignment import CONSIGNMENT
from wellkept_sdk.services.stock import LocationKind, PostingKind, StockPosting


async def give_back(ctx: Ctx, ticket_id: TicketId, data: InventoryReturnCreate) -> StockPosting:
    """
    Put parts back on their shelves, and old ones where they are kept.

    Raises:
        TicketNotOpen: the ticket is closed or cancelled.
        Invalid: the moment, the place or a line is wrong.
        ReturnExceedsIssue: more would come back than is out.
        QuarantineMissing: nobody says where defective parts go.
        SerialInStock: a piece that comes back is here.
        StockOwnerNotAllowed: it is a party's, and `consignment` does not serve the ticket any more.
        Vetoed: another plugin refuses it.
    """
    async with ctx.db.transaction():
        if not (await locked_ticket(ctx, ticket_id)).takes_returns:
            raise TicketNotOpen
        occurred_at = moment_asked(ctx, data.occurred_at)
        request = await read_request(ctx, ticket_id, data)
        unused = list(_unused(request, data.location_id))
        _require_settled(ctx, unused)
        moves = [*unused, *await _old(ctx, request, data.location_id)]
        plan = PlannedPosting(kind=PostingKind.RETURN, occurred_at=occurred_at, moves=moves, ticket_id=ticket_id)
        posting = await record(ctx, plan, request.names)
        await _uninstall(ctx, request, posting)
        await log_posting(ctx, posting, request.names)
        await ctx.raise_version(RecordName.TICKET, ticket_id)
        return posting


def _require_settled(ctx: Ctx, unused: Iterable[PlannedMove]) -> None:
    """Refuse what a party would still be owed for: whoever keeps its account does not serve the ticket any more."""
    if ctx.service_or_none(CONSIGNMENT) is not None:
        return
    for move in unused:
        if move.stock_owner_id != NIL:
            raise StockOwnerNotAllowed(part_id=move.part_id, stock_owner_id=move.stock_owner_id)


def _unused(request: ReturnRequest, location_id: UUID | None) -> Iterable[PlannedMove]:
    for line in request.unused:
        found = request.issued.give_back(line.wish)
        quantity_milli = sum(given.quantity_milli for given in found)
        if quantity_milli < line.wish.quantity_milli:
            raise _exceeding(line, quantity_milli)
        yield from (_back(given, location_id, line=line.line) for given in found)


def _back(given: GivenBack, location_id: UUID | None, *, line: int) -> PlannedMove:
    issued = given.issued
    return PlannedMove(
        part_id=issued.part_id,
        lot_id=issued.lot_id,
        stock_owner_id=issued.stock_owner_id,
        from_location_id=VIRTUAL_LOCATIONS[LocationKind.CONSUMED],
        to_location_id=issued.location_id if location_id is None else location_id,
        quantity_milli=given.quantity_milli,
        value=given.value,
        returns_move_id=issued.move_id,
        line=line,
    )


def _exceeding(line: UnusedLine, available_milli: int) -> ReturnExceedsIssue:
    pointer = f"{pointer_of(line.line)}/quantity"
    return ReturnExceedsIssue(
        errors=[FieldError(pointer, ReturnExceedsIssue.code, ReturnExceedsIssue.title())],
        part_id=line.wish.part_id,
        requested=decimal_of(line.wish.quantity_milli),
        available=decimal_of(available_milli),
    )


async def _old(ctx: Ctx, request: ReturnRequest, location_id: UUID | None) -> list[PlannedMove]:
    lot_ids = {line.lot.id for line in request.old if line.lot is not None}
    owners = await last_users_of(ctx, lot_ids)
    defective = any(line.condition is Condition.DEFECTIVE for line in request.old)
    quarantine = await _quarantine(ctx, location_id) if defective else None
    return [
        _taken_out(line, quarantine if line.condition is Condition.DEFECTIVE else location_id, owners)
        for line in request.old
    ]


def _taken_out(line: OldLine, location_id: UUID | None, owners: Mapping[UUID, UUID]) -> PlannedMove:
    assert location_id is not None, "where it goes was asked before"
    lot_id = NIL if line.lot is None else line.lot.id
    return PlannedMove(
        part_id=line.part_id,
        lot_id=lot_id,
        stock_owner_id=owners.get(lot_id, NIL),
        from_location_id=VIRTUAL_LOCATIONS[LocationKind.REMOVED],
        to_location_id=location_id,
        quantity_milli=line.quantity_milli,
        line=line.line,
    )


async def _quarantine(ctx: Ctx, location_id: UUID | None) -> UUID:
    code = ctx.terms(InventoryTerms).quarantine
    named = None if code is None else await location_with(ctx, code)
    found = location_id if named is None else named
    if found is None:
        raise QuarantineMissing
    return found


async def _uninstall(ctx: Ctx, request: ReturnRequest, posting: StockPosting) -> None:
    pieces = {move.lot_id for move in posting.moves if move.serial is not None and move.lot_id is not None}
    returned = {move.returns_move_id for move in posting.moves if move.returns_move_id is not None}
    all_back = {move_id for move_id in returned if request.issued.is_all_back(move_id)}
    await take_out(ctx, lot_ids=pieces, move_ids=all_back, at=posting.occurred_at)
