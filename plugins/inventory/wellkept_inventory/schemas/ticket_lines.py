"""What lines have in common: those of a ticket's reservations, issues and returns, and those of postings."""

from typing import Annotated, Final
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_inventory.rules.keys import NIL
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import QuantityText

LINES_MAX: Final = 200
LOT_NUMBER_LENGTH_MAX: Final = 64

LotNumber = Annotated[
    str,
    Meta(min_length=1, max_length=LOT_NUMBER_LENGTH_MAX, description="As it stands on the label.", examples=["B-17"]),
]
StockOwnerWish = Annotated[
    PartyId | UnsetType | None,
    Meta(description="Whose stock: null is ours, an id that party's; without it the contract's policy decides."),
]


class PartLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    One part of a body.

    Args:
        quantity: more than zero.
        lot: of a part that is tracked by lot.
        serial: of a part that is tracked by serial number; its quantity is one.
    """

    part_id: UUID
    quantity: QuantityText
    lot: LotNumber | None = None
    serial: LotNumber | None = None


def stock_owner_wish(said: UUID | UnsetType | None) -> UUID | None:
    """Return whose stock is meant: the nil UUID for ours, None for anybody's."""
    if said is UNSET:
        return None
    return NIL if said is None else said
