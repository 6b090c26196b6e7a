"""Who comes into question for a ticket, as callers see it."""

from datetime import datetime

from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId
from wellkept_stations.schemas.candidates import StationsCandidates
from wellkept_stations.service.choosing import choose, moment_of


async def candidates(ctx: Ctx, ticket_id: TicketId, *, at: datetime | None, limit: int) -> StationsCandidates:
    """
    Return who comes into question, the best first; it stores nothing.

    Args:
        ctx: of the ticket.
        ticket_id: for which somebody is to be sent.
        at: when the work is to be done; None is now.
        limit: how many are shown.

    Raises:
        Invalid: the moment is too far from now.
    """
    moment = moment_of(ctx, at, pointer="query/at")
    choice = await choose(ctx, await ctx.tickets.get(ticket_id), at=moment)
    return StationsCandidates(
        computed_at=choice.computed_at,
        at=choice.at,
        station=choice.station,
        required=choice.required,
        weights=choice.weights,
        candidates=choice.candidates[:limit],
    )
