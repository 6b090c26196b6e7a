"""What is true of parts and of suppliers' stock at every commit, asked of the rows in one statement."""

from collections.abc import Awaitable, Callable
from typing import Any

APOSTROPHE = "'"
NIL = "00000000-0000-0000-0000-000000000000"
_SAME_KEY = (
    "move.part_id = balance.part_id AND move.lot_id = balance.lot_id AND move.stock_owner_id = balance.stock_owner_id"
)
_USED = "target.kind IN ('consumed', 'scrapped', 'count', 'ownership')"
_VIRTUAL = "('supplier', 'consumed', 'scrapped', 'count', 'ownership', 'removed')"
_OF_LINE = "JOIN consignment_line line ON line.id = place.line_id"
#: Each finds what breaks a law.
LAWS = {
    "the places of a key do not add up to nothing": """
        SELECT part_id AS id FROM inventory_balance GROUP BY part_id, lot_id, stock_owner_id
        HAVING SUM(quantity_milli) <> 0""",
    "the moves of a key do not add up to its balance": f"""
        SELECT balance.id FROM inventory_balance balance WHERE balance.quantity_milli <>
        (SELECT COALESCE(SUM(CASE WHEN move.to_location_id = balance.location_id THEN move.quantity_milli
                                  ELSE -move.quantity_milli END), 0) FROM inventory_move move
         WHERE {_SAME_KEY} AND balance.location_id IN (move.from_location_id, move.to_location_id))""",
    "a move is in no balance": f"""
        SELECT move.id FROM inventory_move move WHERE (SELECT COUNT(*) FROM inventory_balance balance
        WHERE {_SAME_KEY} AND balance.location_id IN (move.from_location_id, move.to_location_id)) <> 2""",
    "a shelf has less than nothing, or less than is reserved of it": """
        SELECT id FROM inventory_balance
        WHERE real AND NOT (0 <= reserved_milli AND reserved_milli <= quantity_milli)""",
    "what is reserved is not what is held": """
        SELECT balance.id FROM inventory_balance balance WHERE balance.reserved_milli <>
        (SELECT COALESCE(SUM(hold.quantity_milli), 0) FROM inventory_hold hold
         WHERE hold.part_id = balance.part_id AND hold.lot_id = balance.lot_id
         AND hold.stock_owner_id = balance.stock_owner_id AND hold.location_id = balance.location_id)""",
    "a reservation does not hold what it says": """
        SELECT reservation.id FROM inventory_reservation reservation WHERE reservation.held_milli <>
        (SELECT COALESCE(SUM(hold.quantity_milli), 0) FROM inventory_hold hold
         WHERE hold.reservation_id = reservation.id)""",
    "what is valued is not what is ours": f"""
        SELECT balance.part_id AS id FROM inventory_balance balance
        WHERE balance.real AND balance.stock_owner_id = '{NIL}' GROUP BY balance.part_id
        HAVING SUM(balance.quantity_milli) <> (SELECT COALESCE(SUM(value.quantity_milli), 0)
                                               FROM inventory_value value WHERE value.part_id = balance.part_id)""",
    "a value is below nothing, or of nothing": """
        SELECT id FROM inventory_value WHERE value_minor < 0 OR (quantity_milli = 0 AND value_minor <> 0)""",
    "a move of a party's has a value in our books": f"""
        SELECT id FROM inventory_move WHERE stock_owner_id <> '{NIL}' AND value_minor IS NOT NULL""",
    "a posting has no move": """
        SELECT posting.id FROM inventory_posting posting
        WHERE NOT EXISTS (SELECT 1 FROM inventory_move move WHERE move.posting_id = posting.id)""",
    "a use of a party's stock has not one line": f"""
        SELECT move.id FROM inventory_move move JOIN inventory_location target ON target.id = move.to_location_id
        JOIN inventory_location source ON source.id = move.from_location_id
        WHERE {_USED} AND source.kind NOT IN {_VIRTUAL} AND move.stock_owner_id <> '{NIL}'
        AND (move.reverses_move_id IS NULL OR target.kind = 'consumed')
        AND (SELECT COUNT(*) FROM consignment_line line WHERE line.move_id = move.id) <> 1""",
    "a return of a party's stock has not one line": f"""
        SELECT move.id FROM inventory_move move JOIN inventory_location source ON source.id = move.from_location_id
        WHERE source.kind IN ('consumed', 'scrapped') AND move.stock_owner_id <> '{NIL}'
        AND (SELECT COUNT(*) FROM consignment_line line WHERE line.move_id = move.id
             AND line.kind = 'reversal' AND line.corrects_line_id IS NOT NULL) <> 1""",
    "a line is of no move of its party's": """
        SELECT line.id FROM consignment_line line WHERE line.move_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM inventory_move move
                        WHERE move.id = line.move_id AND move.stock_owner_id = line.party_id)""",
    "a line stands on two statements, or on one that is void": """
        SELECT place.line_id AS id FROM consignment_statement_line place
        JOIN consignment_statement statement ON statement.id = place.statement_id WHERE place.standing
        GROUP BY place.line_id
        HAVING COUNT(*) > 1 OR MAX(CASE WHEN statement.status = 'cancelled' THEN 1 ELSE 0 END) > 0""",
    "a total is not the sum of its lines": f"""
        SELECT statement.id FROM consignment_statement statement
        WHERE statement.status IN ('issued', 'agreed', 'closed') AND statement.total_minor <>
        (SELECT COALESCE(SUM(line.amount_minor), 0) FROM consignment_statement_line place {_OF_LINE}
         WHERE place.statement_id = statement.id AND place.standing)""",
    "a statement was issued with what has no price": f"""
        SELECT place.id FROM consignment_statement_line place {_OF_LINE}
        JOIN consignment_statement statement ON statement.id = place.statement_id
        WHERE place.standing AND statement.status IN ('issued', 'agreed', 'closed') AND line.amount_minor IS NULL""",
}
#: What is told of each record, once.
TOLD = {
    "inventory_posting": ("inventory.posting.recorded", "inventory/postings/"),
    "consignment_line": ("consignment.line.recorded", "consignment/lines/"),
    "consignment_statement": ("consignment.statement.drafted", "consignment/statements/"),
}
_LAWS = " UNION ALL ".join(
    f"SELECT '{law.replace(APOSTROPHE, 2 * APOSTROPHE)}' AS law, CAST(found.id AS TEXT) AS id FROM ({sql}) AS found"
    for law, sql in LAWS.items()
)

Fetch = Callable[[str], Awaitable[list[dict[str, Any]]]]


async def require_laws(fetch: Fetch) -> None:
    """Check that nothing breaks a law; all are asked of the same moment."""
    assert [(row["law"], row["id"]) for row in await fetch(_LAWS)] == []


async def require_told_once(fetch: Fetch) -> None:
    """Check that there is one event of each record, and none of what is not there."""
    for table, (kind, subject) in TOLD.items():
        records = [f"{subject}{row['id']}" for row in await fetch(f"SELECT id FROM {table}")]
        events = [row["subject"] for row in await fetch(f"SELECT subject FROM event WHERE type = '{kind}'")]
        assert sorted(events) == sorted(records)
