from collections.abc import AsyncIterator

import pytest

from fake_parties import PUMPCO
from inventory_house import inventory_app
from store_imports import PUMP, SEAL, STORE, refused, stock, taken
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp, dialects

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


class TestTakeStock:
    async def test_is_refused_with_all_mistakes_of_stock(self, app: TestApp) -> None:
        await taken(app, locations=[STORE], parts=[SEAL, PUMP], stock=[stock("1", "SEAL", "1", lot="L1")])
        minus = {"amount_minor": -1, "currency": "CNY"}

        first = await refused(
            app,
            stock=[
                stock("1", "SEAL", "2", lot="L1"),
                stock("2", "NONE", "1"),
                {**stock("3", "SEAL", "1", lot="L1"), "location_code": "NOWHERE"},
                stock("4", "SEAL", "0.0004", lot="L1"),
                stock("5", "SEAL", "1", lot="L1", unit_cost=minus),
                stock("5", "SEAL", "1", lot="L2"),
            ],
        )
        then = await refused(
            app,
            stock=[
                stock("1", "SEAL", "1.0", lot="L1"),
                stock("2", "SEAL", "1.5", lot="L1"),
                stock("3", "PUMP", "2", serial="S1"),
                stock("4", "PUMP", "1"),
            ],
        )

        assert first == [
            ("/stock/5/line", "not_a_choice"),
            ("/stock/0/line", "inventory.import.line_changed"),
            ("/stock/1/part_code", "unknown_reference"),
            ("/stock/2/location_code", "unknown_reference"),
            ("/stock/3/quantity", "too_small"),
            ("/stock/4/unit_cost/amount_minor", "too_small"),
        ]
        assert then == [
            ("/stock/1/quantity", "inventory.quantity.not_whole"),
            ("/stock/2/quantity", "inventory.serial.one_each"),
            ("/stock/3/serial", "inventory.lot.required"),
        ]

    async def test_brings_stock_that_belongs_to_a_party(self, app: TestApp) -> None:
        theirs = {**stock("1", "OIL", "2"), "stock_owner_id": str(PUMPCO.id)}
        body = {"locations": [STORE], "parts": [{"code": "OIL", "name": "Oil"}]}

        unknown = await refused(app, **body, stock=[stock("2", "OIL", "1"), {**theirs, "stock_owner_id": NOBODY}])
        await taken(app, **body, stock=[theirs])

        assert unknown == [("/stock/1/stock_owner_id", "unknown_reference")]
        scan = (await app.client.post("/v1/inventory/scans", json={"text": "OIL"})).json()
        assert [(each["stock_owner_id"], each["quantity"]) for each in scan["balances"]] == [(str(PUMPCO.id), "2.000")]
