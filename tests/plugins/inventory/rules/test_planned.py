from uuid import UUID

from wellkept_inventory.rules.keys import NIL, StockKey
from wellkept_inventory.rules.planned import PlannedMove

PART, NANJING, VAN = (UUID(int=number) for number in range(1, 4))


class TestPlannedMove:
    def test_takes_from_one_balance_and_adds_to_another_of_the_same_lot_and_legal_owner(self) -> None:
        move = PlannedMove(part_id=PART, from_location_id=NANJING, to_location_id=VAN, quantity_milli=2_000)

        assert move.source == StockKey(PART, NIL, NIL, NANJING)
        assert move.target == StockKey(PART, NIL, NIL, VAN)
