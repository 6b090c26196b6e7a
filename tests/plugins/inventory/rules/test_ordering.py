from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.errors import OrderLineMismatch, OrderOverReceived
from wellkept_inventory.rules.ordering import (
    InventoryOrderAction,
    InventoryOrderStatus,
    OrderLine,
    is_allowed,
    received,
    status_of,
    taken_back,
    value_of_lines,
)
from wellkept_sdk.errors import Invalid
from wellkept_sdk.money import AMOUNT_MINOR_MAX, Money

FIRST, SECOND = UUID(int=1), UUID(int=2)
BEARING, SEAL = UUID(int=3), UUID(int=4)
STORE, VAN = UUID(int=5), UUID(int=6)
NOTHING: set[InventoryOrderAction] = set()


def line(
    line_id: UUID = FIRST, *, ordered: int = 5_000, came: int = 0, part_id: UUID = BEARING, location_id: UUID = STORE
) -> OrderLine:
    return OrderLine(id=line_id, part_id=part_id, location_id=location_id, ordered_milli=ordered, received_milli=came)


def by_id(*lines: OrderLine) -> dict[UUID, OrderLine]:
    return {each.id: each for each in lines}


def came(lines: dict[UUID, OrderLine]) -> dict[UUID, int]:
    return {each.id: each.received_milli for each in lines.values()}


class TestStatus:
    def test_tells_how_much_has_come(self) -> None:
        assert status_of([line(), line(SECOND)]) is InventoryOrderStatus.ORDERED
        assert status_of([line(came=5_000), line(SECOND)]) is InventoryOrderStatus.PART_RECEIVED
        assert status_of([line(came=5_000), line(SECOND, came=5_000)]) is InventoryOrderStatus.RECEIVED

    @pytest.mark.parametrize(
        ("status", "allowed"),
        [
            (InventoryOrderStatus.DRAFT, {InventoryOrderAction.ORDER, InventoryOrderAction.CANCEL}),
            (InventoryOrderStatus.ORDERED, {InventoryOrderAction.CLOSE, InventoryOrderAction.CANCEL}),
            (InventoryOrderStatus.PART_RECEIVED, {InventoryOrderAction.CLOSE}),
            (InventoryOrderStatus.RECEIVED, {InventoryOrderAction.CLOSE}),
            (InventoryOrderStatus.CLOSED, NOTHING),
            (InventoryOrderStatus.CANCELLED, NOTHING),
        ],
    )
    def test_tells_what_may_be_done(self, status: InventoryOrderStatus, allowed: set[InventoryOrderAction]) -> None:
        assert {action for action in InventoryOrderAction if is_allowed(action, status=status)} == allowed


class TestReceipt:
    def test_adds_what_came_to_its_lines_lot_by_lot(self) -> None:
        after = received(
            by_id(line(), line(SECOND, part_id=SEAL)),
            [(FIRST, BEARING, STORE, 2_000), (FIRST, BEARING, STORE, 3_000), (SECOND, SEAL, STORE, 500)],
        )

        assert came(after) == {FIRST: 5_000, SECOND: 500}

    def test_refuses_more_than_was_ordered_at_the_line_that_is_too_much(self) -> None:
        with pytest.raises(OrderOverReceived) as refusal:
            received(by_id(line(came=1_000)), [(FIRST, BEARING, STORE, 3_000), (FIRST, BEARING, STORE, 1_001)])

        assert [error.pointer for error in refusal.value.errors] == ["/lines/1/purchase_order_line_id"]
        assert refusal.value.context == {"part_id": BEARING, "requested": "1.001", "open": "1.000"}

    @pytest.mark.parametrize(
        "arrived", [(SECOND, BEARING, STORE, 1), (FIRST, SEAL, STORE, 1), (FIRST, BEARING, VAN, 1)]
    )
    def test_refuses_another_line_part_or_place(self, arrived: tuple[UUID, UUID, UUID, int]) -> None:
        with pytest.raises(OrderLineMismatch) as refusal:
            received(by_id(line()), [(FIRST, BEARING, STORE, 1), arrived])

        assert [error.pointer for error in refusal.value.errors] == ["/lines/1/purchase_order_line_id"]


class TestReceiptTakenBack:
    def test_is_counted_off_the_last_of_equal_lines_first(self) -> None:
        lines = by_id(line(came=5_000), line(SECOND, came=2_000))

        assert came(taken_back(lines, [(BEARING, STORE, 3_000)])) == {FIRST: 4_000, SECOND: 0}

    def test_leaves_lines_of_other_parts_and_places_alone(self) -> None:
        lines = by_id(line(came=5_000), line(SECOND, came=2_000, location_id=VAN))

        assert came(taken_back(lines, [(BEARING, STORE, 1_000), (SEAL, STORE, 9_000)])) == {FIRST: 4_000, SECOND: 2_000}

    @given(first=st.integers(0, 5_000), second=st.integers(0, 5_000), more=st.integers(1, 5_000))
    def test_leaves_as_much_as_there_was_before_it_came(self, first: int, second: int, more: int) -> None:
        before = by_id(line(ordered=10_000, came=first), line(SECOND, ordered=10_000, came=second))

        after = taken_back(received(before, [(FIRST, BEARING, STORE, more)]), [(BEARING, STORE, more)])

        assert sum(came(after).values()) == first + second
        assert all(0 <= each.received_milli <= each.ordered_milli for each in after.values())


class TestValue:
    def test_rounds_each_line_half_up(self) -> None:
        assert value_of_lines([(1_500, 333), (500, 1)], currency="CNY") == Money(amount_minor=501, currency="CNY")

    def test_is_not_more_than_can_be_kept(self) -> None:
        assert value_of_lines([(1_000, AMOUNT_MINOR_MAX)], currency="CNY").amount_minor == AMOUNT_MINOR_MAX
        with pytest.raises(Invalid) as refusal:
            value_of_lines([(1_000, AMOUNT_MINOR_MAX), (1_000, 1)], currency="CNY")
        assert [(error.pointer, error.code) for error in refusal.value.errors] == [("/lines/1/unit_price", "too_large")]
