"""What stock is told apart by, as rows say it: a nil UUID stands for no lot, and for our own house as legal owner."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.stock import BalanceKey, LocationKind

#: No lot; us. A key of NULLs would not be unique in every database.
NIL: Final = UUID(int=0)

#: The virtual places, the same in every deployment.
VIRTUAL_LOCATIONS: Final[dict[LocationKind, UUID]] = {
    LocationKind.SUPPLIER: UUID("01990000-0000-7000-8000-000000000a01"),
    LocationKind.CONSUMED: UUID("01990000-0000-7000-8000-000000000a02"),
    LocationKind.SCRAPPED: UUID("01990000-0000-7000-8000-000000000a03"),
    LocationKind.COUNT: UUID("01990000-0000-7000-8000-000000000a04"),
    LocationKind.OWNERSHIP: UUID("01990000-0000-7000-8000-000000000a05"),
    LocationKind.REMOVED: UUID("01990000-0000-7000-8000-000000000a06"),
}


class StockKey(Struct, frozen=True, order=True):
    """The key of a balance as its row has it; in this order balances are locked, against deadlocks."""

    part_id: UUID
    lot_id: UUID
    stock_owner_id: UUID
    location_id: UUID

    @classmethod
    def of(cls, key: BalanceKey) -> "StockKey":
        """Return the key that others name."""
        return cls(key.part_id, key.lot_id or NIL, key.stock_owner_id or NIL, key.location_id)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "StockKey":
        """Return the key of a balance, or of a line that counts one, from its row."""
        return cls(row["part_id"], row["lot_id"], row["stock_owner_id"], row["location_id"])

    def public(self) -> BalanceKey:
        """Return the key as others name it."""
        return BalanceKey(
            part_id=self.part_id,
            location_id=self.location_id,
            lot_id=none_if_nil(self.lot_id),
            stock_owner_id=party_of(self.stock_owner_id),
        )


def none_if_nil(found: UUID) -> UUID | None:
    """Return an id; None for the nil one."""
    return None if found == NIL else found


def party_of(stock_owner_id: UUID) -> PartyId | None:
    """Return the party that owns stock; None where we do."""
    return None if stock_owner_id == NIL else PartyId(stock_owner_id)
