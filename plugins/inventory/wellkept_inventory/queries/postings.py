"""Postings with their moves, as they were recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.errors import PostingNotFound
from wellkept_inventory.rules.keys import none_if_nil, party_of
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import EquipmentId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.stock import LocationKind, PostingKind, StockMove, StockPosting, Tracking

#: The kind of the document of a posting that received a purchase order.
ORDER: Final = "order"

_MOVE: Final = (
    *("id", "part_id", "lot_id", "stock_owner_id", "from_location_id", "to_location_id", "quantity_milli"),
    *("unit_cost_minor", "value_minor", "currency", "returns_move_id", "reverses_move_id", "equipment_id"),
)
MOVE_COLUMNS: Final = (
    f"{', '.join(f'move.{name}' for name in _MOVE)}, part.unit, lot.kind AS lot_kind, lot.number AS lot_number,"
    " source.kind AS from_kind, target.kind AS to_kind"
)
MOVE_JOINS: Final = (
    "JOIN inventory_part part ON part.id = move.part_id"
    " JOIN inventory_location source ON source.id = move.from_location_id"
    " JOIN inventory_location target ON target.id = move.to_location_id"
    " LEFT JOIN inventory_lot lot ON lot.id = move.lot_id"
)
_SELECT: Final = (
    "SELECT posting.id AS posting_id, posting.number, posting.kind, posting.occurred_at, posting.recorded_at,"
    " posting.actor_id, posting.ticket_id, posting.party_id, posting.reference, posting.reason, posting.reverses_id,"
    " posting.document_kind, posting.document_id,"
    f" reversal.id AS reversed_by_id, {MOVE_COLUMNS}"
    " FROM inventory_posting posting JOIN inventory_move move ON move.posting_id = posting.id"
    f" {MOVE_JOINS} LEFT JOIN inventory_posting reversal ON reversal.reverses_id = posting.id"
    " WHERE posting.id = ? ORDER BY move.position"
)


class StoredPosting(Struct, frozen=True, kw_only=True):
    """A posting, with what is not part of it as others see it; `order_id` is the purchase order that it received."""

    posting: StockPosting
    party_id: UUID | None
    order_id: UUID | None
    reversed_by_id: UUID | None


async def posting_of(ctx: Ctx, posting_id: UUID) -> StoredPosting:
    """
    Return a posting with its moves, in one statement.

    Raises:
        PostingNotFound: there is none.
    """
    rows = await ctx.db.fetch(_SELECT, posting_id)
    if not rows:
        raise PostingNotFound
    head = rows[0]
    return StoredPosting(
        posting=_posting(rows),
        party_id=head["party_id"],
        order_id=head["document_id"] if head["document_kind"] == ORDER else None,
        reversed_by_id=head["reversed_by_id"],
    )


def _posting(rows: Sequence[Row]) -> StockPosting:
    head = rows[0]
    occurred_at: datetime = head["occurred_at"]
    return StockPosting(
        id=head["posting_id"],
        number=head["number"],
        kind=PostingKind(head["kind"]),
        occurred_at=occurred_at,
        recorded_at=head["recorded_at"],
        actor_id=head["actor_id"],
        ticket_id=head["ticket_id"],
        reference=head["reference"],
        reason=head["reason"],
        reverses_id=head["reverses_id"],
        moves=[stock_move(row) for row in rows],
    )


def stock_move(row: Row) -> StockMove:
    """Return a move as others see it, from its row with unit, kinds of places and lot."""
    equipment_id = row["equipment_id"]
    return StockMove(
        id=row["id"],
        part_id=row["part_id"],
        lot_id=none_if_nil(row["lot_id"]),
        lot=row["lot_number"] if row["lot_kind"] == Tracking.LOT else None,
        serial=row["lot_number"] if row["lot_kind"] == Tracking.SERIAL else None,
        stock_owner_id=party_of(row["stock_owner_id"]),
        from_location_id=row["from_location_id"],
        from_kind=LocationKind(row["from_kind"]),
        to_location_id=row["to_location_id"],
        to_kind=LocationKind(row["to_kind"]),
        quantity=Quantity(milli=row["quantity_milli"], unit=row["unit"]),
        unit_cost=_money(row["unit_cost_minor"], row["currency"]),
        value=_money(row["value_minor"], row["currency"]),
        returns_move_id=row["returns_move_id"],
        reverses_move_id=row["reverses_move_id"],
        equipment_id=None if equipment_id is None else EquipmentId(equipment_id),
    )


def _money(amount_minor: int | None, currency: str | None) -> Money | None:
    return None if amount_minor is None or currency is None else Money(amount_minor=amount_minor, currency=currency)


async def has_returns(ctx: Ctx, move_ids: Sequence[UUID]) -> bool:
    """Return whether something of issues came back, by returns that stand."""
    where = ctx.db.any_of("move.returns_move_id", move_ids)
    row = await ctx.db.fetch_one(
        "SELECT move.id FROM inventory_move move JOIN inventory_posting posting ON posting.id = move.posting_id"
        f" WHERE {where.sql} AND NOT EXISTS"
        " (SELECT 1 FROM inventory_posting undone WHERE undone.reverses_id = posting.id) LIMIT 1",
        *where.args,
    )
    return row is not None
