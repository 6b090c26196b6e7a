"""The ledger: what lies where, whose it is, what it is worth, and how it came there."""

from wellkept_inventory.tables.catalogue import InventoryPart
from wellkept_sdk.db import OnDelete, Table, columns, core_table


class InventoryLot(Table, tablename="inventory_lot"):
    """A lot, or one piece by its serial number."""

    id = columns.primary_key()
    created_at = columns.created_at()
    part_id = columns.reference(InventoryPart, on_delete=OnDelete.restrict, index=False)
    kind = columns.text()
    number = columns.text()
    manufactured_on = columns.day(null=True)
    expires_on = columns.day(null=True)
    party_id = columns.identifier(null=True)
    #: When it was announced that it will expire soon.
    expiry_announced_at = columns.moment(null=True)


class InventoryBalance(Table, tablename="inventory_balance"):
    """How much of a key lies at a place: the sum of its moves. `real` and `serial` repeat what place and lot say."""

    id = columns.primary_key()
    part_id = columns.identifier()
    location_id = columns.identifier()
    #: The nil UUID stands for none.
    lot_id = columns.identifier()
    #: The nil UUID stands for us.
    stock_owner_id = columns.identifier()
    quantity_milli = columns.big_integer()
    reserved_milli = columns.big_integer()
    real = columns.boolean()
    serial = columns.boolean()
    first_in_at = columns.moment()
    changed_at = columns.moment()
    counted_at = columns.moment(null=True)


class InventoryPosting(Table, tablename="inventory_posting"):
    """Moves recorded together; never changed, never deleted."""

    id = columns.primary_key()
    number_seq = columns.big_integer()
    number = columns.text()
    kind = columns.text()
    occurred_at = columns.moment()
    recorded_at = columns.moment()
    actor_id = columns.identifier(null=True)
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True, index=False)
    party_id = columns.identifier(null=True)
    reference = columns.text(null=True)
    reason = columns.text(null=True)
    reverses_id = columns.identifier(null=True)
    #: `count` or `order`, with its id.
    document_kind = columns.text(null=True)
    document_id = columns.identifier(null=True)


class InventoryMove(Table, tablename="inventory_move"):
    """One quantity that went from one place to another; never changed, never deleted."""

    id = columns.primary_key()
    posting_id = columns.reference(InventoryPosting, on_delete=OnDelete.restrict)
    position = columns.integer()
    part_id = columns.identifier()
    lot_id = columns.identifier()
    stock_owner_id = columns.identifier()
    from_location_id = columns.identifier()
    to_location_id = columns.identifier()
    quantity_milli = columns.big_integer()
    unit_cost_minor = columns.big_integer(null=True)
    value_minor = columns.big_integer(null=True)
    currency = columns.text(null=True)
    #: The issue that this takes back, wholly or in part.
    returns_move_id = columns.identifier(null=True)
    #: The move that this takes back as a reversal.
    reverses_move_id = columns.identifier(null=True)
    equipment_id = columns.identifier(null=True)
    recorded_at = columns.moment()


class InventoryValue(Table, tablename="inventory_value"):
    """What our own stock of a part is worth: the moving average is value by quantity."""

    id = columns.primary_key()
    part_id = columns.identifier()
    currency = columns.text()
    quantity_milli = columns.big_integer()
    value_minor = columns.big_integer()


class InventoryOpeningLine(Table, tablename="inventory_opening_line"):
    """A line of opening stock that was taken in: once for each reference and line, however often it is sent."""

    id = columns.primary_key()
    reference = columns.text()
    line = columns.text()
    #: Of what the line said; another digest under the same line is refused.
    digest = columns.text()
    posting_id = columns.reference(InventoryPosting, on_delete=OnDelete.restrict)
