"""What is always true of the books of parts, asked of the rows themselves."""

from typing import Final

from inventory_house import integrity
from wellkept_inventory.rules.keys import NIL
from wellkept_sdk.testing import TestApp

_OWN: Final = f"'{NIL}'"
#: Nothing may come back from any of these.
_CONTRADICTIONS: Final = {
    "a real balance below zero, or below what is reserved": (
        "SELECT id FROM inventory_balance WHERE real AND (reserved_milli < 0 OR reserved_milli > quantity_milli)"
    ),
    "something reserved of a virtual balance": (
        "SELECT id FROM inventory_balance WHERE NOT real AND reserved_milli <> 0"
    ),
    "a key whose places do not add up to nothing": (
        "SELECT part_id FROM inventory_balance GROUP BY part_id, lot_id, stock_owner_id HAVING SUM(quantity_milli) <> 0"
    ),
    "more held than reserved, or less": (
        "SELECT balance.id FROM inventory_balance balance WHERE balance.reserved_milli <> (SELECT"
        " COALESCE(SUM(hold.quantity_milli), 0) FROM inventory_hold hold WHERE hold.part_id = balance.part_id"
        " AND hold.location_id = balance.location_id AND hold.lot_id = balance.lot_id"
        " AND hold.stock_owner_id = balance.stock_owner_id)"
    ),
    "a value below nothing, or of empty stock": (
        "SELECT id FROM inventory_value WHERE value_minor < 0 OR (quantity_milli = 0 AND value_minor <> 0)"
    ),
    "a value that is not the sum of what came in and went out": (
        "SELECT value.id FROM inventory_value value WHERE value.currency <> 'XXX' AND value.value_minor <> (SELECT"
        " COALESCE(SUM(CASE WHEN source.kind IN (VIRTUAL) THEN move.value_minor ELSE -move.value_minor END), 0)"
        " FROM inventory_move move JOIN inventory_location source ON source.id = move.from_location_id"
        f" WHERE move.part_id = value.part_id AND move.currency = value.currency AND move.stock_owner_id = {_OWN})"
    ),
    "a piece at two places": (
        "SELECT lot_id FROM inventory_balance WHERE serial AND real AND quantity_milli > 0"
        " GROUP BY lot_id HAVING COUNT(*) > 1 OR SUM(quantity_milli) > 1000"
    ),
    "a posting without moves": (
        "SELECT posting.id FROM inventory_posting posting WHERE NOT EXISTS"
        " (SELECT 1 FROM inventory_move move WHERE move.posting_id = posting.id)"
    ),
    "a posting without its event": (
        "SELECT posting.id FROM inventory_posting posting WHERE (SELECT COUNT(*) FROM event WHERE"
        " event.type = 'inventory.posting.recorded' AND event.subject = 'inventory/postings/' || posting.id) <> 1"
    ),
}
_VIRTUAL: Final = "'supplier', 'consumed', 'scrapped', 'count', 'ownership', 'removed'"


async def require_sound_books(app: TestApp) -> None:
    """Check that nothing contradicts anything, and that the books say so themselves."""
    found = {name: await app.house.fetch(sql.replace("VIRTUAL", _VIRTUAL)) for name, sql in _CONTRADICTIONS.items()}
    assert {name: rows for name, rows in found.items() if rows} == {}
    told = await integrity(app)
    assert (told["balanced"], told["negative"], told["differences"]) == (True, 0, [])
