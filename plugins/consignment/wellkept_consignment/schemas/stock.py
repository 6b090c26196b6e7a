"""Stock of suppliers: what comes, goes back and is bought, as callers say it; and what lies there."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_consignment.schemas.lines import ConsignmentLineRead
from wellkept_consignment.schemas.prices import Reason
from wellkept_sdk.ids import PartyId, TicketId, UserId
from wellkept_sdk.moment import Moment
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import QuantityText
from wellkept_sdk.services.stock import PostingKind, StockMove, StockPosting

_LINES_MAX: Final = 200

LotNumber = Annotated[str, Meta(min_length=1, max_length=100, examples=["B-2026-04"])]
Reference = Annotated[str, Meta(min_length=1, max_length=200, examples=["DN-4711"])]
OccurredAt = Annotated[Moment | None, Meta(description="When it happened, not in the future; now, if absent.")]


class ConsignmentStockLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How much of a part.

    Args:
        quantity: more than zero.
        lot: of a part that is tracked by lot.
        serial: of a part that is tracked by serial number; its quantity is one.
    """

    part_id: UUID
    quantity: QuantityText
    lot: LotNumber | None = None
    serial: LotNumber | None = None


class ConsignmentReceiptLine(ConsignmentStockLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same with the last day on which the lot may be used; by the part's shelf life, if absent."""

    expires_on: date | None = None


class _StockCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    agreement_id: UUID
    location_id: UUID
    occurred_at: OccurredAt = None
    reference: Reference | None = None


class ConsignmentReceiptCreate(_StockCreate, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a supplier puts on our shelves; it stays the supplier's."""

    lines: Annotated[list[ConsignmentReceiptLine], Meta(min_length=1, max_length=_LINES_MAX)]


class ConsignmentReturnCreate(_StockCreate, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a supplier takes back of its own, unused."""

    lines: Annotated[list[ConsignmentStockLine], Meta(min_length=1, max_length=_LINES_MAX)]


class ConsignmentBuyOutCreate(_StockCreate, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What we buy of a supplier's stock without using it."""

    reason: Reason
    lines: Annotated[list[ConsignmentStockLine], Meta(min_length=1, max_length=_LINES_MAX)]


class ConsignmentMove(Struct, frozen=True, kw_only=True):
    """One quantity that went from one place to another; `stock_owner_id` is whose it is, null is ours."""

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

    @classmethod
    def of(cls, move: StockMove) -> "ConsignmentMove":
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
        )


class ConsignmentPosting(Struct, frozen=True, kw_only=True):
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
    moves: list[ConsignmentMove]

    @classmethod
    def of(cls, posting: StockPosting) -> "ConsignmentPosting":
        """Return a posting as it is shown."""
        return cls(
            id=posting.id,
            number=posting.number,
            kind=posting.kind,
            occurred_at=posting.occurred_at,
            recorded_at=posting.recorded_at,
            actor_id=posting.actor_id,
            ticket_id=posting.ticket_id,
            reference=posting.reference,
            reason=posting.reason,
            reverses_id=posting.reverses_id,
            moves=[ConsignmentMove.of(move) for move in posting.moves],
        )


class ConsignmentBuyOut(Struct, frozen=True, kw_only=True):
    """
    What was bought, and what is owed for it.

    Args:
        posting: of the first part.
        postings: of all parts, lots and serial numbers: each has one.
    """

    posting: ConsignmentPosting
    postings: list[ConsignmentPosting]
    lines: list[ConsignmentLineRead]


class ConsignmentStock(Struct, frozen=True, kw_only=True):
    """
    What lies somewhere of a supplier's.

    Args:
        agreement_id: under which it would be used today; null without any.
        minimum: agreed for this place, or for all places together.
        received_on: the local day on which what is there began to come in.
        age_days: local days since then.
    """

    agreement_id: UUID | None
    party_id: PartyId
    part_id: UUID
    location_id: UUID
    lot: str | None
    serial: str | None
    quantity: QuantityText
    minimum: QuantityText | None
    maximum: QuantityText | None
    received_on: date
    age_days: int


class ConsignmentStocks(Struct, frozen=True, kw_only=True):
    """What lies there, by part, place and lot."""

    items: list[ConsignmentStock]
