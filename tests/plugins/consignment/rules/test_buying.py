"""What came in first is bought first; what is missing is left to the ledger to refuse."""

from uuid import UUID

import pytest

from wellkept_consignment.rules.buying import Shelf, spread

OLD, NEW = UUID(int=1), UUID(int=2)
SHELVES = [Shelf(OLD, 2_000), Shelf(NEW, 3_000)]


@pytest.mark.parametrize(
    ("shelves", "quantity_milli", "taken"),
    [
        (SHELVES, 1_000, [Shelf(OLD, 1_000)]),
        (SHELVES, 4_000, [Shelf(OLD, 2_000), Shelf(NEW, 2_000)]),
        (SHELVES, 6_000, [Shelf(OLD, 2_000), Shelf(NEW, 4_000)]),
        ([Shelf(OLD, 0), Shelf(NEW, 1_000)], 1_000, [Shelf(NEW, 1_000)]),
        ([Shelf(OLD, 0)], 1_000, [Shelf(OLD, 1_000)]),
        ([], 1_000, [Shelf(None, 1_000)]),
    ],
)
def test_spread(shelves: list[Shelf], quantity_milli: int, taken: list[Shelf]) -> None:
    assert spread(shelves, quantity_milli) == taken
