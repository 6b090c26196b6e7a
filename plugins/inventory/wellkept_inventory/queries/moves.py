"""What has moved, newest first."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_inventory.queries.lot_filters import of_number, of_owner
from wellkept_inventory.queries.postings import MOVE_COLUMNS, MOVE_JOINS, stock_move
from wellkept_inventory.schemas.moves import InventoryMoveListed, MoveHead
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Sort, all_of, given
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.services.stock import PostingKind

MOVES: Final = ListDeclaration(
    select=f"SELECT {MOVE_COLUMNS}, move.posting_id, posting.number, posting.kind, posting.ticket_id,"
    " posting.occurred_at, move.recorded_at FROM inventory_move move"
    f" JOIN inventory_posting posting ON posting.id = move.posting_id {MOVE_JOINS}",
    sorts={"recorded_at": Sort("move.recorded_at", datetime)},
    sort_default="-recorded_at",
    id_column="move.id",
)


class MoveFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed; the period includes its start and not its end."""

    part_id: UUID | None = None
    location_id: UUID | None = None
    lot: str | None = None
    serial: str | None = None
    stock_owner_id: str | None = None
    ticket_id: UUID | None = None
    kind: PostingKind | None = None
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None

    def clause(self) -> Clause:
        """Return the condition that all filters make together."""
        place = self.location_id
        return all_of(
            given("move.part_id = ?", self.part_id),
            TRUE if place is None else Clause("move.from_location_id = ? OR move.to_location_id = ?", (place, place)),
            of_number("move.lot_id", lot=self.lot, serial=self.serial),
            of_owner("move", self.stock_owner_id),
            given("posting.ticket_id = ?", self.ticket_id),
            given("posting.kind = ?", self.kind),
            given("posting.occurred_at >= ?", self.occurred_from),
            given("posting.occurred_at < ?", self.occurred_to),
        )


async def move_page(ctx: Ctx, page: PageRequest, *, filters: MoveFilters) -> Page[InventoryMoveListed]:
    """Return one page of moves, those that were recorded last first."""
    found = await ctx.db.page(MOVES, page, where=filters.clause(), filters=msgspec.to_builtins(filters))
    items = [msgspec.convert(row, MoveHead).listed(stock_move(row)) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)
