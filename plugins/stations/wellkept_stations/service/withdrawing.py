"""What becomes of open offers when a ticket goes on otherwise."""

from wellkept_sdk import Ctx
from wellkept_sdk.hooks.tickets import TransitionedTicket
from wellkept_stations.rules.offers import is_settled_by
from wellkept_stations.service.offer_rows import withdraw


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Withdraw open offers of a ticket that needs nobody any more."""
    if is_settled_by(event.action):
        await withdraw(ctx, event.ticket.id)
