"""How much lies where, as it is shown."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.keys import party_of
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import QuantityText, decimal_of
from wellkept_sdk.services.stock import Tracking


class InventoryBalance(Struct, frozen=True, kw_only=True):
    """
    How much of a part lies at a place; of a virtual one, how much has gone there, below zero how much came from there.

    Args:
        stock_owner_id: whose it is; null is us.
        available: the quantity without what is reserved.
        first_in_at: when the stock that is there began to come in.
        counted_at: when it was counted last.
    """

    part_id: UUID
    location_id: UUID
    lot: str | None
    serial: str | None
    expires_on: date | None
    stock_owner_id: PartyId | None
    quantity: QuantityText
    reserved: QuantityText
    available: QuantityText
    first_in_at: datetime
    counted_at: datetime | None

    @classmethod
    def of(cls, row: Row) -> "InventoryBalance":
        """Return a row of the list as it is shown."""
        quantity, reserved = row["quantity_milli"], row["reserved_milli"]
        return cls(
            part_id=row["part_id"],
            location_id=row["location_id"],
            lot=row["number"] if row["kind"] == Tracking.LOT else None,
            serial=row["number"] if row["kind"] == Tracking.SERIAL else None,
            expires_on=row["expires_on"],
            stock_owner_id=party_of(row["stock_owner_id"]),
            quantity=decimal_of(quantity),
            reserved=decimal_of(reserved),
            available=decimal_of(quantity - reserved),
            first_in_at=row["first_in_at"],
            counted_at=row["counted_at"],
        )
