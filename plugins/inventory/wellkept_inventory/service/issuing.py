"""Issuing parts for a ticket."""

from collections.abc import Sequence

from msgspec.structs import replace

from wellkept_inventory.errors import StockInsufficient, TicketNotOpen
from wellkept_inventory.queries.tickets import locked_ticket
from wellkept_inventory.rules.free_stock import total_of
from wellkept_inventory.rules.issuing import Issuing, issuing
from wellkept_inventory.rules.keys import VIRTUAL_LOCATIONS
from wellkept_inventory.rules.planned import PlannedMove, PlannedPosting
from wellkept_inventory.rules.reservations import settled
from wellkept_inventory.schemas.issues import InventoryIssueCreate
from wellkept_inventory.service.asking import moment_asked
from wellkept_inventory.service.filling import fill
from wellkept_inventory.service.holding import keep, let_go
from wellkept_inventory.service.installing import install
from wellkept_inventory.service.issue_lines import IssueRequest, read_request
from wellkept_inventory.service.ledger import insufficient, record
from wellkept_inventory.service.part_log import log_posting
from wellkept_inventory.service.reservation_rows import write
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.stock import LocationKind, PostingKind, StockPosting


async def issue(ctx: Ctx, ticket_id: TicketId, data: InventoryIssueCreate) -> StockPosting:
    """
    Use parts for a ticket: first what is held for the named reservations, then what is free.

    Raises:
        TicketNotOpen: the ticket needs no parts any more.
        Invalid: the moment, the place, the equipment or a line is wrong.
        StockInsufficient: there is less than a line asks for.
        Conflict: a lot, place or legal owner may not be used.
        Vetoed: another plugin refuses it.
    """
    async with ctx.db.transaction():
        ticket = await locked_ticket(ctx, ticket_id)
        if not ticket.is_open:
            raise TicketNotOpen
        occurred_at = moment_asked(ctx, data.occurred_at)
        request = await read_request(ctx, ticket, data)
        lines = _taken(request)
        moves = [move for line in lines for move in line.moves(data.equipment_id)]
        plan = PlannedPosting(kind=PostingKind.ISSUE, occurred_at=occurred_at, moves=moves, ticket_id=ticket_id)
        posting = await record(ctx, plan, request.names)
        await _settle(ctx, request, lines)
        await install(ctx, posting)
        await log_posting(ctx, posting, request.names)
        await ctx.raise_version(RecordName.TICKET, ticket_id)
        return posting


def _taken(request: IssueRequest) -> list[Issuing]:
    lines: list[Issuing] = []
    for asked in request.lines:
        line = issuing(asked, stock=request.stock, held=request.held, allowance=request.allowance)
        if line.quantity_milli < asked.wish.quantity_milli:
            raise _short(line)
        lines.append(line)
    return lines


def _short(line: Issuing) -> StockInsufficient:
    wish = line.asked.wish
    assert wish.location_id is not None, "an issue is from one place"
    wanted = PlannedMove(
        part_id=wish.part_id,
        from_location_id=wish.location_id,
        to_location_id=VIRTUAL_LOCATIONS[LocationKind.CONSUMED],
        quantity_milli=wish.quantity_milli,
        line=line.asked.line,
    )
    return insufficient(wanted, requested_milli=wish.quantity_milli, available_milli=line.quantity_milli)


async def _settle(ctx: Ctx, request: IssueRequest, lines: Sequence[Issuing]) -> None:
    """Let reservations know what they have got; what is held and needed no more, others get."""
    if not request.reservations:
        return
    issued = dict.fromkeys(request.reservations, 0)
    for line in lines:
        if line.asked.reservation_id is not None:
            issued[line.asked.reservation_id] += line.quantity_milli
    results = {
        found.id: settled(found, issued_milli=issued[found.id], left=request.held[found.id].left())
        for found in request.reservations.values()
    }
    freed = [take for result in results.values() for take in result.let_go]
    await let_go(ctx, list(results), freed=freed)
    await keep(ctx, {reservation_id: result.kept for reservation_id, result in results.items()})
    await write(
        ctx,
        [
            replace(
                found,
                held_milli=total_of(results[found.id].kept),
                issued_milli=results[found.id].issued_milli,
                status=results[found.id].status,
            )
            for found in request.reservations.values()
        ],
    )
    if freed:
        await fill(ctx, {take.key.part_id for take in freed})
