"""What is said about parts and stock: the words and figures of the plugin `inventory`, its service and its hooks."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import EquipmentId, PartyId, TicketId, UserId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity


class Tracking(StrEnum):
    """How the pieces of a part are told apart."""

    NONE = "none"  #: Not at all.
    LOT = "lot"  #: By the lot they came in.
    SERIAL = "serial"  #: Each by its own serial number.


class PartStatus(StrEnum):
    """Where a part stands."""

    ACTIVE = "active"  #: May be received, reserved and issued.
    BLOCKED = "blocked"  #: Goes out and comes back, but is not bought any more.
    ARCHIVED = "archived"  #: Kept for the record only.


class LocationKind(StrEnum):
    """What a place of stock is; the codes of virtual ones begin with `@`."""

    WAREHOUSE = "warehouse"  #: A store of our own.
    STATION = "station"  #: The store of a regional station.
    VAN = "van"  #: What an engineer carries.
    SITE = "site"  #: At a customer's.
    QUARANTINE = "quarantine"  #: Defective or unchecked: not issued.
    TRANSIT = "transit"  #: On its way: not issued.
    SUPPLIER = "supplier"  #: `@supplier`: where receipts come from.
    CONSUMED = "consumed"  #: `@consumed`: where issues go.
    SCRAPPED = "scrapped"  #: `@scrapped`: where what is thrown away goes.
    COUNT = "count"  #: `@count`: the differences of stocktakes.
    OWNERSHIP = "ownership"  #: `@ownership`: through which the legal owner changes.
    REMOVED = "removed"  #: `@removed`: where old parts of equipment come from.

    @property
    def is_virtual(self) -> bool:
        """Return whether nothing really lies there."""
        return self in _VIRTUAL

    @property
    def is_issuable(self) -> bool:
        """Return whether stock may be reserved and issued from there."""
        return self not in _VIRTUAL and self not in {LocationKind.QUARANTINE, LocationKind.TRANSIT}


_VIRTUAL: Final = frozenset(
    {
        LocationKind.SUPPLIER,
        LocationKind.CONSUMED,
        LocationKind.SCRAPPED,
        LocationKind.COUNT,
        LocationKind.OWNERSHIP,
        LocationKind.REMOVED,
    }
)


class PostingKind(StrEnum):
    """What moves were recorded for."""

    RECEIPT = "receipt"  #: Came from a supplier.
    TRANSFER = "transfer"  #: Went from one place to another.
    SCRAP = "scrap"  #: Was thrown away.
    SUPPLIER_RETURN = "supplier_return"  #: Went back to a supplier.
    ISSUE = "issue"  #: Was used for a ticket.
    RETURN = "return"  #: Came back from a ticket, or was taken out of equipment.
    COUNT = "count"  #: Differs from the books.
    STOCK_OWNER_CHANGE = "stock_owner_change"  #: Belongs to somebody else now.
    REVERSAL = "reversal"  #: Takes an earlier posting back.


class PartRead(Struct, frozen=True, kw_only=True):
    """A part as other plugins see it."""

    id: UUID
    code: str
    name: str
    unit: str
    tracking: Tracking
    whole_units: bool
    status: PartStatus


class BalanceKey(Struct, frozen=True, kw_only=True):
    """What stock is told apart by; `lot_id` names a lot or a serial, `stock_owner_id` is None for our own stock."""

    part_id: UUID
    location_id: UUID
    lot_id: UUID | None = None
    stock_owner_id: PartyId | None = None


class BalanceRead(Struct, frozen=True, kw_only=True):
    """How much lies somewhere; `first_in_at` is when the stock that is there began to come in."""

    key: BalanceKey
    lot: str | None
    serial: str | None
    expires_on: date | None
    quantity: Quantity
    reserved: Quantity
    first_in_at: datetime


class BalanceQuery(Struct, frozen=True, kw_only=True):
    """Which balances are asked for: real ones that are not zero; None asks for all."""

    part_ids: Sequence[UUID] | None = None
    location_ids: Sequence[UUID] | None = None
    stock_owner_ids: Sequence[PartyId] | None = None


class MoveDraft(Struct, frozen=True, kw_only=True):
    """
    One line of what is about to be posted.

    Args:
        quantity: more than zero, in the part's unit.
        from_location_id: None where the kind says whence: `@supplier` for receipts.
        to_location_id: None where the kind says whither: `@supplier` for supplier returns, `@scrapped` for scrap.
        lot: the number of its lot, of parts that are tracked by lot.
        serial: its serial number, of parts that are tracked so.
        expires_on: of the lot, on receipts.
        stock_owner_id: whose it is; None is us.
        unit_cost: of our own stock, on receipts.
    """

    part_id: UUID
    quantity: Quantity
    from_location_id: UUID | None = None
    to_location_id: UUID | None = None
    lot: str | None = None
    serial: str | None = None
    expires_on: date | None = None
    stock_owner_id: PartyId | None = None
    unit_cost: Money | None = None


class StockDraft(Struct, frozen=True, kw_only=True):
    """
    What is about to be posted, all of it or nothing.

    Args:
        kind: of others' drafts `receipt`, `transfer`, `scrap` or `supplier_return`; the hook sees every kind.
        occurred_at: not in the future; None is now.
        party_id: from whom it came or to whom it goes back.
        ticket_id: for which it is used, or from which it comes back.
    """

    kind: PostingKind
    moves: Sequence[MoveDraft]
    occurred_at: datetime | None = None
    party_id: PartyId | None = None
    ticket_id: TicketId | None = None
    reference: str | None = None
    reason: str | None = None


class StockMove(Struct, frozen=True, kw_only=True):
    """
    One quantity that went from one place to another; never changed, never deleted.

    Args:
        unit_cost: at which our own stock was valued; None of a party's stock.
        value: of the whole move; None of a party's stock.
        returns_move_id: the issue that this takes back, wholly or in part.
        reverses_move_id: the move that this takes back as a reversal.
    """

    id: UUID
    part_id: UUID
    lot_id: UUID | None
    lot: str | None
    serial: str | None
    stock_owner_id: PartyId | None
    from_location_id: UUID
    from_kind: LocationKind
    to_location_id: UUID
    to_kind: LocationKind
    quantity: Quantity
    unit_cost: Money | None
    value: Money | None
    returns_move_id: UUID | None
    reverses_move_id: UUID | None
    equipment_id: EquipmentId | None


class StockPosting(Struct, frozen=True, kw_only=True):
    """Moves that were recorded together."""

    id: UUID
    number: str
    kind: PostingKind
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UserId | None
    ticket_id: TicketId | None
    reference: str | None
    reason: str | None
    reverses_id: UUID | None
    moves: Sequence[StockMove]


class PartNeed(Struct, frozen=True, kw_only=True):
    """What a ticket still needs of a part: `reserved` is held for it, `missing` is not there."""

    part_id: UUID
    quantity: Quantity
    reserved: Quantity
    missing: Quantity
    needed_by: datetime | None
