"""What is done when something was announced."""

from wellkept_parties.events import PartyUpdated
from wellkept_parties.service.renaming import show_new_name
from wellkept_sdk import Ctx


async def on_party_updated(ctx: Ctx, event: PartyUpdated) -> None:
    """Let the equipment that a party has supplied be read anew: it shows the party's name."""
    if "name" in event.changed_fields:
        await show_new_name(ctx, event.party_id)
