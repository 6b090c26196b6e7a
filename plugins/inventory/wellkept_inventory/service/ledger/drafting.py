"""What is about to be posted, as other plugins are asked about it."""

from wellkept_inventory.queries.names import Names
from wellkept_inventory.rules.keys import party_of
from wellkept_inventory.rules.planned import PlannedMove, PlannedPosting
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.stock import MoveDraft, StockDraft


def draft_of(plan: PlannedPosting, names: Names) -> StockDraft:
    """Return the draft with every end of every move named."""
    return StockDraft(
        kind=plan.kind,
        moves=[_move(move, names) for move in plan.moves],
        occurred_at=plan.occurred_at,
        party_id=plan.party_id,
        ticket_id=plan.ticket_id,
        reference=plan.reference,
        reason=plan.reason,
    )


def _move(move: PlannedMove, names: Names) -> MoveDraft:
    lot = names.lots.get(move.lot_id)
    return MoveDraft(
        part_id=move.part_id,
        quantity=Quantity(milli=move.quantity_milli, unit=names.parts[move.part_id].unit),
        from_location_id=move.from_location_id,
        to_location_id=move.to_location_id,
        lot=None if lot is None or lot.is_serial else lot.number,
        serial=lot.number if lot is not None and lot.is_serial else None,
        expires_on=None if lot is None else lot.expires_on,
        stock_owner_id=party_of(move.stock_owner_id),
        unit_cost=move.unit_cost,
    )
