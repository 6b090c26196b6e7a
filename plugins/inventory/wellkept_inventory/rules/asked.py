"""What somebody asks to be posted, whoever it is: a caller of the API, or another plugin."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.money import Money
from wellkept_sdk.services.stock import PostingKind


class AskedEnd(Struct, frozen=True):
    """A place, and where the request names it."""

    location_id: UUID
    pointer: str


class AskedLine(Struct, frozen=True, kw_only=True):
    """
    One line.

    Args:
        line: which, counted from zero.
        source: None where the kind says whence.
        target: None where the kind says whither.
        stock_owner_id: the nil UUID is us; None is anybody's, by the policy.
        order_line_id: for which line of the order.
    """

    line: int
    part_id: UUID
    quantity_milli: int
    source: AskedEnd | None
    target: AskedEnd | None
    lot: str | None = None
    serial: str | None = None
    expires_on: date | None = None
    stock_owner_id: UUID | None = None
    unit_cost: Money | None = None
    order_line_id: UUID | None = None

    @property
    def pointer(self) -> str:
        """Return where the line stands in the request."""
        return f"/lines/{self.line}"

    @property
    def ends(self) -> Sequence[AskedEnd]:
        """Return the places that the request names."""
        return [end for end in (self.source, self.target) if end is not None]


class AskedPosting(Struct, frozen=True, kw_only=True):
    """A receipt, transfer, scrap or return to a supplier."""

    kind: PostingKind
    lines: Sequence[AskedLine]
    occurred_at: datetime | None
    party_id: UUID | None = None
    reference: str | None = None
    reason: str | None = None
    purchase_order_id: UUID | None = None
