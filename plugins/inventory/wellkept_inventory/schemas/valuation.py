"""What our stock is worth, and whether the books are right."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import QuantityText


class InventoryValued(Struct, frozen=True, kw_only=True):
    """Our own stock of a part; `value` is null where nobody has named a price."""

    part_id: UUID
    quantity: QuantityText
    value: Money | None


class InventoryForeign(Struct, frozen=True, kw_only=True):
    """A party's stock of a part, which has no value in our books."""

    stock_owner_id: PartyId
    part_id: UUID
    quantity: QuantityText


class InventoryValuation(Struct, frozen=True, kw_only=True):
    """What our stock is worth, with the total in each currency, and what lies with us that is not ours."""

    items: list[InventoryValued]
    total: list[Money]
    foreign: list[InventoryForeign]


class InventoryBook(StrEnum):
    """What a figure is compared with."""

    MOVES = "moves"  #: A balance with the sum of its moves.
    HOLDS = "holds"  #: What is reserved of a balance with what is held for reservations.
    VALUE = "value"  #: Our stock of a part with the quantity that is valued.


class InventoryDifference(Struct, frozen=True, kw_only=True):
    """A figure that another contradicts."""

    book: InventoryBook
    part_id: UUID
    location_id: UUID | None
    lot_id: UUID | None
    stock_owner_id: PartyId | None
    booked: str
    expected: str


class InventoryIntegrity(Struct, frozen=True, kw_only=True):
    """
    Whether the books are right.

    Args:
        balanced: every move is in two balances, nothing is below zero, and nothing contradicts anything.
        negative: how many real balances have less than nothing, or less than is reserved of them.
        differences: the first 100 contradictions.
        moves: how many moves there are.
    """

    balanced: bool
    negative: int
    differences: list[InventoryDifference]
    moves: int
