"""How old stock is: what still lies there belongs to the latest receipts, as the oldest leaves first."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct


class Receipt(Struct, frozen=True, kw_only=True):
    """A quantity that came in; `received_on` is the local day."""

    move_id: UUID
    received_on: date
    quantity_milli: int


class Shelf(Struct, frozen=True, kw_only=True):
    """What lies at one place; `since` is the local day on which what is there began to come in."""

    location_id: UUID
    quantity_milli: int
    since: date


class Layer(Struct, frozen=True, kw_only=True):
    """A part of what lies at a place that came in together; `move_id` is None where no receipt is known."""

    move_id: UUID | None
    location_id: UUID
    quantity_milli: int
    received_on: date


def layers(receipts: Sequence[Receipt], shelves: Sequence[Shelf]) -> list[Layer]:
    """
    Return what lies there in layers of receipts, the oldest first.

    Stock is carried from place to place, so receipts count for all places together; the oldest layers are those of the
    place whose stock is oldest. What no receipt explains is as old as its place says.

    Args:
        receipts: of one part and lot, in the order of coming in.
        shelves: of the same.
    """
    left = _remaining(receipts, sum(shelf.quantity_milli for shelf in shelves))
    found: list[Layer] = []
    for shelf in sorted(shelves, key=lambda each: (each.since, each.location_id)):
        needed = shelf.quantity_milli
        while needed > 0:
            move_id, received_on, quantity_milli = left[0]
            taken = min(needed, quantity_milli)
            found.append(
                Layer(
                    move_id=move_id,
                    location_id=shelf.location_id,
                    quantity_milli=taken,
                    received_on=received_on or shelf.since,
                )
            )
            needed -= taken
            left[0] = (move_id, received_on, quantity_milli - taken)
            if taken == quantity_milli:
                del left[0]
    return found


def _remaining(receipts: Sequence[Receipt], lying_milli: int) -> list[tuple[UUID | None, date | None, int]]:
    """Return what is left of the receipts, the oldest first, and before them what none explains."""
    left: list[tuple[UUID | None, date | None, int]] = []
    for receipt in reversed(receipts):
        taken = min(lying_milli, receipt.quantity_milli)
        if taken > 0:
            left.append((receipt.move_id, receipt.received_on, taken))
        lying_milli -= taken
    if lying_milli > 0:
        left.append((None, None, lying_milli))
    return left[::-1]
