"""What was issued for tickets, and what came back of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_inventory.queries.names import LotName, lots_by_id
from wellkept_inventory.rules.keys import NIL, party_of
from wellkept_inventory.rules.returns import Issued
from wellkept_inventory.schemas.uses import InventoryUse, InventoryUses
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import decimal_of

#: Every issue that stands, with what of it has come back: returns that stand, too.
_ISSUES: Final = (
    "SELECT move.id AS move_id, move.part_id, move.lot_id, move.stock_owner_id, move.from_location_id AS location_id,"
    " move.quantity_milli AS issued_milli, move.value_minor AS issued_minor, move.currency, move.recorded_at,"
    " posting.ticket_id, posting.occurred_at, COALESCE(back.quantity_milli, 0) AS returned_milli,"
    " COALESCE(back.value_minor, 0) AS returned_minor"
    " FROM inventory_posting posting JOIN inventory_move move ON move.posting_id = posting.id"
    " LEFT JOIN (SELECT given.returns_move_id, SUM(given.quantity_milli) AS quantity_milli,"
    " SUM(given.value_minor) AS value_minor"
    " FROM inventory_posting returned JOIN inventory_move given ON given.posting_id = returned.id"
    " WHERE {returned} AND returned.kind = 'return' AND given.returns_move_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM inventory_posting undone WHERE undone.reverses_id = returned.id)"
    " GROUP BY given.returns_move_id) back ON back.returns_move_id = move.id"
    " WHERE {posting} AND posting.kind = 'issue'"
    " AND NOT EXISTS (SELECT 1 FROM inventory_posting undone WHERE undone.reverses_id = posting.id)"
    " ORDER BY move.recorded_at, move.id"
)


class IssuedMove(Struct, frozen=True, kw_only=True):
    """One move by which stock was issued; `returned_milli` of it has come back unused."""

    move_id: UUID
    ticket_id: TicketId
    part_id: UUID
    lot_id: UUID
    stock_owner_id: UUID
    location_id: UUID
    issued_milli: int
    returned_milli: int
    issued_minor: int | None
    returned_minor: int
    currency: str | None
    occurred_at: datetime
    recorded_at: datetime

    @property
    def net_milli(self) -> int:
        """Return what was issued and did not come back."""
        return self.issued_milli - self.returned_milli

    @property
    def net_minor(self) -> int | None:
        """Return what that is worth; None of a party's stock."""
        return None if self.issued_minor is None else self.issued_minor - self.returned_minor

    def out(self) -> Issued:
        """Return what can still come back."""
        return Issued(
            move_id=self.move_id,
            part_id=self.part_id,
            lot_id=self.lot_id,
            stock_owner_id=self.stock_owner_id,
            location_id=self.location_id,
            quantity_milli=self.net_milli,
            value_minor=self.net_minor,
            currency=self.currency,
            recorded_at=self.recorded_at,
        )


async def issues_of(ctx: Ctx, ticket_ids: Collection[UUID]) -> list[IssuedMove]:
    """Return what was issued for tickets, without what was reversed, in the order of recording; one statement."""
    returned = ctx.db.any_of("returned.ticket_id", ticket_ids)
    posting = ctx.db.any_of("posting.ticket_id", ticket_ids)
    sql = _ISSUES.format(returned=returned.sql, posting=posting.sql)
    return [_issued(row) for row in await ctx.db.fetch(sql, *returned.args, *posting.args)]


async def uses_of(ctx: Ctx, ticket_id: TicketId) -> InventoryUses:
    """Return what a ticket has used, by part, lot and legal owner, in the order of the first issue."""
    issues = await issues_of(ctx, [ticket_id])
    lots = await lots_by_id(ctx, {move.lot_id for move in issues if move.lot_id != NIL})
    groups: dict[tuple[object, ...], list[IssuedMove]] = {}
    for move in issues:
        # A part may be valued in another currency once its stock has been empty.
        groups.setdefault((move.part_id, move.lot_id, move.stock_owner_id, move.currency), []).append(move)
    return InventoryUses(items=[_use(moves, lots.get(moves[0].lot_id)) for moves in groups.values()])


def _use(moves: Sequence[IssuedMove], lot: LotName | None) -> InventoryUse:
    first = moves[0]
    value = None
    if first.currency is not None:
        amount_minor = sum(move.net_minor or 0 for move in moves)
        value = Money(amount_minor=amount_minor, currency=first.currency)
    return InventoryUse(
        part_id=first.part_id,
        lot=None if lot is None or lot.is_serial else lot.number,
        serial=lot.number if lot is not None and lot.is_serial else None,
        stock_owner_id=party_of(first.stock_owner_id),
        issued=decimal_of(sum(move.issued_milli for move in moves)),
        returned=decimal_of(sum(move.returned_milli for move in moves)),
        net=decimal_of(sum(move.net_milli for move in moves)),
        value=value,
    )


def _issued(row: Row) -> IssuedMove:
    # SUM of whole numbers is a decimal in PostgreSQL.
    sums = {name: int(row[name]) for name in ("returned_milli", "returned_minor")}
    return msgspec.convert({**row, **sums}, IssuedMove)
