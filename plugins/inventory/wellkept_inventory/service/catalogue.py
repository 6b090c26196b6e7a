"""Changing the catalogue one after another."""

from wellkept_inventory.rules.keys import VIRTUAL_LOCATIONS
from wellkept_inventory.tables import InventoryLocation
from wellkept_sdk import Ctx
from wellkept_sdk.services.stock import LocationKind


async def change_alone(ctx: Ctx) -> None:
    """
    Let nobody else change parts or places before the transaction ends.

    What is asked first holds until the end then: that a code or GTIN is free, that no place lies inside itself. The
    catalogue changes a few times a day, so that nobody waits for long; stock moves meanwhile as ever.
    """
    await ctx.db.locked(InventoryLocation, VIRTUAL_LOCATIONS[LocationKind.OWNERSHIP])
