from uuid import UUID

import pytest

from wellkept_inventory.rules.keys import NIL, VIRTUAL_LOCATIONS, StockKey, none_if_nil, party_of
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.stock import BalanceKey, LocationKind

PART, PLACE, LOT, PARTY = (UUID(int=number) for number in range(1, 5))


class TestStockKey:
    @pytest.mark.parametrize(
        ("public", "stored"),
        [
            (BalanceKey(part_id=PART, location_id=PLACE), StockKey(PART, NIL, NIL, PLACE)),
            (
                BalanceKey(part_id=PART, location_id=PLACE, lot_id=LOT, stock_owner_id=PartyId(PARTY)),
                StockKey(PART, LOT, PARTY, PLACE),
            ),
        ],
    )
    def test_is_said_with_nil_for_what_is_absent(self, public: BalanceKey, stored: StockKey) -> None:
        assert StockKey.of(public) == stored
        assert stored.public() == public

    def test_is_read_from_a_row(self) -> None:
        row = {"location_id": PLACE, "stock_owner_id": PARTY, "lot_id": LOT, "part_id": PART, "quantity_milli": 1}

        assert StockKey.of_row(row) == StockKey(PART, LOT, PARTY, PLACE)

    def test_is_ordered_by_part_lot_legal_owner_and_place(self) -> None:
        first, second = StockKey(PART, NIL, NIL, PARTY), StockKey(PART, NIL, PLACE, PART)

        assert sorted([StockKey(PLACE, NIL, NIL, PART), second, first])[:2] == [first, second]


class TestNil:
    def test_stands_for_no_lot_and_for_us(self) -> None:
        assert (none_if_nil(NIL), party_of(NIL)) == (None, None)
        assert (none_if_nil(LOT), party_of(PARTY)) == (LOT, PARTY)


class TestVirtualLocations:
    def test_are_one_for_each_virtual_kind(self) -> None:
        assert set(VIRTUAL_LOCATIONS) == {kind for kind in LocationKind if kind.is_virtual}
        assert len(set(VIRTUAL_LOCATIONS.values())) == len(VIRTUAL_LOCATIONS)
