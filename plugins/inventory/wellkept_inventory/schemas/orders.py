"""Purchase orders, as callers say them and as they are shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_inventory.rules.ordering import InventoryOrderAction, InventoryOrderStatus
from wellkept_inventory.schemas.postings import InventoryUnitCost, Reference
from wellkept_inventory.schemas.ticket_lines import LINES_MAX
from wellkept_sdk.ids import PartyId, TicketId, UserId
from wellkept_sdk.money import Currency, Money
from wellkept_sdk.quantity import QuantityText


class InventoryPurchaseOrderLineWrite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    One part that is ordered.

    Args:
        location_id: where it is to be received.
        quantity: more than zero.
        unit_price: in the currency of the order.
    """

    part_id: UUID
    location_id: UUID
    quantity: QuantityText
    unit_price: InventoryUnitCost


class InventoryPurchaseOrderCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A new purchase order, not yet placed.

    Args:
        party_id: the supplier.
        expected_on: when the parts should come.
        reference: as the supplier or another system calls it.
        emergency: whether a repair waits for it: emergency supply.
        ticket_id: the ticket for which it is needed.
    """

    party_id: PartyId
    currency: Currency
    lines: Annotated[list[InventoryPurchaseOrderLineWrite], Meta(min_length=1, max_length=LINES_MAX)]
    expected_on: date | None = None
    reference: Reference | None = None
    emergency: bool = False
    ticket_id: TicketId | None = None


class InventoryPurchaseOrderTransition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is done with a purchase order."""

    action: InventoryOrderAction


class InventoryPurchaseOrderLineRead(Struct, frozen=True, kw_only=True):
    """One part of an order; receipts name its id."""

    id: UUID
    part_id: UUID
    location_id: UUID
    quantity: QuantityText
    received: QuantityText
    unit_price: Money


class InventoryPurchaseOrderRead(Struct, frozen=True, kw_only=True):
    """
    A purchase order.

    Args:
        total: each line rounded half up to minor units.
        actor_id: who made it.
    """

    id: UUID
    number: str
    party_id: PartyId
    status: InventoryOrderStatus
    currency: str
    expected_on: date | None
    reference: str | None
    emergency: bool
    ticket_id: TicketId | None
    actor_id: UserId | None
    total: Money
    lines: list[InventoryPurchaseOrderLineRead]
    created_at: datetime
    updated_at: datetime
    version: int
