"""What tickets need, hold and have built in."""

from wellkept_sdk.db import OnDelete, Table, columns, core_table


class InventoryReservation(Table, tablename="inventory_reservation"):
    """What a ticket needs of a part: `held` is there for it, `issued` it has got, the rest is missing."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade)
    part_id = columns.identifier()
    quantity_milli = columns.big_integer()
    held_milli = columns.big_integer()
    issued_milli = columns.big_integer()
    #: What the caller asked for; the nil UUID is our own stock, null is any.
    lot_id = columns.identifier(null=True)
    stock_owner_id = columns.identifier(null=True)
    location_id = columns.identifier(null=True)
    needed_by = columns.moment(null=True)
    expires_at = columns.moment(null=True)
    status = columns.text()
    actor_id = columns.identifier(null=True)


class InventoryHold(Table, tablename="inventory_hold"):
    """What is held for a reservation, of one balance; `reserved` of a balance is the sum of its holds."""

    id = columns.primary_key()
    reservation_id = columns.reference(InventoryReservation, on_delete=OnDelete.cascade)
    part_id = columns.identifier()
    location_id = columns.identifier()
    lot_id = columns.identifier()
    stock_owner_id = columns.identifier()
    quantity_milli = columns.big_integer()


class InventoryInstallation(Table, tablename="inventory_installation"):
    """A part that was built into equipment."""

    id = columns.primary_key()
    equipment_id = columns.reference(core_table("Equipment"), on_delete=OnDelete.cascade, index=False)
    part_id = columns.identifier()
    lot_id = columns.identifier()
    serial = columns.boolean()
    installed_at = columns.moment()
    removed_at = columns.moment(null=True)
    ticket_id = columns.identifier(null=True)
    move_id = columns.identifier()
