"""Moves, as lists show them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.schemas.postings import InventoryMove
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.stock import PostingKind, StockMove


class InventoryMoveListed(InventoryMove, frozen=True, kw_only=True):
    """A move with what its posting says."""

    posting_id: UUID
    number: str
    kind: PostingKind
    ticket_id: TicketId | None
    occurred_at: datetime
    recorded_at: datetime


class MoveHead(Struct, frozen=True, kw_only=True):
    """What its posting says of a move."""

    posting_id: UUID
    number: str
    kind: PostingKind
    ticket_id: TicketId | None
    occurred_at: datetime
    recorded_at: datetime

    def listed(self, move: StockMove) -> InventoryMoveListed:
        """Return a move as lists show it."""
        shown = InventoryMove.of(move)
        return InventoryMoveListed(
            **{name: getattr(shown, name) for name in shown.__struct_fields__},
            **{name: getattr(self, name) for name in self.__struct_fields__},
        )
