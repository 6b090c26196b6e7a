from uuid import UUID

from wellkept_inventory.rules.place_tree import PlaceTree

STORE, SHELF, BIN, VAN = (UUID(int=number) for number in range(1, 5))
PUMP, VALVE = UUID(int=10), UUID(int=11)
TREE = PlaceTree({STORE: None, SHELF: STORE, BIN: SHELF})


class TestPlaceTree:
    def test_goes_from_a_place_outwards(self):
        assert TREE.above(BIN) == [BIN, SHELF, STORE]
        assert TREE.above(STORE) == [STORE]
        assert TREE.above(VAN) == [VAN]

    def test_adds_to_a_place_what_lies_inside_it(self):
        quantities = {(PUMP, BIN): 1, (PUMP, SHELF): 2, (PUMP, VAN): 4, (VALVE, STORE): 8}

        assert TREE.totals(quantities) == {
            (PUMP, BIN): 1,
            (PUMP, SHELF): 3,
            (PUMP, STORE): 3,
            (PUMP, VAN): 4,
            (VALVE, STORE): 8,
        }

    def test_finds_the_innermost_of_some_places_around_another(self):
        assert TREE.nearest_above(BIN, [STORE, BIN]) == STORE
        assert TREE.nearest_above(BIN, [SHELF, STORE]) == SHELF
        assert TREE.nearest_above(STORE, [STORE, SHELF]) is None
