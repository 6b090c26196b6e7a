"""What of an issue can still come back, and what it is worth."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk.money import Money
from wellkept_sdk.rounding import half_away_from_zero


class Condition(StrEnum):
    """In which condition a part comes back."""

    UNUSED = "unused"  #: As it was issued: it goes back on its shelf.
    USED = "used"  #: An old part that can be used again.
    DEFECTIVE = "defective"  #: An old part that cannot.


class Issued(Struct, frozen=True, kw_only=True):
    """
    One move by which stock was issued, and what came back of it.

    Args:
        quantity_milli: net of what came back.
        value_minor: of that quantity; None of a party's stock.
        recorded_at: when it was issued.
    """

    move_id: UUID
    part_id: UUID
    lot_id: UUID
    stock_owner_id: UUID
    location_id: UUID
    quantity_milli: int
    value_minor: int | None
    currency: str | None
    recorded_at: datetime


class BackWish(Struct, frozen=True, kw_only=True):
    """What somebody brings back; None leaves open from which lot and of which move it is."""

    part_id: UUID
    quantity_milli: int
    lot_id: UUID | None = None
    move_id: UUID | None = None


class GivenBack(Struct, frozen=True):
    """So much of one issue comes back, with its share of the value."""

    issued: Issued
    quantity_milli: int
    value: Money | None


class IssuedStock:
    """What was issued for a ticket and has not come back, as it becomes less."""

    def __init__(self, issues: Iterable[Issued]) -> None:
        """Begin with the moves by which it was issued."""
        newest_first = sorted(issues, key=lambda issued: (issued.recorded_at, issued.move_id), reverse=True)
        self._issues = {issued.move_id: issued for issued in newest_first}

    def knows(self, move_id: UUID, *, part_id: UUID) -> bool:
        """Return whether a move is an issue of a part for the ticket, whatever came back of it."""
        found = self._issues.get(move_id)
        return found is not None and found.part_id == part_id

    def among(self, wish: BackWish) -> list[Issued]:
        """Return what may be what comes back, the newest issue first."""
        return [
            issued
            for issued in self._issues.values()
            if issued.part_id == wish.part_id
            and wish.lot_id in {None, issued.lot_id}
            and wish.move_id in {None, issued.move_id}
            and issued.quantity_milli
        ]

    def give_back(self, wish: BackWish) -> list[GivenBack]:
        """Return of which issues it comes back; less, where less is out."""
        found: list[GivenBack] = []
        missing = wish.quantity_milli
        for issued in self.among(wish):
            quantity_milli = min(missing, issued.quantity_milli)
            if quantity_milli:
                found.append(self._given_back(issued, quantity_milli))
                missing -= quantity_milli
        return found

    def is_all_back(self, move_id: UUID) -> bool:
        """Return whether nothing of an issue is out any more."""
        return self._issues[move_id].quantity_milli == 0

    def _given_back(self, issued: Issued, quantity_milli: int) -> GivenBack:
        left_milli = issued.quantity_milli - quantity_milli
        value_minor = None
        left_minor = None
        if issued.value_minor is not None:
            # The last unit brings the rest, so that nothing of the value is lost by rounding.
            value_minor = half_away_from_zero(issued.value_minor * quantity_milli, over=issued.quantity_milli)
            left_minor = issued.value_minor - value_minor
        self._issues[issued.move_id] = msgspec.structs.replace(
            issued, quantity_milli=left_milli, value_minor=left_minor
        )
        return GivenBack(issued, quantity_milli, _money(value_minor, issued.currency))


def _money(amount_minor: int | None, currency: str | None) -> Money | None:
    if amount_minor is None or currency is None:
        return None
    return Money(amount_minor=amount_minor, currency=currency)
