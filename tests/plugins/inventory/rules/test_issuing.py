"""What an issue takes."""

from datetime import UTC, date, datetime
from uuid import UUID

from wellkept_inventory.rules.free_stock import Allowance, FreeStock, Wish, total_of
from wellkept_inventory.rules.issuing import IssueWish, issuing
from wellkept_inventory.rules.keys import NIL, VIRTUAL_LOCATIONS, StockKey
from wellkept_inventory.rules.picking import Shelf
from wellkept_inventory.terms import LotPolicy, StockOwnerPolicy
from wellkept_sdk.ids import EquipmentId
from wellkept_sdk.services.stock import LocationKind

PART, OTHER_PART, SUPPLIER = UUID(int=1), UUID(int=2), UUID(int=3)
NEAR, FAR = UUID(int=11), UUID(int=12)
LOT, OLD_LOT = UUID(int=21), UUID(int=22)
RESERVATION = UUID(int=31)
IN_NEAR, IN_FAR = StockKey(PART, NIL, NIL, NEAR), StockKey(PART, NIL, NIL, FAR)


def shelf(key: StockKey, available: int, expires_on: date | None = None) -> Shelf:
    return Shelf(
        key=key,
        available_milli=available,
        lot=None,
        expires_on=expires_on,
        first_in_at=datetime(2026, 1, 1, tzinfo=UTC),
        sourcing_priority=50,
    )


def stock(*shelves: Shelf) -> FreeStock:
    return FreeStock(shelves, today_at={NEAR: date(2026, 3, 2), FAR: date(2026, 3, 2)})


def allowance(places: frozenset[UUID] | None = None, parties: frozenset[UUID] = frozenset()) -> Allowance:
    return Allowance(
        owners=StockOwnerPolicy.OWN_FIRST, lots=LotPolicy.FEFO, location_ids=places, stock_owner_ids=parties
    )


class TestIssuing:
    def test_takes_what_is_held_first_and_the_rest_of_what_is_free(self) -> None:
        held, free = {RESERVATION: stock(shelf(IN_NEAR, 1000))}, stock(shelf(IN_NEAR, 5000))
        wish = Wish(part_id=PART, quantity_milli=3000, location_id=NEAR)
        asked = IssueWish(line=4, wish=wish, reservation_id=RESERVATION, allow_expired=False)

        line = issuing(asked, stock=free, held=held, allowance=allowance())
        [move] = line.moves(EquipmentId(UUID(int=61)))

        assert line.quantity_milli == 3000
        assert (move.source, move.quantity_milli, move.held_milli, move.line) == (IN_NEAR, 3000, 1000, 4)
        assert move.to_location_id == VIRTUAL_LOCATIONS[LocationKind.CONSUMED]
        assert (held[RESERVATION].left(), total_of(free.left())) == ([], 3000)

    def test_without_a_reservation_takes_only_what_is_free(self) -> None:
        held, free = {RESERVATION: stock(shelf(IN_NEAR, 9000))}, stock(shelf(IN_NEAR, 1000))
        wish = Wish(part_id=PART, quantity_milli=3000)
        asked = IssueWish(line=0, wish=wish, reservation_id=None, allow_expired=False)

        line = issuing(asked, stock=free, held=held, allowance=allowance())

        assert line.quantity_milli == 1000
