"""What of an issue can still come back, and what it is worth."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.keys import NIL
from wellkept_inventory.rules.returns import BackWish, Issued, IssuedStock
from wellkept_sdk.money import Money

PART, OTHER_PART, LOT, SUPPLIER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
FIRST, SECOND = UUID(int=11), UUID(int=12)


def issued(move_id: UUID, quantity: int, value: int | None = None, *, day: int = 1, lot_id: UUID = NIL) -> Issued:
    return Issued(
        move_id=move_id,
        part_id=PART,
        lot_id=lot_id,
        stock_owner_id=NIL if value is not None else SUPPLIER,
        location_id=UUID(int=21),
        quantity_milli=quantity,
        value_minor=value,
        currency=None if value is None else "CNY",
        recorded_at=datetime(2026, 1, day, tzinfo=UTC),
    )


def back(
    stock: IssuedStock, quantity: int, *, lot_id: UUID | None = None, move_id: UUID | None = None
) -> list[tuple[UUID, int, int | None]]:
    found = stock.give_back(BackWish(part_id=PART, quantity_milli=quantity, lot_id=lot_id, move_id=move_id))
    return [
        (each.issued.move_id, each.quantity_milli, None if each.value is None else each.value.amount_minor)
        for each in found
    ]


def test_comes_back_newest_issue_first() -> None:
    stock = IssuedStock([issued(FIRST, 2000, 200, day=1), issued(SECOND, 2000, 600, day=2)])

    assert back(stock, 1000) == [(SECOND, 1000, 300)]
    assert back(stock, 2000) == [(SECOND, 1000, 300), (FIRST, 1000, 100)]
    assert (stock.is_all_back(SECOND), stock.is_all_back(FIRST)) == (True, False)
    assert back(stock, 5000) == [(FIRST, 1000, 100)]
    assert back(stock, 1000) == []


def test_comes_back_of_the_named_move_or_lot_only() -> None:
    stock = IssuedStock([issued(FIRST, 2000, 200, lot_id=LOT), issued(SECOND, 1000, 300, day=2)])

    assert back(stock, 1000, move_id=FIRST) == [(FIRST, 1000, 100)]
    assert back(stock, 9000, lot_id=LOT) == [(FIRST, 1000, 100)]
    assert stock.knows(FIRST, part_id=PART)
    assert not stock.knows(FIRST, part_id=OTHER_PART)
    assert not stock.knows(UUID(int=99), part_id=PART)


def test_of_a_partys_stock_is_worth_nothing_here() -> None:
    assert back(IssuedStock([issued(FIRST, 2000)]), 2000) == [(FIRST, 2000, None)]


def test_brings_its_value_in_the_currency_of_the_issue() -> None:
    [given_back] = IssuedStock([issued(FIRST, 3000, 100)]).give_back(BackWish(part_id=PART, quantity_milli=1000))

    assert given_back.value == Money(amount_minor=33, currency="CNY")


@given(st.integers(0, 10_000), st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_loses_nothing_of_the_value_by_rounding(value: int, steps: list[int]) -> None:
    stock = IssuedStock([issued(FIRST, sum(steps), value)])

    found = [amount for step in steps for _, _, amount in back(stock, step)]

    assert sum(amount or 0 for amount in found) == value
    assert all((amount or 0) >= 0 for amount in found)
