"""What a posting does to balances: one change of each key, whatever passes through it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.keys import StockKey
from wellkept_inventory.rules.planned import PlannedMove


class Change(Struct, frozen=True, order=True):
    """By how much a balance changes; `held_milli` of what is reserved stops being so."""

    key: StockKey
    quantity_milli: int
    held_milli: int

    def needs_stock(self, virtual: Collection[UUID]) -> bool:
        """Return whether the balance must have enough; a virtual one may go below zero."""
        return self.key.location_id not in virtual and (self.quantity_milli < 0 or self.held_milli > 0)


def changes_of(moves: Iterable[PlannedMove]) -> list[Change]:
    """Return the changes that moves make together, in the order of keys; keys that end as they were are left out."""
    quantities: dict[StockKey, int] = {}
    holds: dict[StockKey, int] = {}
    for move in moves:
        quantities[move.source] = quantities.get(move.source, 0) - move.quantity_milli
        quantities[move.target] = quantities.get(move.target, 0) + move.quantity_milli
        holds[move.source] = holds.get(move.source, 0) + move.held_milli
    changes = (Change(key, quantity, holds.get(key, 0)) for key, quantity in quantities.items())
    return sorted(change for change in changes if change.quantity_milli or change.held_milli)
