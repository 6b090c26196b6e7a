"""Receipts, transfers, scrap and returns to suppliers, as callers say them; and postings, as they are shown."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import UNSET, Meta, Struct

from wellkept_inventory.schemas.ticket_lines import LINES_MAX, PartLine, StockOwnerWish
from wellkept_sdk.ids import EquipmentId, PartyId, TicketId, UserId
from wellkept_sdk.moment import Moment
from wellkept_sdk.money import AMOUNT_MINOR_MAX, Currency, Money
from wellkept_sdk.quantity import QuantityText
from wellkept_sdk.services.stock import PostingKind, StockMove, StockPosting

REASON_LENGTH_MAX: Final = 500

Reference = Annotated[str, Meta(min_length=1, max_length=200, examples=["DN-4711"])]
Reason = Annotated[str, Meta(min_length=1, max_length=REASON_LENGTH_MAX, examples=["Broken in the store."])]
OccurredAt = Annotated[Moment | None, Meta(description="When it happened, not in the future; now, if absent.")]


class InventoryUnitCost(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one unit costs."""

    amount_minor: Annotated[int, Meta(ge=0, le=AMOUNT_MINOR_MAX, description="Minor units.", examples=[1250])]
    currency: Currency


class InventoryReceiptLine(PartLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What comes in of a part.

    Args:
        expires_on: the last day on which the lot may be used; by the part's shelf life, if absent.
        unit_cost: of our own stock; the part's standard cost, if absent.
        purchase_order_line_id: for which line of the order.
    """

    expires_on: date | None = None
    unit_cost: InventoryUnitCost | None = None
    purchase_order_line_id: UUID | None = None


class InventoryStockLine(PartLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What moves of a part; a serial number must be named, a lot may be.

    Args:
        stock_owner_id: whose stock; null is ours, without it ours goes first.
    """

    stock_owner_id: StockOwnerWish = UNSET


_StockLines = Annotated[list[InventoryStockLine], Meta(min_length=1, max_length=LINES_MAX)]


class InventoryReceiptCreate(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="receipt"
):
    """
    Parts that come in.

    Args:
        location_id: where they are put.
        stock_owner_id: whose they are and stay; null is us.
        party_id: from whom they come.
        purchase_order_id: of which order; then every line names one of its lines.
    """

    location_id: UUID
    lines: Annotated[list[InventoryReceiptLine], Meta(min_length=1, max_length=LINES_MAX)]
    stock_owner_id: PartyId | None = None
    party_id: PartyId | None = None
    purchase_order_id: UUID | None = None
    occurred_at: OccurredAt = None
    reference: Reference | None = None
    reason: Reason | None = None


class InventoryTransferCreate(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="transfer"
):
    """Parts that go from one place to another, whosever they are."""

    from_location_id: UUID
    to_location_id: UUID
    lines: _StockLines
    occurred_at: OccurredAt = None
    reference: Reference | None = None
    reason: Reason | None = None


class InventoryScrapCreate(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="scrap"
):
    """Parts that are thrown away."""

    location_id: UUID
    reason: Reason
    lines: _StockLines
    occurred_at: OccurredAt = None
    reference: Reference | None = None


class InventorySupplierReturnCreate(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="supplier_return"
):
    """Parts that go back to a party: ours, or its own."""

    location_id: UUID
    party_id: PartyId
    lines: _StockLines
    occurred_at: OccurredAt = None
    reference: Reference | None = None
    reason: Reason | None = None


InventoryPostingCreate = (
    InventoryReceiptCreate | InventoryTransferCreate | InventoryScrapCreate | InventorySupplierReturnCreate
)


class InventoryReversalCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a posting is taken back."""

    reason: Reason
    occurred_at: OccurredAt = None


class InventoryMove(Struct, frozen=True, kw_only=True):
    """
    One quantity that went from one place to another.

    Args:
        stock_owner_id: whose it is; null is us.
        unit_cost: of our own stock, as far as a price is known.
        returns_move_id: the issue that this takes back.
        reverses_move_id: the move that this takes back.
    """

    id: UUID
    part_id: UUID
    lot: str | None
    serial: str | None
    stock_owner_id: PartyId | None
    from_location_id: UUID
    to_location_id: UUID
    quantity: QuantityText
    unit_cost: Money | None
    value: Money | None
    returns_move_id: UUID | None
    reverses_move_id: UUID | None
    equipment_id: EquipmentId | None

    @classmethod
    def of(cls, move: StockMove) -> "InventoryMove":
        """Return a move as it is shown."""
        return cls(
            id=move.id,
            part_id=move.part_id,
            lot=move.lot,
            serial=move.serial,
            stock_owner_id=move.stock_owner_id,
            from_location_id=move.from_location_id,
            to_location_id=move.to_location_id,
            quantity=move.quantity.decimal(),
            unit_cost=move.unit_cost,
            value=move.value,
            returns_move_id=move.returns_move_id,
            reverses_move_id=move.reverses_move_id,
            equipment_id=move.equipment_id,
        )


class InventoryPosting(Struct, frozen=True, kw_only=True):
    """Moves recorded together; `reversed_by_id` names the posting that takes this one back."""

    id: UUID
    number: str
    kind: PostingKind
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UserId | None
    ticket_id: TicketId | None
    party_id: PartyId | None
    reference: str | None
    reason: str | None
    reverses_id: UUID | None
    reversed_by_id: UUID | None
    moves: list[InventoryMove]

    @classmethod
    def of(
        cls, posting: StockPosting, *, party_id: UUID | None = None, reversed_by_id: UUID | None = None
    ) -> "InventoryPosting":
        """Return a posting as it is shown."""
        return cls(
            id=posting.id,
            number=posting.number,
            kind=posting.kind,
            occurred_at=posting.occurred_at,
            recorded_at=posting.recorded_at,
            actor_id=posting.actor_id,
            ticket_id=posting.ticket_id,
            party_id=None if party_id is None else PartyId(party_id),
            reference=posting.reference,
            reason=posting.reason,
            reverses_id=posting.reverses_id,
            reversed_by_id=reversed_by_id,
            moves=[InventoryMove.of(move) for move in posting.moves],
        )
