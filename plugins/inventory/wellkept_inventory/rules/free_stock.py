"""What is free, and who may have it."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_inventory.rules.keys import NIL, StockKey
from wellkept_inventory.rules.picking import Shelf, Take, pick, usable
from wellkept_inventory.terms import LotPolicy, StockOwnerPolicy


class Wish(Struct, frozen=True, kw_only=True):
    """
    What somebody wants of a part; None leaves the choice to the policies.

    Args:
        stock_owner_id: the nil UUID for ours.
    """

    part_id: UUID
    quantity_milli: int
    lot_id: UUID | None = None
    stock_owner_id: UUID | None = None
    location_id: UUID | None = None

    def fits(self, key: StockKey) -> bool:
        """Return whether stock is what is wanted."""
        return (
            key.part_id == self.part_id
            and self.lot_id in {None, key.lot_id}
            and self.stock_owner_id in {None, key.stock_owner_id}
            and self.location_id in {None, key.location_id}
        )

    def less(self, quantity_milli: int) -> "Wish":
        """Return the wish for what is left of it."""
        return msgspec.structs.replace(self, quantity_milli=self.quantity_milli - quantity_milli)


class Allowance(Struct, frozen=True, kw_only=True):
    """
    What the terms of a record let it have.

    Args:
        owners: whose stock goes first.
        lots: which lot goes first.
        location_ids: the places that serve it; None for all.
        stock_owner_ids: the parties whose stock it may use.
    """

    owners: StockOwnerPolicy
    lots: LotPolicy
    location_ids: frozenset[UUID] | None
    stock_owner_ids: frozenset[UUID]


class FreeStock:
    """What is free, as it becomes less by what is taken."""

    def __init__(self, shelves: Iterable[Shelf], *, today_at: Mapping[UUID, date]) -> None:
        """
        Begin with what is there.

        Args:
            shelves: in any order.
            today_at: the day at each of their places, in the place's own time zone.
        """
        self._shelves = {shelf.key: shelf for shelf in shelves}
        self._today_at = today_at

    @property
    def party_ids(self) -> frozenset[UUID]:
        """Return the parties that some of it belongs to."""
        return frozenset(key.stock_owner_id for key in self._shelves) - {NIL}

    def left(self) -> list[Take]:
        """Return what nobody has taken."""
        return [Take(key, shelf.available_milli) for key, shelf in self._shelves.items() if shelf.available_milli]

    def fitting(self, wish: Wish) -> bool:
        """Return whether anything is free that is what is wanted, whoever may have it."""
        return any(shelf.available_milli and wish.fits(key) for key, shelf in self._shelves.items())

    def among(self, wish: Wish, allowance: Allowance, *, allow_expired: bool = False) -> list[Shelf]:
        """Return what could serve a wish; what has expired only where that is allowed."""
        fitting = [
            shelf
            for key, shelf in self._shelves.items()
            if wish.fits(key) and (allowance.location_ids is None or key.location_id in allowance.location_ids)
        ]
        today_at = dict.fromkeys(self._today_at, date.min) if allow_expired else self._today_at
        return list(usable(fitting, today_at=today_at, stock_owner_ids=allowance.stock_owner_ids))

    def take(self, wish: Wish, allowance: Allowance, *, allow_expired: bool = False) -> list[Take]:
        """Take what a wish wants; less, where there is less."""
        shelves = self.among(wish, allowance, allow_expired=allow_expired)
        takes = pick(shelves, wish.quantity_milli, owners=allowance.owners, lots=allowance.lots)
        for taken in takes:
            shelf = self._shelves[taken.key]
            left = shelf.available_milli - taken.quantity_milli
            self._shelves[taken.key] = msgspec.structs.replace(shelf, available_milli=left)
        return takes


def total_of(takes: Iterable[Take]) -> int:
    """Return how much was taken, in thousandths."""
    return sum(take.quantity_milli for take in takes)


def by_key(takes: Iterable[Take]) -> dict[StockKey, int]:
    """Return how much was taken of each balance, in the order in which balances are locked."""
    found: dict[StockKey, int] = {}
    for take in takes:
        found[take.key] = found.get(take.key, 0) + take.quantity_milli
    return dict(sorted(found.items()))
