"""The lines of what is owed, before they are stored; and which moves make one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.services.consignment import LineKind
from wellkept_sdk.services.stock import LocationKind, StockMove

#: Stands for no lot, and in items for every place.
NIL: Final = UUID(int=0)

_TAKEN: Final = {
    LocationKind.CONSUMED: LineKind.WITHDRAWAL,
    LocationKind.SCRAPPED: LineKind.LOSS,
    LocationKind.COUNT: LineKind.LOSS,
    LocationKind.OWNERSHIP: LineKind.BUY_OUT,
}


class LineDraft(Struct, frozen=True, kw_only=True):
    """
    One debit or credit that is about to be recorded.

    Args:
        move_id: the move that makes it owed, at most one line for each.
        corrects_line_id: the line that it takes back, corrects or claims.
        source_id: the back-charge that it pays, at most one line for each.
        share_percent: of a claim, in hundredths; zero where an earlier claim follows a changed amount.
        price_on: the local day whose price holds.
        quantity_milli: signed, in thousandths.
        unit_price_minor: of one unit; None without a price, or where no price is asked.
        amount_minor: signed; None until a price covers the day.
    """

    kind: LineKind
    agreement_id: UUID
    party_id: UUID
    price_on: date
    quantity_milli: int
    currency: str
    occurred_at: datetime
    amount_minor: int | None
    part_id: UUID | None = None
    lot_id: UUID = NIL
    lot: str | None = None
    serial: str | None = None
    location_id: UUID | None = None
    move_id: UUID | None = None
    corrects_line_id: UUID | None = None
    price_id: UUID | None = None
    price_version: int | None = None
    source_id: UUID | None = None
    share_percent: int | None = None
    unit_price_minor: int | None = None
    ticket_id: UUID | None = None
    reason: str | None = None
    evidence: Sequence[str] = ()


def kind_taken(move: StockMove) -> LineKind | None:
    """Return which debt a party's stock makes by leaving; None where it makes none."""
    if move.stock_owner_id is None or move.from_kind.is_virtual:
        return None
    return _TAKEN.get(move.to_kind)


def undoes(move: StockMove) -> UUID | None:
    """Return the move that this one takes back, of a party's stock; None where it takes none back."""
    if move.stock_owner_id is None:
        return None
    return move.returns_move_id or move.reverses_move_id
