"""No more comes in than an agreement lets lie there."""

from uuid import UUID

import pytest

from wellkept_consignment.rules.agreements import Item
from wellkept_consignment.rules.lines import NIL
from wellkept_consignment.rules.maximum import Incoming, exceeds_maximum

PARTY, OTHER, PART = UUID(int=1), UUID(int=2), UUID(int=3)
NORTH, SOUTH = UUID(int=11), UUID(int=12)
LYING = {(PARTY, PART, NORTH): 6_000, (PARTY, PART, SOUTH): 3_000, (OTHER, PART, NORTH): 50_000}


@pytest.mark.parametrize(
    ("location_id", "maximum_milli", "quantities", "exceeds"),
    [
        (NORTH, 10_000, [4_000], False),
        (NORTH, 10_000, [4_001], True),
        (NORTH, 10_000, [2_000, 2_001], True),
        (NIL, 10_000, [1_000], False),
        (NIL, 10_000, [1_001], True),
        (NORTH, None, [99_000], False),
    ],
)
def test_counts_what_lies_and_what_comes(
    location_id: UUID, maximum_milli: int | None, quantities: list[int], *, exceeds: bool
) -> None:
    item = Item(part_id=PART, location_id=location_id, maximum_milli=maximum_milli)
    incoming = [Incoming(PARTY, item, NORTH, quantity_milli) for quantity_milli in quantities]
    assert exceeds_maximum(incoming, LYING) is exceeds
