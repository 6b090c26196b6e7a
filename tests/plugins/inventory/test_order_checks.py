from collections.abc import AsyncIterator

import pytest

from fake_parties import BLOCKED
from inventory_documents import ORDERS, UNKNOWN, asked, order_line, order_moved, price
from inventory_house import inventory_app, location, part, refusals
from parties_house import parties_app
from wellkept_inventory import plugin as inventory
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


class TestOrder:
    async def test_is_refused_with_all_its_mistakes(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        virtual = await app.client.get("/v1/inventory/locations", params={"code": "@supplier", "include_virtual": 1})
        supplier = virtual.json()["items"][0]

        answer = await asked(
            app,
            {**order_line(bearing, store, "1"), "part_id": UNKNOWN},
            {**order_line(bearing, store, "0"), "location_id": UNKNOWN},
            order_line(bearing, supplier, "0.5"),
            order_line(bearing, store, "-1", unit_price=price(1, "EUR")),
            ticket_id=UNKNOWN,
        )

        assert refusals(answer) == [
            ("/lines/0/part_id", "unknown_reference"),
            ("/lines/1/location_id", "unknown_reference"),
            ("/lines/1/quantity", "too_small"),
            ("/lines/2/location_id", "inventory.location.not_real"),
            ("/lines/2/quantity", "inventory.quantity.not_whole"),
            ("/lines/3/quantity", "too_small"),
            ("/lines/3/unit_price/currency", "not_a_choice"),
            ("/ticket_id", "unknown_reference"),
        ]

    async def test_is_of_a_supplier_parts_and_places_that_are_in_use(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        old, gone = await part(app, "OLD"), await location(app, "GONE")
        await app.client.patch(f"/v1/inventory/parts/{old['id']}", json={"status": "blocked"})
        await app.client.patch(f"/v1/inventory/locations/{gone['id']}", json={"archived": True})
        bare = await app.ticket(contract="bare")
        line = order_line(bearing, store, "1")

        assert refusals(await asked(app, line, party_id=UNKNOWN)) == [("/party_id", "unknown_reference")]
        assert (await asked(app, line, party_id=str(BLOCKED.id))).status_code == 409
        assert refusals(await asked(app, line, order_line(old, store, "1"))) == [
            ("/lines/1/part_id", "inventory.part.not_active")
        ]
        assert refusals(await asked(app, order_line(bearing, gone, "1"))) == [
            ("/lines/0/location_id", "inventory.location.archived")
        ]
        assert refusals(await asked(app, line, ticket_id=bare["id"])) == [("/ticket_id", "plugin_inactive")]
        assert refusals(await asked(app, order_line(bearing, store, "999999999", 2**53 - 1))) == [
            ("/lines/0/unit_price", "too_large")
        ]
        assert (await app.client.get(ORDERS)).json()["items"] == []

    async def test_is_refused_in_the_wrong_form(self, app: TestApp) -> None:
        line = order_line(await part(app), await location(app), "1")

        assert refusals(await asked(app)) == [("/lines", "too_short")]
        assert refusals(await asked(app, line, currency="yuan", emergency="yes", status="ordered")) == [
            ("/currency", "pattern"),
            ("/emergency", "type"),
            ("/status", "unknown_field"),
        ]


@pytest.mark.parametrize("dialect", dialects(), ids=str)
async def test_an_order_is_placed_with_a_party_that_plays_the_supplier(dialect: Dialect) -> None:
    async with parties_app(dialect, inventory) as app:
        line = order_line(await part(app), await location(app), "1")
        installer = await app.created("/v1/parties", {"code": "FIT", "name": "Fit", "roles": ["installer"]})
        supplier = await app.created("/v1/parties", {"code": "PUMP", "name": "Pump", "roles": ["supplier"]})

        wrong = await asked(app, line, party_id=installer["id"])
        made = await asked(app, line, party_id=supplier["id"])
        blocking = await app.client.post(
            f"/v1/parties/{supplier['id']}/transitions", json={"action": "block", "reason": "Late."}
        )
        blocked = await order_moved(app, made.json(), "order")

        assert [pointer for pointer, _ in refusals(wrong)] == ["/party_id"]
        assert (made.status_code, blocking.status_code) == (201, 201)
        assert (blocked.status_code, blocked.json()["code"]) == (409, "parties.party.blocked")
