"""What comes due for offers: the end of the time for an answer."""

from wellkept_sdk import Ctx, DueTimer
from wellkept_sdk.ids import TicketId
from wellkept_stations.queries import offers as queries
from wellkept_stations.rules.offers import OfferStatus, has_expired
from wellkept_stations.service.offer_rows import expire
from wellkept_stations.service.offering import go_on
from wellkept_stations.service.placing import ticket_row


async def pass_time(ctx: Ctx, timer: DueTimer) -> None:
    """End the offers whose time is over and ask the next, however often and late this is called."""
    ticket_id = TicketId(timer.record_id)
    async with ctx.db.transaction():
        await ticket_row(ctx, ticket_id, lock=True)
        waiting = [offer for offer in await queries.of_ticket(ctx, ticket_id) if offer.status is OfferStatus.OPEN]
        over = [offer for offer in waiting if has_expired(expires_at=offer.expires_at, at=ctx.at)]
        if over:
            await expire(ctx, over)
            await go_on(ctx, await ctx.tickets.get(ticket_id))
