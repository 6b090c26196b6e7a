"""Postings and moves are written once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from wellkept_inventory.queries.names import Names
from wellkept_inventory.rules.keys import NIL, none_if_nil, party_of
from wellkept_inventory.rules.planned import PlannedMove, PlannedPosting
from wellkept_inventory.service.ledger.values import Cost
from wellkept_sdk import Ctx
from wellkept_sdk.db import Numbering, padded, store
from wellkept_sdk.ids import uuid7
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.stock import StockMove, StockPosting

_PREFIX: Final = "ST"
_DIGITS: Final = 6
_POSTING: Final = (
    *("kind", "occurred_at", "recorded_at", "actor_id", "ticket_id", "party_id", "reference", "reason"),
    *("reverses_id", "document_kind", "document_id"),
)
_NUMBERS: Final = Numbering("inventory_posting")
_MOVE: Final = (
    *("id", "posting_id", "position", "part_id", "lot_id", "stock_owner_id", "from_location_id", "to_location_id"),
    *("quantity_milli", "unit_cost_minor", "value_minor", "currency", "returns_move_id", "reverses_move_id"),
    *("equipment_id", "recorded_at"),
)


async def write(ctx: Ctx, plan: PlannedPosting, costs: Sequence[Cost], names: Names) -> StockPosting:
    """Write a posting with its moves: two statements, however many there are."""
    posting_id, recorded_at = uuid7(), ctx.at
    number = await _write_posting(ctx, plan, posting_id, recorded_at)
    moves = [_stock_move(move, cost, names) for move, cost in zip(plan.moves, costs, strict=True)]
    rows = [_move_row(move, posting_id, place, recorded_at) for place, move in enumerate(moves)]
    await store(ctx.db, "inventory_move", columns=_MOVE, rows=rows)
    return StockPosting(
        id=posting_id,
        number=number,
        kind=plan.kind,
        occurred_at=plan.occurred_at,
        recorded_at=recorded_at,
        actor_id=ctx.actor.id,
        ticket_id=plan.ticket_id,
        reference=plan.reference,
        reason=plan.reason,
        reverses_id=plan.reverses_id,
        moves=moves,
    )


async def _write_posting(ctx: Ctx, plan: PlannedPosting, posting_id: UUID, recorded_at: datetime) -> str:
    dialect = ctx.db.dialect
    marks = ", ?" * len(_POSTING)
    [row] = await ctx.db.fetch(
        f"INSERT INTO inventory_posting (id, number_seq, number, {', '.join(_POSTING)})"
        f" SELECT ?, place, '{_PREFIX}-{recorded_at.year:04d}-' || {padded(dialect, 'place', digits=_DIGITS)}{marks}"
        f" FROM (SELECT {_NUMBERS.expression(dialect)} AS place) AS next WHERE TRUE RETURNING number",
        posting_id,
        plan.kind,
        plan.occurred_at,
        recorded_at,
        ctx.actor.id,
        plan.ticket_id,
        plan.party_id,
        plan.reference,
        plan.reason,
        plan.reverses_id,
        plan.document_kind,
        plan.document_id,
    )
    return row["number"]


def _stock_move(move: PlannedMove, cost: Cost, names: Names) -> StockMove:
    lot = names.lots.get(move.lot_id)
    return StockMove(
        id=uuid7(),
        part_id=move.part_id,
        lot_id=none_if_nil(move.lot_id),
        lot=None if lot is None or lot.is_serial else lot.number,
        serial=lot.number if lot is not None and lot.is_serial else None,
        stock_owner_id=party_of(move.stock_owner_id),
        from_location_id=move.from_location_id,
        from_kind=names.places[move.from_location_id].kind,
        to_location_id=move.to_location_id,
        to_kind=names.places[move.to_location_id].kind,
        quantity=Quantity(milli=move.quantity_milli, unit=names.parts[move.part_id].unit),
        unit_cost=cost.unit_cost,
        value=cost.value,
        returns_move_id=move.returns_move_id,
        reverses_move_id=move.reverses_move_id,
        equipment_id=move.equipment_id,
    )


def _move_row(move: StockMove, posting_id: UUID, position: int, recorded_at: datetime) -> tuple[object, ...]:
    return (
        move.id,
        posting_id,
        position,
        move.part_id,
        move.lot_id or NIL,
        move.stock_owner_id or NIL,
        move.from_location_id,
        move.to_location_id,
        move.quantity.milli,
        _minor(move.unit_cost),
        _minor(move.value),
        None if move.value is None else move.value.currency,
        move.returns_move_id,
        move.reverses_move_id,
        move.equipment_id,
        recorded_at,
    )


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.amount_minor
