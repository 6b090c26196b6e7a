"""What a reservation is, and where it stands."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.free_stock import Wish, total_of
from wellkept_inventory.rules.keys import StockKey
from wellkept_inventory.rules.picking import Take
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.stock import Tracking


class ReservationStatus(StrEnum):
    """Where a reservation stands."""

    OPEN = "open"  #: Something is missing.
    RESERVED = "reserved"  #: All that is still to be issued is held.
    ISSUED = "issued"  #: All of it was issued.
    RELEASED = "released"  #: It ended before, and holds nothing.

    @property
    def has_ended(self) -> bool:
        """Return whether nothing can become of it any more."""
        return self in {ReservationStatus.ISSUED, ReservationStatus.RELEASED}


class Reservation(Struct, frozen=True, kw_only=True):
    """What a ticket needs of a part; a nil `stock_owner_id` is our own house, None anybody."""

    id: UUID
    ticket_id: TicketId
    part_id: UUID
    quantity_milli: int
    held_milli: int
    issued_milli: int
    lot_id: UUID | None
    stock_owner_id: UUID | None
    location_id: UUID | None
    needed_by: datetime | None
    expires_at: datetime | None
    status: ReservationStatus

    @property
    def missing_milli(self) -> int:
        """Return what is neither held nor issued; of one that has ended nothing is missing."""
        if self.status.has_ended:
            return 0
        return self.quantity_milli - self.held_milli - self.issued_milli

    @property
    def wish(self) -> Wish:
        """Return what is still to be found."""
        return Wish(
            part_id=self.part_id,
            quantity_milli=self.missing_milli,
            lot_id=self.lot_id,
            stock_owner_id=self.stock_owner_id,
            location_id=self.location_id,
        )


class Hold(Struct, frozen=True, kw_only=True):
    """What is held for a reservation, of one balance."""

    reservation_id: UUID
    key: StockKey
    quantity_milli: int
    lot: str | None
    lot_kind: Tracking | None
    expires_on: date | None
    first_in_at: datetime
    time_zone: str


class Settlement(Struct, frozen=True, kw_only=True):
    """
    What an issue leaves of a reservation.

    Args:
        kept: what is still held.
        let_go: what was held and is needed no more, because other stock was issued instead.
    """

    issued_milli: int
    kept: Sequence[Take]
    let_go: Sequence[Take]
    status: ReservationStatus


def settled(reservation: Reservation, *, issued_milli: int, left: Iterable[Take]) -> Settlement:
    """
    Return what is left of a reservation.

    Args:
        reservation: before.
        issued_milli: so much was issued for it now; what is above the reservation does not count.
        left: what of its holds was not issued.
    """
    issued = min(reservation.quantity_milli, reservation.issued_milli + issued_milli)
    needed = reservation.quantity_milli - issued
    kept: list[Take] = []
    let_go: list[Take] = []
    for hold in left:
        quantity = min(needed, hold.quantity_milli)
        needed -= quantity
        kept.append(Take(hold.key, quantity))
        let_go.append(Take(hold.key, hold.quantity_milli - quantity))
    kept, let_go = _some(kept), _some(let_go)
    status = status_of(quantity_milli=reservation.quantity_milli, held_milli=total_of(kept), issued_milli=issued)
    return Settlement(issued_milli=issued, kept=kept, let_go=let_go, status=status)


def status_of(*, quantity_milli: int, held_milli: int, issued_milli: int) -> ReservationStatus:
    """Return where a reservation stands that was not released."""
    if issued_milli == quantity_milli:
        return ReservationStatus.ISSUED
    missing = quantity_milli - held_milli - issued_milli
    return ReservationStatus.OPEN if missing else ReservationStatus.RESERVED


def by_reservation(holds: Iterable[Hold]) -> dict[UUID, list[Hold]]:
    """Return holds by the reservation that they are for."""
    found: dict[UUID, list[Hold]] = {}
    for hold in holds:
        found.setdefault(hold.reservation_id, []).append(hold)
    return found


def _some(takes: Iterable[Take]) -> list[Take]:
    return [take for take in takes if take.quantity_milli]
