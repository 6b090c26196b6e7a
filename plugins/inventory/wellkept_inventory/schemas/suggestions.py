"""What should be transferred or ordered."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.policies import SupplySource
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import QuantityText


class InventorySuggestionReason(StrEnum):
    """Why more is wanted."""

    MISSING = "missing"  #: Reservations wait for the part.
    OUT = "out"  #: Nothing is available.
    LOW = "low"  #: What is available and on order has come to the reorder point.


class InventorySuggestion(Struct, frozen=True, kw_only=True):
    """
    What a place should get of a part; quantities of the place include what lies inside it.

    Args:
        location_id: where it is wanted.
        missing: what open reservations wait for.
        source: whether it is transferred or bought.
        from_location_id: of a transfer, the place that has it to spare; null where none has.
        party_id: of a purchase, the usual supplier.
    """

    part_id: UUID
    location_id: UUID
    available: QuantityText
    on_order: QuantityText
    missing: QuantityText
    reorder_point: QuantityText
    order_up_to: QuantityText
    quantity: QuantityText
    source: SupplySource
    from_location_id: UUID | None
    party_id: PartyId | None
    because: InventorySuggestionReason


class InventorySuggestions(Struct, frozen=True, kw_only=True):
    """All that should be transferred or ordered now, by part and in sourcing order."""

    items: Sequence[InventorySuggestion]
