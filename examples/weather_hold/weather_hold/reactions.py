"""What is done when others announce something."""

from weather_hold.service.watches import tell_waiting_time
from wellkept_sdk import Ctx
from wellkept_sdk.events.tickets import TicketResolved
from wellkept_sdk.ids import TicketId


async def on_resolved(ctx: Ctx, event: TicketResolved) -> None:
    """Say in the service record how long the work has waited."""
    await tell_waiting_time(ctx, TicketId(event.ticket_id))
