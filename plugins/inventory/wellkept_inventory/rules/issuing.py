"""What an issue takes: first what is held for its reservation, then what is free."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.free_stock import Allowance, FreeStock, Wish, by_key, total_of
from wellkept_inventory.rules.keys import VIRTUAL_LOCATIONS, StockKey
from wellkept_inventory.rules.picking import Take
from wellkept_inventory.rules.planned import PlannedMove
from wellkept_sdk.ids import EquipmentId
from wellkept_sdk.services.stock import LocationKind


class IssueWish(Struct, frozen=True, kw_only=True):
    """One line of an issue."""

    line: int
    wish: Wish
    reservation_id: UUID | None
    allow_expired: bool


class Issuing(Struct, frozen=True, kw_only=True):
    """What one line takes: `held` of what is reserved for it, `free` of the rest."""

    asked: IssueWish
    held: Sequence[Take]
    free: Sequence[Take]

    @property
    def quantity_milli(self) -> int:
        """Return how much there is for the line."""
        return total_of(self.held) + total_of(self.free)

    def moves(self, equipment_id: EquipmentId | None) -> list[PlannedMove]:
        """Return one move for each balance that is taken from, in the order in which they were picked."""
        held, free = by_key(self.held), by_key(self.free)
        return [
            _move(key, held.get(key, 0), free.get(key, 0), line=self.asked.line, equipment_id=equipment_id)
            for key in dict.fromkeys(take.key for take in (*self.held, *self.free))
        ]


def issuing(asked: IssueWish, *, stock: FreeStock, held: Mapping[UUID, FreeStock], allowance: Allowance) -> Issuing:
    """
    Take what a line asks for; less, where there is less.

    Args:
        asked: the line.
        stock: what is free, which becomes less.
        held: what is held, by reservation, which becomes less.
        allowance: what the ticket may have.
    """
    reserved = None if asked.reservation_id is None else held[asked.reservation_id]
    first = [] if reserved is None else reserved.take(asked.wish, allowance, allow_expired=asked.allow_expired)
    rest = asked.wish.less(total_of(first))
    return Issuing(asked=asked, held=first, free=stock.take(rest, allowance, allow_expired=asked.allow_expired))


def _move(
    key: StockKey, held_milli: int, free_milli: int, *, line: int, equipment_id: EquipmentId | None
) -> PlannedMove:
    return PlannedMove(
        part_id=key.part_id,
        lot_id=key.lot_id,
        stock_owner_id=key.stock_owner_id,
        from_location_id=key.location_id,
        to_location_id=VIRTUAL_LOCATIONS[LocationKind.CONSUMED],
        quantity_milli=held_milli + free_milli,
        held_milli=held_milli,
        equipment_id=equipment_id,
        line=line,
    )
