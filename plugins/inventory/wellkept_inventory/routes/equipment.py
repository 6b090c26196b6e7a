"""What is built into equipment, and what should be kept as spares for it."""

from uuid import UUID

from wellkept_inventory.permissions import READ
from wellkept_inventory.queries import availability, installations
from wellkept_inventory.schemas.availability import InventoryRecommended
from wellkept_inventory.schemas.uses import InventoryInstallations
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, NamedDependency, get, needs
from wellkept_sdk.ids import EquipmentId


@get("/installed", opt=needs(READ.name))
async def list_installed(equipment_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> InventoryInstallations:
    """Return the lots and pieces that were built into an item and are there still, the newest first."""
    return await installations.installed(ctx, EquipmentId(equipment_id))


@get("/recommended", opt=needs(READ.name))
async def list_recommended(equipment_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> InventoryRecommended:
    """Return the parts of an item's model, how many should be kept as spares, and what is available."""
    return await availability.recommended(ctx, equipment_id)


ON_EQUIPMENT = (list_installed, list_recommended)
