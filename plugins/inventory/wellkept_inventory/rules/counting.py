"""Stocktakes: where they stand, what they find, and when a second person must look."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.costing import NO_CURRENCY, Valuation, value_of
from wellkept_inventory.rules.keys import NIL, VIRTUAL_LOCATIONS, StockKey
from wellkept_inventory.rules.planned import PlannedMove
from wellkept_sdk.money import Money
from wellkept_sdk.services.stock import LocationKind

_COUNT: Final = VIRTUAL_LOCATIONS[LocationKind.COUNT]


class InventoryCountStatus(StrEnum):
    """Where a count stands."""

    OPEN = "open"  #: Figures are entered.
    SUBMITTED = "submitted"  #: Its differences wait for a second person.
    POSTED = "posted"  #: Its differences are in the book.
    CANCELLED = "cancelled"  #: Nothing came of it.


class InventoryCountAction(StrEnum):
    """What is done with a count."""

    POST = "post"  #: Put the differences into the book, or submit them where they are large.
    APPROVE = "approve"  #: Put into the book what somebody else has counted.
    CANCEL = "cancel"  #: Leave the book as it is.


_SOURCES: Final[Mapping[InventoryCountAction, frozenset[InventoryCountStatus]]] = {
    InventoryCountAction.POST: frozenset({InventoryCountStatus.OPEN}),
    InventoryCountAction.APPROVE: frozenset({InventoryCountStatus.SUBMITTED}),
    InventoryCountAction.CANCEL: frozenset({InventoryCountStatus.OPEN, InventoryCountStatus.SUBMITTED}),
}


class Counted(Struct, frozen=True, kw_only=True):
    """What was found of one balance, and what the book said at that moment."""

    key: StockKey
    expected_milli: int
    counted_milli: int

    @property
    def difference_milli(self) -> int:
        """Return how much more is there than the book said; below zero for less."""
        return self.counted_milli - self.expected_milli


class CountScope(Struct, frozen=True, kw_only=True):
    """
    What a count counts.

    Args:
        part_ids: these parts; None for all.
        stock_owner_id: this owner's stock; the nil UUID is us, None is anybody.
    """

    part_ids: frozenset[UUID] | None
    stock_owner_id: UUID | None

    def has_part(self, part_id: UUID) -> bool:
        """Return whether it counts a part."""
        return self.part_ids is None or part_id in self.part_ids

    def has_stock_owner(self, stock_owner_id: UUID) -> bool:
        """Return whether it counts the stock of an owner."""
        return self.stock_owner_id in {None, stock_owner_id}


class PartWorth(Struct, frozen=True, kw_only=True):
    """What our own stock of a part is worth, and what one unit costs where there is none."""

    valuation: Valuation
    standard_cost: Money | None

    def of(self, quantity_milli: int) -> Money | None:
        """Return what so much is worth at the moving average, else at standard cost; None where neither is known."""
        if self.valuation.quantity_milli > 0 and self.valuation.currency != NO_CURRENCY:
            return self.valuation.average(quantity_milli)
        return None if self.standard_cost is None else value_of(quantity_milli, self.standard_cost)


def is_allowed(action: InventoryCountAction, *, status: InventoryCountStatus) -> bool:
    """Return whether this may be done with a count that stands here."""
    return status in _SOURCES[action]


def moves_of(lines: Sequence[Counted]) -> list[PlannedMove]:
    """Return the moves that make the book say what was found, whatever has moved since."""
    return [_move(line) for line in lines if line.difference_milli]


def needs_approval(lines: Iterable[Counted], worth: Mapping[UUID, PartWorth], *, limit_minor: int) -> bool:
    """
    Return whether the differences of our own stock, shortages and surpluses added up, are worth more than the limit.

    Args:
        lines: of a party's stock, nothing is counted in: it has no value in our books.
        worth: by part.
        limit_minor: in minor units of each currency.
    """
    totals: dict[str, int] = {}
    for line in lines:
        value = _worth(line, worth)
        if value is not None:
            totals[value.currency] = totals.get(value.currency, 0) + value.amount_minor
    return any(amount_minor > limit_minor for amount_minor in totals.values())


def _worth(line: Counted, worth: Mapping[UUID, PartWorth]) -> Money | None:
    if line.key.stock_owner_id != NIL or line.key.part_id not in worth:
        return None
    return worth[line.key.part_id].of(abs(line.difference_milli))


def _move(line: Counted) -> PlannedMove:
    key, is_surplus = line.key, line.difference_milli > 0
    return PlannedMove(
        part_id=key.part_id,
        lot_id=key.lot_id,
        stock_owner_id=key.stock_owner_id,
        from_location_id=_COUNT if is_surplus else key.location_id,
        to_location_id=key.location_id if is_surplus else _COUNT,
        quantity_milli=abs(line.difference_milli),
    )
