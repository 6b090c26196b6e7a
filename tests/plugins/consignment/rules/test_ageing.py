"""Layers of receipts."""

from datetime import date
from uuid import UUID

from wellkept_consignment.rules.ageing import Receipt, Shelf, layers

NORTH, SOUTH = UUID(int=1), UUID(int=2)
JANUARY = Receipt(move_id=UUID(int=11), received_on=date(2026, 1, 5), quantity_milli=5000)
FEBRUARY = Receipt(move_id=UUID(int=12), received_on=date(2026, 2, 5), quantity_milli=3000)


def shelf(place: UUID, quantity: int, month: int = 1) -> Shelf:
    return Shelf(location_id=place, quantity_milli=quantity, since=date(2026, month, 1))


def told(receipts: list[Receipt], *shelves: Shelf) -> list[tuple[int, UUID, int, date]]:
    return [
        (each.move_id.int if each.move_id else 0, each.location_id, each.quantity_milli, each.received_on)
        for each in layers(receipts, shelves)
    ]


class TestLayers:
    def test_belong_to_the_latest_receipts(self) -> None:
        assert told([JANUARY, FEBRUARY], shelf(NORTH, 4000)) == [
            (11, NORTH, 1000, date(2026, 1, 5)),
            (12, NORTH, 3000, date(2026, 2, 5)),
        ]
        assert told([JANUARY, FEBRUARY], shelf(NORTH, 2000)) == [(12, NORTH, 2000, date(2026, 2, 5))]

    def test_of_the_oldest_place_are_the_oldest(self) -> None:
        assert told([JANUARY, FEBRUARY], shelf(SOUTH, 3000, 2), shelf(NORTH, 3000)) == [
            (11, NORTH, 3000, date(2026, 1, 5)),
            (12, SOUTH, 3000, date(2026, 2, 5)),
        ]

    def test_of_one_receipt_may_lie_at_several_places(self) -> None:
        assert told([JANUARY], shelf(SOUTH, 2000, 2), shelf(NORTH, 3000)) == [
            (11, NORTH, 3000, date(2026, 1, 5)),
            (11, SOUTH, 2000, date(2026, 1, 5)),
        ]

    def test_without_a_receipt_are_as_old_as_the_place_says(self) -> None:
        assert told([FEBRUARY], shelf(NORTH, 4000)) == [
            (0, NORTH, 1000, date(2026, 1, 1)),
            (12, NORTH, 3000, date(2026, 2, 5)),
        ]

    def test_are_none_of_an_empty_place(self) -> None:
        assert told([JANUARY]) == []
