"""What should be transferred or ordered: rule 14."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from fake_parties import PUMPCO
from inventory_house import inventory_app, location, part, policy, received, suggested
from inventory_tickets import reserved
from wellkept_sdk.testing import Json, TestApp, dialects

KEPT: Final = {"method": "min_max", "minimum": "4", "maximum": "10"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


async def ordered(app: TestApp, part: Json, location: Json, quantity: str) -> Json:
    line = {
        "part_id": part["id"],
        "location_id": location["id"],
        "quantity": quantity,
        "unit_price": {"amount_minor": 100, "currency": "CNY"},
    }
    body = {"party_id": str(PUMPCO.id), "currency": "CNY", "lines": [line]}
    order = await app.created("/v1/inventory/purchase-orders", body)
    path = f"/v1/inventory/purchase-orders/{order['id']}/transitions"
    return await app.created(path, {"action": "order"})


def brief(suggestions: list[Json]) -> list[tuple[Any, ...]]:
    return [(each["quantity"], each["source"], each["from_location_id"], each["because"]) for each in suggestions]


class TestSuggestion:
    async def test_says_what_is_wanted_and_why(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await policy(app, bearing, nanjing, **KEPT, party_id=str(PUMPCO.id))
        out = brief(await suggested(app))
        await received(app, bearing, nanjing, "5")
        nothing = await suggested(app)
        await ordered(app, bearing, nanjing, "1")
        await reserved(app, await app.ticket(contract="plain"), bearing, "8", location_id=nanjing["id"])

        [found] = await suggested(app)

        assert out == [("10.000", "purchase", None, "out")]
        assert nothing == []
        assert found == {
            "part_id": bearing["id"],
            "location_id": nanjing["id"],
            # 5 are reserved, and 3 of the ticket are missing: 0 + 1 - 3 is 12 below the level.
            "available": "0.000",
            "on_order": "1.000",
            "missing": "3.000",
            "reorder_point": "4.000",
            "order_up_to": "10.000",
            "quantity": "12.000",
            "source": "purchase",
            "from_location_id": None,
            "party_id": str(PUMPCO.id),
            "because": "missing",
        }

    async def test_ends_when_enough_is_on_order(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await policy(app, bearing, nanjing, **KEPT)
        await received(app, bearing, nanjing, "3")
        low = brief(await suggested(app))
        await ordered(app, bearing, nanjing, "2")

        assert low == [("7.000", "purchase", None, "low")]
        assert await suggested(app) == []

    async def test_transfers_what_others_can_spare_before_it_buys(self, app: TestApp) -> None:
        bearing = await part(app)
        nanjing, suzhou = await location(app), await location(app, "SUZHOU", sourcing_priority=10)
        wuxi = await location(app, "WUXI", sourcing_priority=90)
        await policy(app, bearing, suzhou, **KEPT, order_multiple="6")
        await policy(app, bearing, nanjing, **KEPT)
        await policy(app, bearing, wuxi, **KEPT, order_minimum="8")
        await received(app, bearing, nanjing, "13")
        await received(app, bearing, suzhou, "3")
        await received(app, bearing, wuxi, "4")

        found = await suggested(app)

        # Suzhou is asked first, and gets the 3 that Nanjing has above its 10; 4 more are bought by the half-dozen.
        assert brief(found) == [
            ("3.000", "transfer", nanjing["id"], "low"),
            ("6.000", "purchase", None, "low"),
            ("8.000", "purchase", None, "low"),
        ]
        assert [each["location_id"] for each in found] == [suzhou["id"], suzhou["id"], wuxi["id"]]
        assert await suggested(app, location_id=suzhou["id"]) == found[:2]
        assert await suggested(app, source="transfer") == found[:1]
        assert await suggested(app, part_id=bearing["id"]) == found

    async def test_counts_who_waits_anywhere_at_the_place_that_is_asked_first(self, app: TestApp) -> None:
        bearing = await part(app)
        nanjing, suzhou = await location(app), await location(app, "SUZHOU", sourcing_priority=10)
        for place in (nanjing, suzhou):
            await policy(app, bearing, place, **KEPT)
            await received(app, bearing, place, "5")
        ticket = await app.ticket(contract="plain")
        await reserved(app, ticket, bearing, "12")

        found = [(each["location_id"], each["missing"], each["quantity"]) for each in await suggested(app)]
        await app.client.post(f"/v1/tickets/{ticket['id']}/transitions", json={"action": "cancel", "reason": "No."})
        released = await suggested(app)

        assert found == [(suzhou["id"], "2.000", "12.000"), (nanjing["id"], "0.000", "10.000")]
        assert released == []

    async def test_buys_no_part_that_is_blocked_and_nothing_for_what_is_not_replenished(self, app: TestApp) -> None:
        blocked, off, transferred = await part(app, "BLOCKED"), await part(app, "OFF"), await part(app, "VAN-ONLY")
        nanjing = await location(app)
        await policy(app, blocked, nanjing, **KEPT)
        await policy(app, off, nanjing, method="none")
        await policy(app, transferred, nanjing, **KEPT, source="transfer")
        await app.client.patch(f"/v1/inventory/parts/{blocked['id']}", json={"status": "blocked"})

        found = await suggested(app)

        assert brief(found) == [("10.000", "transfer", None, "out")]
        assert found[0]["part_id"] == transferred["id"]
