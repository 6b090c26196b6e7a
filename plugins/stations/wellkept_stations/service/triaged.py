"""What happens after the triage: nothing, an assignment, or offers."""

from typing import Final

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Conflict, Invalid
from wellkept_sdk.hooks.tickets import TransitionedTicket
from wellkept_sdk.records.tickets import Action, TicketRecord, TicketStatus
from wellkept_stations.errors import NoCandidate
from wellkept_stations.events import DispatchFailed
from wellkept_stations.service.choosing import choose
from wellkept_stations.service.dispatching import assign_best
from wellkept_stations.service.offering import open_first_wave
from wellkept_stations.service.placing import ticket_row
from wellkept_stations.terms import Mode, StationsTerms

#: What core asks of whoever assigns; the terms let whoever judges a ticket bring it about.
_ASSIGNING: Final = "tickets:dispatch"


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Assign or offer a ticket that was judged, as its terms say; one that somebody works on stays with him."""
    if event.action is not Action.TRIAGE or event.ticket.status is not TicketStatus.TRIAGED:
        return
    match ctx.terms(StationsTerms).mode_of(event.ticket.grade):
        case Mode.AUTO:
            await _assign_best(ctx.entitled(_ASSIGNING), event.ticket)
        case Mode.OFFER:
            await open_first_wave(ctx, event.ticket)
        case Mode.PROPOSE:
            pass


async def _assign_best(ctx: Ctx, ticket: TicketRecord) -> None:
    """Assign a ticket to the best candidate; where that fails, announce why, and let the ticket stay as it is."""
    try:
        async with ctx.db.transaction():
            await ticket_row(ctx, ticket.id, lock=True)
            await assign_best(ctx, ticket, await choose(ctx, ticket, at=ctx.at))
    except NoCandidate as nobody:
        await ctx.emit(DispatchFailed(ticket_id=ticket.id, rejections=_counts(nobody)))
    except (Conflict, Invalid) as refused:
        await ctx.emit(DispatchFailed(ticket_id=ticket.id, rejections={refused.code: 1}))


def _counts(nobody: NoCandidate) -> dict[str, int]:
    return msgspec.convert(nobody.context["rejections"], dict[str, int])
