"""What parts have to do with the life of a ticket and with the terms that serve it."""

from typing import Any, Final

import msgspec

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
from wellkept_sdk.money import Money
from wellkept_sdk.records.tickets import TicketStatus

#: What a ticket costs because parts were used.
CHARGE_KIND: Final = "parts"
_ENDED: Final = frozenset({TicketStatus.CLOSED, TicketStatus.CANCELLED})


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Release what is reserved for a ticket that has ended."""
    if event.ticket.status in _ENDED:
        await release_all(ctx, event.ticket.id)


async def reactivated(ctx: Ctx, event: ReactivatedTicket) -> None:
    """Release what is reserved for a ticket that may have no parts any more; what was issued stays recorded."""
    if event.was_active and not event.is_active:
        await release_all(ctx, event.ticket.id)


async def charges(ctx: Ctx, event: ChargesQuestion) -> Charges | None:
    """Return one charge for each issue of our own stock, net of what came back; None where nothing is charged."""
    if ctx.terms(InventoryTerms).charge is ChargePolicy.NONE:
        return None
    found = [charge for move in await issues_of(ctx, [event.ticket_id]) if (charge := _charge(move)) is not None]
    return Charges(items=found) if found else None


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


def _charge(move: IssuedMove) -> Charge | None:
    if not move.net_milli or move.net_minor is None or move.currency is None:
        return None
    return Charge(
        reference=str(move.move_id),
        kind=CHARGE_KIND,
        amount=Money(amount_minor=move.net_minor, currency=move.currency),
        occurred_at=move.occurred_at,
    )
