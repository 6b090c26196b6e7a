"""What is built into equipment."""

from collections.abc import Collection, Mapping
from uuid import UUID

from wellkept_inventory.schemas.uses import InventoryInstallations, InventoryInstalled
from wellkept_sdk import Ctx
from wellkept_sdk.ids import EquipmentId
from wellkept_sdk.services.stock import Tracking


async def installed(ctx: Ctx, equipment_id: EquipmentId) -> InventoryInstallations:
    """Return what is built into an item, the newest first."""
    found = await installed_in(ctx, [equipment_id])
    return InventoryInstallations(items=found.get(equipment_id, []))


async def installed_in(ctx: Ctx, equipment_ids: Collection[UUID]) -> Mapping[UUID, list[InventoryInstalled]]:
    """Return what is built into items, the newest first, in one statement; items without any are left out."""
    where = ctx.db.any_of("installation.equipment_id", equipment_ids)
    rows = await ctx.db.fetch(
        "SELECT installation.equipment_id, installation.part_id, installation.installed_at, installation.ticket_id,"
        " lot.kind, lot.number FROM inventory_installation installation"
        " JOIN inventory_lot lot ON lot.id = installation.lot_id"
        f" WHERE {where.sql} AND installation.removed_at IS NULL"
        " ORDER BY installation.installed_at DESC, installation.id DESC",
        *where.args,
    )
    found: dict[UUID, list[InventoryInstalled]] = {}
    for row in rows:
        shown = InventoryInstalled(
            part_id=row["part_id"],
            lot=row["number"] if row["kind"] == Tracking.LOT else None,
            serial=row["number"] if row["kind"] == Tracking.SERIAL else None,
            installed_at=row["installed_at"],
            ticket_id=row["ticket_id"],
        )
        found.setdefault(row["equipment_id"], []).append(shown)
    return found
