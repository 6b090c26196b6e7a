"""Lists walk along an index, however many moves and balances there are."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from inventory_house import inventory_app
from wellkept_inventory.queries.balances import BALANCES, BalanceFilters
from wellkept_inventory.queries.moves import MOVES, MoveFilters
from wellkept_sdk.db import Clause, Dialect, ListDeclaration
from wellkept_sdk.testing import TestApp

SOME = UUID(int=7)
#: By what is asked for, the index that is walked, and whether its order is the list's own.
MOVE_PLANS = {
    "all": (MoveFilters(), "inventory_move__recorded_at__id", True),
    "part": (MoveFilters(part_id=SOME), "inventory_move__part_id__recorded_at__id", True),
    "owner": (MoveFilters(stock_owner_id="own"), "inventory_move__stock_owner_id__recorded_at__id", True),
    "lot": (MoveFilters(lot="B-17"), "inventory_move__lot_id__id", False),
    "ticket": (MoveFilters(ticket_id=SOME), "inventory_posting__ticket_id__recorded_at", False),
    "place": (MoveFilters(location_id=SOME), "inventory_move__to_location_id__recorded_at", False),
}
BALANCE_PLANS = {
    "all": (BalanceFilters(), "inventory_balance__part_id__location_id__lot_id__stock_owner_id", True),
    "part": (BalanceFilters(part_id=SOME), "inventory_balance__part_id__location_id__lot_id__stock_owner_id", True),
    "place": (BalanceFilters(location_id=SOME), "inventory_balance__location_id__part_id", True),
    "owner": (BalanceFilters(stock_owner_id="own"), "inventory_balance__stock_owner_id__part_id", True),
    "lot": (BalanceFilters(lot="B-17"), "inventory_balance__part_id__location_id__lot_id__stock_owner_id", True),
}


@pytest.fixture
async def app() -> AsyncIterator[TestApp]:
    async with inventory_app(Dialect.SQLITE) as app:
        yield app


async def plan(app: TestApp, listing: ListDeclaration, where: Clause) -> list[str]:
    """Return how a page of a list is found."""
    word = listing.sort_default
    direction = "DESC" if word.startswith("-") else "ASC"
    column = listing.sorts[word.removeprefix("-")].column
    rows = await app.house.fetch(
        f"EXPLAIN QUERY PLAN {listing.select} WHERE {where.sql}"
        f" ORDER BY {column} {direction}, {listing.id_column} {direction} LIMIT 51",
        *where.args,
    )
    return [row["detail"] for row in rows]


class TestPlans:
    async def test_of_moves_and_balances_use_the_index_that_is_made_for_them(self, app: TestApp) -> None:
        cases = [
            *((f"moves of {name}", MOVES, *case) for name, case in MOVE_PLANS.items()),
            *((f"balances of {name}", BALANCES, *case) for name, case in BALANCE_PLANS.items()),
        ]
        found = {name: await plan(app, listing, filters.clause()) for name, listing, filters, _, _ in cases}

        for name, _, _, index, in_order in cases:
            steps = found[name]
            assert any(f"USING INDEX {index}" in step for step in steps), (name, steps)
            assert ("USE TEMP B-TREE FOR ORDER BY" in steps) is not in_order, (name, steps)
            assert not [step for step in steps if step.startswith("SCAN") and "USING INDEX" not in step], (name, steps)
