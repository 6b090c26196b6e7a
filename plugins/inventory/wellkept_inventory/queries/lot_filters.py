"""Conditions that a row is of a named lot or serial number, or of a legal owner."""

from typing import Final
from uuid import UUID

from wellkept_inventory.rules.keys import NIL
from wellkept_sdk.db import TRUE, Clause, all_of
from wellkept_sdk.services.stock import Tracking

#: How callers name our own stock.
OWN: Final = "own"
_SELECTED: Final = {"lot_id": "id", "part_id": "part_id"}


def of_number(column: str, *, lot: str | None, serial: str | None) -> Clause:
    """
    Return the condition that rows are of a lot or serial number, whichever parts have it.

    Args:
        column: `lot_id` or `part_id` of the rows, qualified; which one decides what index serves it.
        lot: a lot's number.
        serial: a serial number.
    """
    return all_of(_of(column, Tracking.LOT, lot), _of(column, Tracking.SERIAL, serial))


def of_owner(table: str, stock_owner_id: str | None) -> Clause:
    """Return the condition that stock belongs to `own`, which is us, or to a party by its id."""
    if stock_owner_id is None:
        return TRUE
    owner = NIL if stock_owner_id == OWN else UUID(stock_owner_id)
    return Clause(f"{table}.stock_owner_id = ?", (owner,))


def _of(column: str, kind: Tracking, number: str | None) -> Clause:
    if number is None:
        return TRUE
    selected = _SELECTED[column.rpartition(".")[2]]
    return Clause(f"{column} IN (SELECT {selected} FROM inventory_lot WHERE number = ? AND kind = '{kind}')", (number,))
