"""From which shelves a quantity is bought: what came in first goes first."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct


class Shelf(Struct, frozen=True):
    """A lot, a serial number, or None for what has neither; with what is available of it, in thousandths."""

    lot_id: UUID | None
    quantity_milli: int


def spread(shelves: Sequence[Shelf], quantity_milli: int) -> list[Shelf]:
    """
    Return what to take from which shelf.

    What is more than all have is asked of the last, and of nothing in particular where there is none: the ledger, which
    knows what is there at that moment, refuses it.
    """
    taken: list[Shelf] = []
    missing = quantity_milli
    for shelf in shelves:
        part = min(missing, shelf.quantity_milli)
        if part > 0:
            taken.append(Shelf(shelf.lot_id, part))
            missing -= part
    if missing:
        last = taken.pop() if taken else Shelf(shelves[-1].lot_id if shelves else None, 0)
        taken.append(Shelf(last.lot_id, last.quantity_milli + missing))
    return taken
