"""What is announced about parts: ids and quantities, no rows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.services.stock import PostingKind


class InventoryPostingEvent(Event, frozen=True, kw_only=True):
    """What every event of a posting tells."""

    posting_id: UUID
    number: str
    kind: PostingKind
    part_ids: Sequence[UUID]
    ticket_id: TicketId | None
    occurred_at: datetime

    @property
    def subject(self) -> str:
        """Return the posting that this is about."""
        return f"inventory/postings/{self.posting_id}"


class InventoryPostingRecorded(InventoryPostingEvent, frozen=True, kw_only=True):
    """Stock has moved."""

    type: ClassVar[str] = "inventory.posting.recorded"


class InventoryPostingReversed(InventoryPostingEvent, frozen=True, kw_only=True):
    """A posting was taken back by another, which is named."""

    type: ClassVar[str] = "inventory.posting.reversed"
    reversed_by_id: UUID


class InventoryReservationEvent(Event, frozen=True, kw_only=True):
    """What every event of a reservation tells; quantities have three decimals."""

    reservation_id: UUID
    ticket_id: TicketId
    part_id: UUID
    reserved: str
    missing: str

    @property
    def subject(self) -> str:
        """Return the ticket that this is about."""
        return f"tickets/{self.ticket_id}"


class InventoryReservationMade(InventoryReservationEvent, frozen=True, kw_only=True):
    """A ticket needs a part; what is there is held for it."""

    type: ClassVar[str] = "inventory.reservation.made"


class InventoryReservationFilled(InventoryReservationEvent, frozen=True, kw_only=True):
    """Something that was missing is held now."""

    type: ClassVar[str] = "inventory.reservation.filled"


class InventoryReservationReleased(InventoryReservationEvent, frozen=True, kw_only=True):
    """Nothing is held any more."""

    type: ClassVar[str] = "inventory.reservation.released"


class InventoryCountPosted(Event, frozen=True, kw_only=True):
    """The differences of a count are in the book; `posting_id` is None where there were none."""

    type: ClassVar[str] = "inventory.count.posted"
    count_id: UUID
    number: str
    location_id: UUID
    posting_id: UUID | None
    differences: int

    @property
    def subject(self) -> str:
        """Return the count that this is about."""
        return f"inventory/counts/{self.count_id}"


class InventoryStockEvent(Event, frozen=True, kw_only=True):
    """What every event of the stock of a part at a place tells; quantities have three decimals."""

    policy_id: UUID
    part_id: UUID
    location_id: UUID
    available: str

    @property
    def subject(self) -> str:
        """Return the part that this is about."""
        return f"inventory/parts/{self.part_id}"


class InventoryStockFellLow(InventoryStockEvent, frozen=True, kw_only=True):
    """The stock has come to its reorder point."""

    type: ClassVar[str] = "inventory.stock.fell_low"


class InventoryStockRanOut(InventoryStockEvent, frozen=True, kw_only=True):
    """Nothing is available any more."""

    type: ClassVar[str] = "inventory.stock.ran_out"


class InventoryStockOverstocked(InventoryStockEvent, frozen=True, kw_only=True):
    """There is more than the policy allows, or than will be needed for long."""

    type: ClassVar[str] = "inventory.stock.overstocked"


class InventoryOrderEvent(Event, frozen=True, kw_only=True):
    """What every event of a purchase order tells."""

    purchase_order_id: UUID
    number: str
    party_id: PartyId
    status: str

    @property
    def subject(self) -> str:
        """Return the order that this is about."""
        return f"inventory/purchase-orders/{self.purchase_order_id}"


class InventoryOrderPlaced(InventoryOrderEvent, frozen=True, kw_only=True):
    """Parts were ordered."""

    type: ClassVar[str] = "inventory.order.placed"


class InventoryOrderReceived(InventoryOrderEvent, frozen=True, kw_only=True):
    """Ordered parts came in, all of them or some, as the status tells."""

    type: ClassVar[str] = "inventory.order.received"


class InventoryLotExpiryNeared(Event, frozen=True, kw_only=True):
    """A lot that is in stock will expire soon."""

    type: ClassVar[str] = "inventory.lot.expiry_neared"
    lot_id: UUID
    part_id: UUID
    number: str
    expires_on: date

    @property
    def subject(self) -> str:
        """Return the part that this is about."""
        return f"inventory/parts/{self.part_id}"


EVENTS = (
    InventoryPostingRecorded,
    InventoryPostingReversed,
    InventoryReservationMade,
    InventoryReservationFilled,
    InventoryReservationReleased,
    InventoryCountPosted,
    InventoryStockFellLow,
    InventoryStockRanOut,
    InventoryStockOverstocked,
    InventoryOrderPlaced,
    InventoryOrderReceived,
    InventoryLotExpiryNeared,
)
