"""What happens to clocks because time passes."""

from typing import Final

from wellkept_sdk import Ctx, DueTimer
from wellkept_sdk.errors import Conflict, NotFound
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import Action
from wellkept_sla.service.recount import recount
from wellkept_sla.service.settling import Manner

_TIMED: Final = Manner(is_timed=True)
_REASON: Final = "A promised time is near or has passed."


async def pass_time(ctx: Ctx, timer: DueTimer) -> None:
    """Write what is true by now, once, however late and by however many workers this is called."""
    ticket_id = TicketId(timer.record_id)
    # Around both, so that the call for attention can fail by itself.
    async with ctx.db.transaction():
        recounted = await recount(ctx, ticket_id, manner=_TIMED)
        if timer.payload is not None or (recounted is not None and recounted.escalates):
            await _escalate(ctx, ticket_id)


async def _escalate(ctx: Ctx, ticket_id: TicketId) -> None:
    try:
        async with ctx.db.transaction():
            await ctx.tickets.transition(ticket_id, Action.ESCALATE, fields={"reason": _REASON})
    except (Conflict, NotFound):
        # The ticket may have ended, or another plugin may not allow it: the clocks stand all the same.
        return
