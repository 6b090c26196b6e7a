"""Where a reservation stands, and what an issue leaves of it."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.free_stock import Wish, by_key, total_of
from wellkept_inventory.rules.keys import NIL, StockKey
from wellkept_inventory.rules.picking import Take
from wellkept_inventory.rules.reservations import (
    Hold,
    Reservation,
    ReservationStatus,
    by_reservation,
    settled,
    status_of,
)
from wellkept_sdk.ids import TicketId

PART, OTHER_PART, SUPPLIER = UUID(int=1), UUID(int=2), UUID(int=3)
NEAR, FAR = UUID(int=11), UUID(int=12)
LOT, OLD_LOT = UUID(int=21), UUID(int=22)
RESERVATION = UUID(int=31)
IN_NEAR, IN_FAR = StockKey(PART, NIL, NIL, NEAR), StockKey(PART, NIL, NIL, FAR)


def reservation(quantity: int, *, held: int = 0, issued: int = 0) -> Reservation:
    return Reservation(
        id=RESERVATION,
        ticket_id=TicketId(UUID(int=41)),
        part_id=PART,
        quantity_milli=quantity,
        held_milli=held,
        issued_milli=issued,
        lot_id=LOT,
        stock_owner_id=None,
        location_id=NEAR,
        needed_by=None,
        expires_at=None,
        status=status_of(quantity_milli=quantity, held_milli=held, issued_milli=issued),
    )


class TestStatus:
    def test_follows_from_what_is_held_and_issued(self) -> None:
        cases = [(0, 0), (1000, 0), (2000, 0), (1000, 1000), (0, 1000), (0, 2000)]

        found = [status_of(quantity_milli=2000, held_milli=held, issued_milli=issued) for held, issued in cases]

        assert found == ["open", "open", "reserved", "reserved", "open", "issued"]
        assert [status for status in ReservationStatus if status.has_ended] == ["issued", "released"]

    def test_of_an_ended_reservation_leaves_nothing_missing(self) -> None:
        assert reservation(3000, held=1000).missing_milli == 2000
        assert reservation(3000, issued=3000).missing_milli == 0
        assert reservation(3000, held=1000).wish == Wish(
            part_id=PART, quantity_milli=2000, lot_id=LOT, location_id=NEAR
        )


class TestSettling:
    def test_gives_up_what_other_stock_has_served(self) -> None:
        result = settled(
            reservation(3000, held=3000), issued_milli=2000, left=[Take(IN_NEAR, 2000), Take(IN_FAR, 1000)]
        )

        assert (result.issued_milli, result.status) == (2000, ReservationStatus.RESERVED)
        assert (result.kept, result.let_go) == ([Take(IN_NEAR, 1000)], [Take(IN_NEAR, 1000), Take(IN_FAR, 1000)])

    def test_does_not_count_what_is_above_the_reservation(self) -> None:
        result = settled(reservation(3000, held=1000, issued=2000), issued_milli=5000, left=[])

        assert (result.issued_milli, result.status) == (3000, ReservationStatus.ISSUED)

    @given(st.integers(1, 9), st.integers(0, 9), st.integers(1, 12), st.lists(st.integers(1, 4), max_size=4))
    def test_loses_nothing_of_what_was_held(self, quantity: int, issued: int, now: int, left: list[int]) -> None:
        before = reservation(quantity, issued=min(issued, quantity))
        holds = [Take(StockKey(PART, NIL, NIL, UUID(int=50 + place)), milli) for place, milli in enumerate(left)]

        result = settled(before, issued_milli=now, left=holds)

        assert by_key([*result.kept, *result.let_go]) == by_key(holds)
        assert total_of(result.kept) + result.issued_milli <= quantity
        assert not result.let_go or total_of(result.kept) + result.issued_milli == quantity

    def test_puts_holds_together_by_their_reservation(self) -> None:
        hold = Hold(
            reservation_id=RESERVATION,
            key=IN_NEAR,
            quantity_milli=1000,
            lot=None,
            lot_kind=None,
            expires_on=None,
            first_in_at=datetime(2026, 1, 1, tzinfo=UTC),
            time_zone="UTC",
        )

        assert by_reservation([hold, hold]) == {RESERVATION: [hold, hold]}
