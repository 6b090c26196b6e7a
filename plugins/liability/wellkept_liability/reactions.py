"""What is done when something was announced."""

from wellkept_liability.events.warranty import LiabilityWarrantyTermEvent
from wellkept_liability.service.following import show_anew
from wellkept_sdk import Ctx
from wellkept_sdk.services.liability import WarrantySide


async def on_warranty_changed(ctx: Ctx, event: LiabilityWarrantyTermEvent) -> None:
    """Let the tickets of a project be read anew when what we gave has changed: they show whether they are covered."""
    if event.side is WarrantySide.GIVEN:
        await show_anew(ctx, event.project_id)
