"""What is about to be posted, every end of every move known."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.keys import NIL, StockKey
from wellkept_sdk.ids import EquipmentId, PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.services.stock import PostingKind


class PlannedMove(Struct, frozen=True, kw_only=True):
    """
    One move.

    Args:
        lot_id: the nil UUID for none.
        stock_owner_id: the nil UUID for us.
        quantity_milli: thousandths, more than zero.
        held_milli: so much of it is reserved at its source, and stops being so.
        unit_cost: of our own stock, where the kind brings value in: receipts.
        value: what the move is worth in all, instead of the moving average: returns, reversals, buy-outs.
        line: which line of the request it follows, counted from zero, for the pointers of refusals.
    """

    part_id: UUID
    from_location_id: UUID
    to_location_id: UUID
    quantity_milli: int
    lot_id: UUID = NIL
    stock_owner_id: UUID = NIL
    held_milli: int = 0
    unit_cost: Money | None = None
    value: Money | None = None
    returns_move_id: UUID | None = None
    reverses_move_id: UUID | None = None
    equipment_id: EquipmentId | None = None
    line: int | None = None

    @property
    def source(self) -> StockKey:
        """Return the balance that it is taken from."""
        return StockKey(self.part_id, self.lot_id, self.stock_owner_id, self.from_location_id)

    @property
    def target(self) -> StockKey:
        """Return the balance that it is added to."""
        return StockKey(self.part_id, self.lot_id, self.stock_owner_id, self.to_location_id)


class PlannedPosting(Struct, frozen=True, kw_only=True):
    """Moves that are posted together, all of them or none."""

    kind: PostingKind
    occurred_at: datetime
    moves: Sequence[PlannedMove]
    ticket_id: TicketId | None = None
    party_id: PartyId | None = None
    reference: str | None = None
    reason: str | None = None
    reverses_id: UUID | None = None
    document_kind: str | None = None
    document_id: UUID | None = None
