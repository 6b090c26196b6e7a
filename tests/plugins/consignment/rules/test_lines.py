"""Which moves of a party's stock are owed, and which take something back."""

from typing import Any
from uuid import UUID

import pytest

from wellkept_consignment.rules.lines import kind_taken, undoes
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.consignment import LineKind
from wellkept_sdk.services.stock import LocationKind, StockMove

PARTY = PartyId(UUID(int=7))
ISSUE, RECEIPT = UUID(int=21), UUID(int=22)


def move(from_kind: str, to_kind: str, **values: Any) -> StockMove:
    said: dict[str, Any] = {"stock_owner_id": PARTY, "returns_move_id": None, "reverses_move_id": None, **values}
    return StockMove(
        id=UUID(int=1),
        part_id=UUID(int=2),
        lot_id=None,
        lot=None,
        serial=None,
        from_location_id=UUID(int=3),
        from_kind=LocationKind(from_kind),
        to_location_id=UUID(int=4),
        to_kind=LocationKind(to_kind),
        quantity=Quantity(milli=1_000, unit="ea"),
        unit_cost=None,
        value=None,
        equipment_id=None,
        **said,
    )


@pytest.mark.parametrize(
    ("from_kind", "to_kind", "kind"),
    [
        ("warehouse", "consumed", LineKind.WITHDRAWAL),
        ("van", "consumed", LineKind.WITHDRAWAL),
        ("warehouse", "scrapped", LineKind.LOSS),
        ("quarantine", "count", LineKind.LOSS),
        ("warehouse", "ownership", LineKind.BUY_OUT),
        ("warehouse", "van", None),
        ("warehouse", "supplier", None),
        ("supplier", "warehouse", None),
        ("count", "warehouse", None),
        ("ownership", "warehouse", None),
    ],
)
def test_a_partys_stock_is_owed_where_it_leaves(from_kind: str, to_kind: str, kind: LineKind | None) -> None:
    assert kind_taken(move(from_kind, to_kind)) is kind


def test_our_own_stock_is_owed_to_nobody() -> None:
    ours = move("warehouse", "consumed", stock_owner_id=None, reverses_move_id=ISSUE)
    assert (kind_taken(ours), undoes(ours)) == (None, None)


def test_returns_and_reversals_name_what_they_take_back() -> None:
    assert undoes(move("consumed", "warehouse", returns_move_id=ISSUE)) == ISSUE
    assert undoes(move("scrapped", "warehouse", reverses_move_id=RECEIPT)) == RECEIPT
    assert undoes(move("warehouse", "consumed")) is None
