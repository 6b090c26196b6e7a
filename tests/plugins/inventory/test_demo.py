from collections.abc import AsyncIterator

import pytest

from demo_scenes import small_scene
from inventory_house import inventory_app
from wellkept.demo.parts_of_plugins import tell_parts
from wellkept_sdk.db import Dialect
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import TestApp, dialects

AT_WORK, WAITING = TicketStatus.IN_PROGRESS, TicketStatus.ON_HOLD
WANTED = [("pump", AT_WORK), ("drive", AT_WORK), ("chiller", AT_WORK), ("pump", WAITING), ("lift", WAITING)]
#: What an old pump ticket of another status must not get.
CLOSED = ("pump", TicketStatus.CLOSED)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


class TestDemo:
    async def test_has_a_store_that_tickets_use_and_wait_for(self, app: TestApp) -> None:
        scene = await small_scene(app, [CLOSED, *WANTED], contract="plain")

        await tell_parts(scene)

        shown = [
            (await app.client.get(f"/v1/tickets/{ticket.id}")).json()["extensions"]["inventory"]
            for ticket in scene.tickets
        ]
        assert [(each["issued"], each["reserved"], each["missing"]) for each in shown] == [
            ("0.000", "0.000", "0.000"),
            ("1.750", "0.000", "0.000"),
            ("1.000", "0.000", "0.000"),
            ("20.000", "0.000", "0.000"),
            ("0.000", "2.000", "0.000"),
            ("0.000", "0.000", "2.000"),
        ]
        suggested = (await app.client.get("/v1/inventory/suggestions")).json()["items"]
        assert {(each["because"], each["quantity"]) for each in suggested} == {("low", "4.000"), ("missing", "6.000")}
        integrity = (await app.client.get("/v1/inventory/integrity")).json()
        receipts = (await app.client.get("/v1/inventory/moves", params={"kind": "receipt"})).json()["items"]
        parts = (await app.client.get("/v1/inventory/parts")).json()["items"]
        assert (integrity["balanced"], integrity["negative"]) == (True, 0)
        assert (len(parts), len(receipts)) == (10, 13)
        assert {move["occurred_at"] for move in receipts} == {"2026-05-24T04:00:00Z"}

    async def test_leaves_out_tickets_without_parts(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED, contract="bare")

        await tell_parts(scene)

        moves = (await app.client.get("/v1/inventory/moves")).json()["items"]
        assert {move["ticket_id"] for move in moves} == {None}
