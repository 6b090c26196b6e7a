"""What is done when something was announced."""

from wellkept_inventory.events import InventoryReservationFilled
from wellkept_inventory.service.ticket_life import show_filled
from wellkept_sdk import Ctx


async def on_reservation_filled(ctx: Ctx, event: InventoryReservationFilled) -> None:
    """Let the ticket be read anew: whoever fills a reservation cannot wait for the ticket's lock."""
    await show_filled(ctx, event.ticket_id)
