"""What parts have to do with the life of a ticket and with the terms that serve it."""

from typing import Any, Final

import msgspec

from wellkept_inventory.queries.names import PartName, parts_by_id
from wellkept_inventory.queries.uses import IssuedMove, issues_of
from wellkept_inventory.rules.terms_faults import faults
from wellkept_inventory.service.reserving import release_all
from wellkept_inventory.terms import ChargePolicy, InventoryTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import NotFound
from wellkept_sdk.hooks.contracts import TermsFaults
from wellkept_sdk.hooks.ticket_questions import Charge, Charges, ChargesQuestion
from wellkept_sdk.hooks.tickets import ReactivatedTicket, TransitionedTicket
from wellkept_sdk.ids import TicketId
from wellkept_sdk.local_days import local_day
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.services.costs import CostKind

_ENDED: Final = frozenset({TicketStatus.CLOSED, TicketStatus.CANCELLED})


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Release what is reserved for a ticket that has ended."""
    if event.ticket.status in _ENDED:
        await release_all(ctx, event.ticket.id)


async def reactivated(ctx: Ctx, event: ReactivatedTicket) -> None:
    """Release what is reserved for a ticket that may have no parts any more; what was issued stays recorded."""
    if event.was_active and not event.is_active:
        await release_all(ctx, event.ticket.id)


async def charges(ctx: Ctx, event: ChargesQuestion) -> Charges:
    """Return one charge for each issue of our own stock, net of what came back; none where the terms charge nothing."""
    if ctx.terms(InventoryTerms).charge is ChargePolicy.NONE:
        return Charges(items=[])
    used = [move for move in await issues_of(ctx, [event.ticket_id]) if move.net_milli and move.net_minor is not None]
    if not used:
        return Charges(items=[])
    parts = await parts_by_id(ctx, {move.part_id for move in used})
    zone = await ctx.tickets.time_zone(event.ticket_id)
    return Charges(items=[_charge(move, parts[move.part_id], zone) for move in used])


def terms_faults(document: Any) -> TermsFaults | None:  # noqa: ANN401 - terms as JSON values
    """Return what is wrong with the terms of a plan or contract; None if nothing is, or none are given."""
    found = [] if document is None else faults(msgspec.convert(document, InventoryTerms))
    return TermsFaults(items=found) if found else None


async def show_filled(ctx: Ctx, ticket_id: TicketId) -> None:
    """Let a ticket be read anew that shows something else since its parts have come."""
    try:
        await ctx.raise_version(RecordName.TICKET, ticket_id)
    except NotFound:
        return


def _charge(move: IssuedMove, part: PartName, zone: str) -> Charge:
    assert move.net_minor is not None, "chosen so"
    assert move.currency is not None, "what has a value has its currency"
    return Charge(
        source_key=str(move.move_id),
        kind=CostKind.PARTS,
        description=f"{part.code} {part.name}",
        quantity=Quantity(milli=move.net_milli, unit=part.unit),
        cost=Money(amount_minor=move.net_minor, currency=move.currency),
        occurred_on=local_day(move.occurred_at, time_zone=zone),
    )
