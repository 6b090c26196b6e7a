from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.costing import Valuation
from wellkept_inventory.rules.counting import (
    Counted,
    CountScope,
    InventoryCountAction,
    InventoryCountStatus,
    PartWorth,
    is_allowed,
    moves_of,
    needs_approval,
)
from wellkept_inventory.rules.keys import NIL, VIRTUAL_LOCATIONS, StockKey
from wellkept_sdk.money import Money
from wellkept_sdk.services.stock import LocationKind

BEARING = UUID(int=1)
SEAL = UUID(int=2)
STORE = UUID(int=3)
PUMPCO = UUID(int=4)
LOT = UUID(int=5)
COUNT = VIRTUAL_LOCATIONS[LocationKind.COUNT]
NOTHING: set[InventoryCountAction] = set()


def counted(expected: int, found: int, *, part_id: UUID = BEARING, stock_owner_id: UUID = NIL) -> Counted:
    key = StockKey(part_id, LOT, stock_owner_id, STORE)
    return Counted(key=key, expected_milli=expected, counted_milli=found)


def yuan(amount_minor: int) -> Money:
    return Money(amount_minor=amount_minor, currency="CNY")


def worth(
    value_minor: int = 0, quantity_milli: int = 0, *, currency: str = "CNY", standard: int | None = None
) -> PartWorth:
    return PartWorth(
        valuation=Valuation(currency=currency, quantity_milli=quantity_milli, value_minor=value_minor),
        standard_cost=None if standard is None else yuan(standard),
    )


class TestMoves:
    def test_of_a_shortage_go_to_the_differences(self) -> None:
        [move] = moves_of([counted(10_000, 8_000, stock_owner_id=PUMPCO)])

        assert (move.source, move.to_location_id) == (StockKey(BEARING, LOT, PUMPCO, STORE), COUNT)
        assert move.quantity_milli == 2_000

    def test_of_a_surplus_come_from_the_differences(self) -> None:
        [move] = moves_of([counted(0, 1_500)])

        assert (move.from_location_id, move.target) == (COUNT, StockKey(BEARING, LOT, NIL, STORE))
        assert move.quantity_milli == 1_500

    def test_are_none_where_the_book_was_right(self) -> None:
        assert moves_of([counted(3_000, 3_000)]) == []

    @given(expected=st.integers(0, 10**9), found=st.integers(0, 10**9))
    def test_make_the_book_say_what_was_found(self, expected: int, found: int) -> None:
        moves = moves_of([counted(expected, found)])

        change = sum(move.quantity_milli * (1 if move.to_location_id == STORE else -1) for move in moves)
        assert expected + change == found


class TestApproval:
    def test_is_needed_above_the_limit_only(self) -> None:
        lines = [counted(10_000, 8_000)]

        assert not needs_approval(lines, {BEARING: worth(10_000, 10_000)}, limit_minor=2_000)
        assert needs_approval(lines, {BEARING: worth(10_005, 10_000)}, limit_minor=2_000)

    def test_adds_shortages_and_surpluses_of_all_parts_up(self) -> None:
        lines = [counted(2_000, 1_000), counted(0, 1_000, part_id=SEAL)]
        each = {BEARING: worth(600, 1_000), SEAL: worth(600, 1_000)}

        assert needs_approval(lines, each, limit_minor=1_199)
        assert not needs_approval(lines, each, limit_minor=1_200)

    def test_does_not_add_currencies(self) -> None:
        lines = [counted(2_000, 1_000), counted(2_000, 1_000, part_id=SEAL)]
        each = {BEARING: worth(600, 1_000), SEAL: worth(600, 1_000, currency="EUR")}

        assert not needs_approval(lines, each, limit_minor=600)

    def test_takes_the_standard_cost_where_there_is_no_average(self) -> None:
        lines = [counted(0, 2_000)]

        assert needs_approval(lines, {BEARING: worth(standard=501)}, limit_minor=1_000)
        assert needs_approval(lines, {BEARING: worth(0, 5_000, currency="XXX", standard=501)}, limit_minor=1_000)
        assert not needs_approval(lines, {BEARING: worth()}, limit_minor=0)

    def test_is_not_needed_for_a_partys_stock_which_has_no_value_here(self) -> None:
        lines = [counted(9_000, 0, stock_owner_id=PUMPCO)]

        assert not needs_approval(lines, {BEARING: worth(10**9, 1_000)}, limit_minor=0)
        assert not needs_approval([counted(9_000, 0)], {}, limit_minor=0)


class TestScope:
    def test_has_the_parts_and_the_owner_that_were_named(self) -> None:
        scope = CountScope(part_ids=frozenset({BEARING}), stock_owner_id=NIL)

        assert (scope.has_part(BEARING), scope.has_part(SEAL)) == (True, False)
        assert (scope.has_stock_owner(NIL), scope.has_stock_owner(PUMPCO)) == (True, False)

    def test_has_everything_where_nothing_was_named(self) -> None:
        scope = CountScope(part_ids=None, stock_owner_id=None)

        assert scope.has_part(SEAL)
        assert scope.has_stock_owner(PUMPCO)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (InventoryCountStatus.OPEN, {InventoryCountAction.POST, InventoryCountAction.CANCEL}),
        (InventoryCountStatus.SUBMITTED, {InventoryCountAction.APPROVE, InventoryCountAction.CANCEL}),
        (InventoryCountStatus.POSTED, NOTHING),
        (InventoryCountStatus.CANCELLED, NOTHING),
    ],
)
def test_a_count_is_ended_once(status: InventoryCountStatus, allowed: set[InventoryCountAction]) -> None:
    assert {action for action in InventoryCountAction if is_allowed(action, status=status)} == allowed
