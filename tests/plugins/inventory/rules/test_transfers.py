from uuid import UUID

from wellkept_inventory.rules.place_tree import PlaceTree
from wellkept_inventory.rules.replenishment import StockLevels, StockPosition, Surplus
from wellkept_inventory.rules.transfers import PlaceStock, Transfers

NANJING, SUZHOU, STORE, VAN = (UUID(int=number) for number in range(1, 5))
APART = PlaceTree({})


def stock(location_id: UUID, available: int, *, up_to: int = 10, on_order: int = 0, missing: int = 0) -> PlaceStock:
    return PlaceStock(
        location_id=location_id,
        levels=StockLevels(reorder_point_milli=4, order_up_to_milli=up_to),
        position=StockPosition(available_milli=available, on_order_milli=on_order, missing_milli=missing),
    )


class TestTransfers:
    def test_come_from_what_lies_beyond_the_order_up_to_level(self):
        transfers = Transfers([stock(NANJING, 13), stock(SUZHOU, 4), stock(STORE, 12)], tree=APART)

        assert transfers.for_place(SUZHOU) == [Surplus(NANJING, 3), Surplus(STORE, 2)]
        assert transfers.for_place(NANJING) == [Surplus(SUZHOU, -6), Surplus(STORE, 2)]

    def test_leave_what_others_wait_for(self):
        transfers = Transfers([stock(NANJING, 13, missing=2), stock(SUZHOU, 0)], tree=APART)

        assert transfers.for_place(SUZHOU) == [Surplus(NANJING, 1)]

    def test_are_of_what_has_come_already(self):
        transfers = Transfers([stock(NANJING, 2, up_to=5, on_order=20), stock(SUZHOU, 0)], tree=APART)

        assert transfers.for_place(SUZHOU) == [Surplus(NANJING, 2)]

    def test_give_nothing_twice(self):
        transfers = Transfers([stock(NANJING, 13), stock(SUZHOU, 0), stock(STORE, 0)], tree=APART)

        transfers.give(2, source=NANJING, to=SUZHOU)

        assert transfers.for_place(STORE) == [Surplus(NANJING, 1), Surplus(SUZHOU, -10)]


class TestPlacesInsideOthers:
    """Nanjing has a van; what lies in it counts for Nanjing, too."""

    TREE = PlaceTree({VAN: NANJING, NANJING: None})

    def test_give_nothing_to_what_they_lie_in(self):
        transfers = Transfers([stock(NANJING, 20), stock(VAN, 20)], tree=self.TREE)

        assert transfers.for_place(NANJING) == []

    def test_keep_what_they_have_from_those_around_them(self):
        transfers = Transfers([stock(NANJING, 20), stock(VAN, 18), stock(SUZHOU, 0)], tree=self.TREE)

        assert transfers.for_place(SUZHOU) == [Surplus(NANJING, 2), Surplus(VAN, 8)]

    def test_have_less_together_when_stock_leaves_both(self):
        transfers = Transfers([stock(NANJING, 20), stock(VAN, 18, up_to=1), stock(SUZHOU, 0)], tree=self.TREE)

        transfers.give(9, source=VAN, to=SUZHOU)

        assert transfers.for_place(SUZHOU) == [Surplus(NANJING, 1), Surplus(VAN, 8)]

    def test_have_as_much_together_when_stock_stays_in_both(self):
        transfers = Transfers([stock(NANJING, 20), stock(VAN, 0), stock(SUZHOU, 0)], tree=self.TREE)

        transfers.give(5, source=NANJING, to=VAN)

        assert transfers.for_place(SUZHOU) == [Surplus(NANJING, 10), Surplus(VAN, -10)]
