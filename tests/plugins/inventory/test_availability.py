from collections.abc import AsyncIterator
from typing import Any

import pytest

from fake_parties import PUMPCO
from inventory_house import inventory_app, location, part, received, refusals
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

PARTS = "/v1/inventory/parts"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect, terms={"north": {"locations": ["NORTH"]}}) as app:
        yield app


async def availability(app: TestApp, part: Json, **parameters: Any) -> Json:
    answer = await app.client.get(f"{PARTS}/{part['id']}/availability", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def patched(app: TestApp, part: Json, **changes: Any) -> Json:
    answer = await app.client.patch(f"{PARTS}/{part['id']}", json=changes)
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestAvailability:
    async def test_names_places_in_the_order_in_which_they_are_asked(self, app: TestApp) -> None:
        bearing = await part(app)
        far, near = await location(app, "FAR", sourcing_priority=80), await location(app, "NORTH", sourcing_priority=10)
        broken = await location(app, "BROKEN", kind="quarantine")
        await received(app, bearing, far, "5")
        await received(app, bearing, near, "2")
        await received(app, bearing, broken, "9")

        found = await availability(app, bearing)

        assert (found["available"], found["on_order"], found["unit"]) == ("7.000", "0.000", "ea")
        assert [(each["code"], each["available"]) for each in found["locations"]] == [
            ("NORTH", "2.000"),
            ("FAR", "5.000"),
        ]
        assert found["locations"][0] == {
            "location_id": near["id"],
            "code": "NORTH",
            "name": "NORTH",
            "kind": "warehouse",
            "sourcing_priority": 10,
            "available": "2.000",
            "on_order": "0.000",
            "stock_owners": [{"stock_owner_id": None, "available": "2.000"}],
        }

    async def test_tells_legal_owners_apart(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "3")
        body = {"kind": "receipt", "location_id": store["id"], "stock_owner_id": str(PUMPCO.id)}
        lines = [{"part_id": bearing["id"], "quantity": "4"}]
        assert (await app.client.post("/v1/inventory/postings", json={**body, "lines": lines})).status_code == 201

        [at] = (await availability(app, bearing))["locations"]

        assert at["stock_owners"] == [
            {"stock_owner_id": None, "available": "3.000"},
            {"stock_owner_id": str(PUMPCO.id), "available": "4.000"},
        ]

    async def test_leaves_out_what_has_expired_by_the_day_of_the_place(self, app: TestApp) -> None:
        # At 02:00 of 2 March UTC it is still 1 March in New York.
        seal = await part(app, "SEAL", tracking="lot")
        new_york = await location(app, "NY", time_zone="America/New_York")
        shanghai = await location(app, "SH", time_zone="Asia/Shanghai")
        await received(app, seal, new_york, "1", lot="L1", expires_on="2026-03-01")
        await received(app, seal, shanghai, "2", lot="L1", expires_on="2026-03-01")

        found = await availability(app, seal)

        assert [(each["code"], each["available"]) for each in found["locations"]] == [("NY", "1.000")]

    async def test_names_substitutes_in_both_directions_if_they_are_equal(self, app: TestApp) -> None:
        old, store = await part(app, "OLD"), await location(app)
        equal = await part(app, "EQUAL", substitutes=[{"part_id": old["id"], "priority": 20}])
        await part(app, "SPECIAL", substitutes=[{"part_id": old["id"], "kind": "one_way"}])
        better = await part(app, "BETTER")
        gone = await part(app, "GONE")
        await patched(app, gone, status="archived")
        named = [{"part_id": better["id"], "kind": "one_way", "priority": 5}, {"part_id": gone["id"]}]
        both = [{"part_id": equal["id"], "priority": 30}]
        await patched(app, old, substitutes=[*named, *both])
        await received(app, equal, store, "6")

        found = await availability(app, old)

        assert [(each["code"], each["kind"], each["priority"], each["available"]) for each in found["substitutes"]] == [
            ("BETTER", "one_way", 5, "0.000"),
            ("EQUAL", "equal", 20, "6.000"),
        ]

    async def test_tells_what_is_on_order(self, app: TestApp) -> None:
        bearing, store, van = await part(app), await location(app, "STORE"), await location(app, "VAN", kind="van")
        await received(app, bearing, store, "3")
        price = {"amount_minor": 100, "currency": "CNY"}
        line = {"part_id": bearing["id"], "location_id": van["id"], "quantity": "10", "unit_price": price}
        order = {"party_id": str(PUMPCO.id), "currency": "CNY", "lines": [line]}
        made = await app.created("/v1/inventory/purchase-orders", order)
        drafted = await availability(app, bearing)
        await app.created(f"/v1/inventory/purchase-orders/{made['id']}/transitions", {"action": "order"})

        found = await availability(app, bearing)

        assert drafted["on_order"] == "0.000"
        assert (found["available"], found["on_order"]) == ("3.000", "10.000")
        assert [(each["code"], each["available"], each["on_order"]) for each in found["locations"]] == [
            ("STORE", "3.000", "0.000"),
            ("VAN", "0.000", "10.000"),
        ]

    async def test_for_a_ticket_follows_its_terms(self, app: TestApp) -> None:
        bearing = await part(app)
        north, south = await location(app, "NORTH"), await location(app, "SOUTH")
        await received(app, bearing, north, "2")
        await received(app, bearing, south, "5")
        body = {"kind": "receipt", "location_id": north["id"], "stock_owner_id": str(PUMPCO.id)}
        lines = [{"part_id": bearing["id"], "quantity": "4"}]
        assert (await app.client.post("/v1/inventory/postings", json={**body, "lines": lines})).status_code == 201
        served, bare = await app.ticket(contract="north"), await app.ticket(contract="bare")

        found = await availability(app, bearing, ticket_id=served["id"])
        unserved = await app.client.get(f"{PARTS}/{bearing['id']}/availability", params={"ticket_id": bare["id"]})
        unknown = await app.client.get(f"{PARTS}/{bearing['id']}/availability", params={"ticket_id": bearing["id"]})

        assert [(each["code"], each["available"]) for each in found["locations"]] == [("NORTH", "2.000")]
        assert refusals(unserved) == [("query/ticket_id", "plugin_inactive")]
        assert refusals(unknown) == [("query/ticket_id", "unknown_reference")]

    async def test_of_nothing_is_not_found(self, app: TestApp) -> None:
        answer = await app.client.get(f"{PARTS}/00000000-0000-7000-8000-000000000000/availability")

        assert (answer.status_code, answer.json()["code"]) == (404, "inventory.part.not_found")


class TestRecommended:
    async def test_are_the_parts_of_the_model_with_what_is_available(self, app: TestApp) -> None:
        uses = [{"model": "CR-5", "quantity": "2", "recommended": "4"}, {"model": "CR-6"}]
        bearing = await part(app, "BRG", models=uses, wear_part=True)
        await part(app, "SEAL", models=[{"model": "CR-5"}])
        await part(app, "OTHER", models=[{"model": "CR-6"}])
        gone = await part(app, "GONE", models=[{"model": "CR-5"}])
        await patched(app, gone, status="archived")
        await received(app, bearing, await location(app, "NORTH"), "3")
        await received(app, bearing, await location(app, "SOUTH"), "5")
        project = await app.project(contract="north")
        pump = await app.equipment(project_id=project["id"], model="CR-5")
        nameless = await app.equipment(project_id=project["id"])

        answer = await app.client.get(f"/v1/equipment/{pump['id']}/inventory/recommended")
        nothing = await app.client.get(f"/v1/equipment/{nameless['id']}/inventory/recommended")

        assert answer.json() == {
            "model": "CR-5",
            "items": [
                {
                    "part_id": bearing["id"],
                    "code": "BRG",
                    "name": "BRG",
                    "unit": "ea",
                    "wear_part": True,
                    "quantity": "2.000",
                    "recommended": "4.000",
                    "available": "3.000",
                },
                {
                    "part_id": answer.json()["items"][1]["part_id"],
                    "code": "SEAL",
                    "name": "SEAL",
                    "unit": "ea",
                    "wear_part": False,
                    "quantity": "1.000",
                    "recommended": "0.000",
                    "available": "0.000",
                },
            ],
        }
        assert nothing.json() == {"model": None, "items": []}
