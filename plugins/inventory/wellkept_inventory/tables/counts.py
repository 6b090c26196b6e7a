"""Stocktakes."""

from wellkept_inventory.tables.catalogue import InventoryLocation
from wellkept_sdk.db import OnDelete, Table, columns


class InventoryCount(Table, tablename="inventory_count"):
    """A stocktake at one place."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    number_seq = columns.big_integer()
    number = columns.text()
    location_id = columns.reference(InventoryLocation, on_delete=OnDelete.restrict)
    #: The parts that are counted: a list of ids; null for all.
    part_ids = columns.document(null=True)
    #: The nil UUID is our own stock, null is anybody's.
    stock_owner_id = columns.identifier(null=True)
    blind = columns.boolean()
    status = columns.text()
    actor_id = columns.identifier(null=True)
    approved_by = columns.identifier(null=True)
    posting_id = columns.identifier(null=True)
    reason = columns.text(null=True)


class InventoryCountLine(Table, tablename="inventory_count_line"):
    """One balance of a count; `open` repeats whether the count is, so that no two open counts count the same."""

    id = columns.primary_key()
    count_id = columns.reference(InventoryCount, on_delete=OnDelete.cascade)
    location_id = columns.identifier()
    part_id = columns.identifier()
    lot_id = columns.identifier()
    stock_owner_id = columns.identifier()
    open = columns.boolean()
    #: As the book said when the figure was entered.
    expected_milli = columns.big_integer(null=True)
    counted_milli = columns.big_integer(null=True)
    counted_at = columns.moment(null=True)
    counted_by = columns.identifier(null=True)
