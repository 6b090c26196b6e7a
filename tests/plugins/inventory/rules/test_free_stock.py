"""What is free, and for whom."""

from datetime import UTC, date, datetime
from uuid import UUID

from wellkept_inventory.rules.free_stock import Allowance, FreeStock, Wish
from wellkept_inventory.rules.keys import NIL, StockKey
from wellkept_inventory.rules.picking import Shelf, Take
from wellkept_inventory.terms import LotPolicy, StockOwnerPolicy

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


class TestFreeStock:
    def test_is_less_by_what_is_taken(self) -> None:
        free = stock(shelf(IN_NEAR, 3000), shelf(IN_FAR, 1000))

        first = free.take(Wish(part_id=PART, quantity_milli=2000, location_id=NEAR), allowance())
        second = free.take(Wish(part_id=PART, quantity_milli=5000), allowance())

        assert first == [Take(IN_NEAR, 2000)]
        assert second == [Take(IN_NEAR, 1000), Take(IN_FAR, 1000)]
        assert free.left() == []
        assert not free.fitting(Wish(part_id=PART, quantity_milli=1))

    def test_serves_only_what_fits_the_wish(self) -> None:
        of_lot, theirs = StockKey(PART, LOT, NIL, NEAR), StockKey(PART, NIL, SUPPLIER, NEAR)
        free = stock(shelf(IN_NEAR, 1000), shelf(of_lot, 1000), shelf(theirs, 1000), shelf(IN_FAR, 1000))
        parties = frozenset({SUPPLIER})
        wishes = {
            "lot": Wish(part_id=PART, quantity_milli=9000, lot_id=LOT),
            "owner": Wish(part_id=PART, quantity_milli=9000, stock_owner_id=SUPPLIER),
            "place": Wish(part_id=PART, quantity_milli=9000, location_id=FAR),
            "part": Wish(part_id=OTHER_PART, quantity_milli=9000),
        }

        found = {
            name: {each.key for each in free.among(wish, allowance(None, parties))} for name, wish in wishes.items()
        }

        assert found == {"lot": {of_lot}, "owner": {theirs}, "place": {IN_FAR}, "part": set()}
        assert free.party_ids == {SUPPLIER}

    def test_serves_only_what_the_terms_allow(self) -> None:
        theirs = StockKey(PART, NIL, SUPPLIER, NEAR)
        free = stock(shelf(IN_NEAR, 1000), shelf(theirs, 1000), shelf(IN_FAR, 1000))
        wish = Wish(part_id=PART, quantity_milli=9000)

        assert {each.key for each in free.among(wish, allowance())} == {IN_NEAR, IN_FAR}
        assert {each.key for each in free.among(wish, allowance(frozenset({FAR})))} == {IN_FAR}

    def test_serves_what_has_expired_only_where_that_is_allowed(self) -> None:
        old = StockKey(PART, OLD_LOT, NIL, NEAR)
        free = stock(shelf(old, 1000, date(2026, 3, 1)))
        wish = Wish(part_id=PART, quantity_milli=1000)

        assert free.take(wish, allowance()) == []
        assert free.take(wish, allowance(), allow_expired=True) == [Take(old, 1000)]
