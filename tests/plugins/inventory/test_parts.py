from collections.abc import AsyncIterator
from typing import Any

import pytest

from inventory_house import inventory_app, location, part, received, refusals
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

PARTS = "/v1/inventory/parts"
GTIN = "09506000134352"
CNY = {"amount_minor": 3850, "currency": "CNY"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


async def codes(app: TestApp, **filters: Any) -> list[str]:
    answer = await app.client.get(PARTS, params=filters)
    assert answer.status_code == 200, answer.text
    return [each["code"] for each in answer.json()["items"]]


async def patched(app: TestApp, part: Json, **changes: Any) -> Json:
    answer = await app.client.patch(f"{PARTS}/{part['id']}", json=changes)
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestPart:
    async def test_is_read_as_it_was_made(self, app: TestApp) -> None:
        seal = await part(app, "SEAL")
        said = {
            "code": "BRG-6204",
            "name": "深沟球轴承",
            "unit": "ea",
            "tracking": "lot",
            "gtin": "9506000134352",
            "manufacturer": "SKF",
            "manufacturer_part_number": "6204-2Z",
            "criticality": "vital",
            "wear_part": True,
            "models": [{"model": "CR-5", "quantity": "2", "recommended": "4"}],
            "shelf_life_days": 365,
            "standard_cost": CNY,
            "substitutes": [{"part_id": seal["id"], "kind": "one_way", "priority": 10}],
            "metadata": {"erp": {"id": 7}},
        }

        answer = await app.client.post(PARTS, json=said)

        assert answer.status_code == 201
        made = answer.json()
        assert answer.headers["Location"] == f"{PARTS}/{made['id']}"
        assert answer.headers["ETag"] == '"1"'
        assert made == {
            **said,
            "id": made["id"],
            "whole_units": True,
            "gtin": GTIN,
            "models": [{"model": "CR-5", "quantity": "2.000", "recommended": "4.000"}],
            "status": "active",
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 1,
        }
        assert (await app.client.get(f"{PARTS}/{made['id']}")).json() == made

    async def test_needs_a_code_and_a_gtin_of_its_own(self, app: TestApp) -> None:
        await part(app, "BRG", gtin=GTIN)
        other = await part(app, "OTHER")

        again = await app.client.post(PARTS, json={"code": "BRG", "name": "x"})
        same_gtin = await app.client.post(PARTS, json={"code": "NEW", "name": "x", "gtin": "9506000134352"})
        changed = await app.client.patch(f"{PARTS}/{other['id']}", json={"gtin": GTIN})

        assert (again.status_code, refusals(again)) == (409, [("/code", "code_taken")])
        assert (same_gtin.status_code, refusals(same_gtin)) == (409, [("/gtin", "inventory.part.gtin_taken")])
        assert refusals(changed) == [("/gtin", "inventory.part.gtin_taken")]

    async def test_is_refused_with_all_its_mistakes(self, app: TestApp) -> None:
        other = await part(app, "OTHER")
        nobody = "00000000-0000-7000-8000-000000000000"

        answer = await app.client.post(
            PARTS,
            json={
                "code": "BRG",
                "name": "x",
                "tracking": "serial",
                "whole_units": False,
                "gtin": "9506000134353",
                "models": [
                    {"model": "A", "quantity": "0"},
                    {"model": "A", "recommended": "-1"},
                ],
                "standard_cost": {"amount_minor": -1, "currency": "CNY"},
                "substitutes": [{"part_id": other["id"]}, {"part_id": other["id"]}, {"part_id": nobody}],
                "metadata": {"long": "x" * 17_000},
            },
        )

        assert answer.status_code == 422
        assert refusals(answer) == [
            ("/gtin", "pattern"),
            ("/whole_units", "not_a_choice"),
            ("/standard_cost/amount_minor", "too_small"),
            ("/metadata", "too_long"),
            ("/models/0/quantity", "too_small"),
            ("/models/1/model", "not_a_choice"),
            ("/models/1/recommended", "too_small"),
            ("/substitutes/1/part_id", "not_a_choice"),
            ("/substitutes/2/part_id", "unknown_reference"),
        ]

    async def test_is_refused_in_the_wrong_form(self, app: TestApp) -> None:
        wrong: list[tuple[str, object, str]] = [
            ("gtin", "123", "pattern"),
            ("gtin", 9506000134352, "type"),
            ("code", "@supplier", "pattern"),
            ("unit", "kilo grams", "pattern"),
            ("tracking", "batch", "not_a_choice"),
            ("models", [{"model": "A", "quantity": "1e3"}], "pattern"),
            ("shelf_life_days", 0, "too_small"),
            ("standard_cost", {"amount_minor": 1.5, "currency": "CNY"}, "type"),
            ("status", "archived", "unknown_field"),
        ]
        for field, value, code in wrong:
            answer = await app.client.post(PARTS, json={"code": "BRG", "name": "x", field: value})

            assert [each["code"] for each in answer.json()["errors"]] == [code], field

    async def test_that_comes_in_whole_units_has_no_fraction_in_a_model(self, app: TestApp) -> None:
        half = [{"model": "A", "quantity": "0.5"}]

        whole = await app.client.post(PARTS, json={"code": "A", "name": "x", "models": half})
        cable = await app.client.post(PARTS, json={"code": "B", "name": "x", "models": half, "whole_units": False})

        assert refusals(whole) == [("/models/0/quantity", "inventory.quantity.not_whole")]
        assert cable.status_code == 201

    async def test_is_found_by_code_gtin_model_status_and_words(self, app: TestApp) -> None:
        await part(app, "BRG", name="Bearing 50%", gtin=GTIN, models=[{"model": "CR-5"}, {"model": "CR-6"}])
        seal = await part(app, "SEAL", manufacturer_part_number="X_9", models=[{"model": "CR-6"}])
        await patched(app, seal, status="blocked")

        assert await codes(app, code="BRG") == ["BRG"]
        assert await codes(app, gtin="9506000134352") == ["BRG"]
        assert await codes(app, gtin="123") == []
        assert await codes(app, model="CR-6") == ["BRG", "SEAL"]
        assert await codes(app, model="cr-6") == []
        assert await codes(app, status="blocked") == ["SEAL"]
        assert await codes(app, q="bEaRiNg") == ["BRG"]
        assert await codes(app, q="0%") == ["BRG"]
        assert await codes(app, q="x_") == ["SEAL"]
        assert await codes(app, q="rx") == []
        assert await codes(app, sort="-name") == ["SEAL", "BRG"]

    async def test_is_listed_page_by_page_in_two_statements(self, app: TestApp) -> None:
        for code in ("C", "A", "B"):
            await part(app, code)
        first = (await app.client.get(PARTS, params={"limit": 2})).json()
        rest = (await app.client.get(PARTS, params={"limit": 2, "cursor": first["next_cursor"]})).json()

        before = app.house.statements
        await app.client.get(PARTS, params={"limit": 1})
        for_one = app.house.statements - before
        before = app.house.statements
        await app.client.get(PARTS)

        assert [each["code"] for each in (*first["items"], *rest["items"])] == ["A", "B", "C"]
        assert app.house.statements - before == for_one

    async def test_is_changed_member_by_member(self, app: TestApp) -> None:
        made = await part(app, "BRG", gtin=GTIN, metadata={"a": {"x": 1}, "b": 2}, standard_cost=CNY)

        changed = await patched(
            app,
            made,
            name="Bearing",
            gtin=None,
            standard_cost=None,
            unit="pc",
            models=[{"model": "CR-9"}],
            metadata={"a": {"y": 2}, "b": None},
        )

        assert (changed["name"], changed["gtin"], changed["standard_cost"], changed["unit"]) == (
            *("Bearing", None, None, "pc"),
        )
        assert changed["metadata"] == {"a": {"x": 1, "y": 2}}
        assert changed["version"] == 2
        assert (await patched(app, made, metadata=None))["metadata"] == {}
        assert await codes(app, model="CR-9") == ["BRG"]

    async def test_that_stays_as_it_was_keeps_its_version(self, app: TestApp) -> None:
        seal = await part(app, "SEAL")
        made = await part(app, "BRG", substitutes=[{"part_id": seal["id"]}], models=[{"model": "A", "quantity": "1"}])

        same = await patched(
            *(app, made),
            name="BRG",
            models=[{"model": "A", "quantity": "1.0"}],
            substitutes=[{"part_id": seal["id"], "kind": "equal", "priority": 50}],
        )
        without = await patched(app, made, substitutes=[])

        assert same["version"] == 1
        assert (without["version"], without["substitutes"]) == (2, [])

    async def test_is_changed_only_as_the_caller_has_seen_it(self, app: TestApp) -> None:
        made = await part(app)

        stale = await app.client.patch(f"{PARTS}/{made['id']}", json={"name": "x"}, headers={"If-Match": '"7"'})
        nobody = await app.client.patch(f"{PARTS}/00000000-0000-7000-8000-000000000000", json={"name": "x"})
        itself = await app.client.patch(
            f"{PARTS}/{made['id']}", json={"substitutes": [{"part_id": made["id"]}], "name": None}
        )

        assert stale.status_code == 412
        assert (nobody.status_code, nobody.json()["code"]) == (404, "inventory.part.not_found")
        assert refusals(itself) == [("/name", "type")]

    async def test_that_has_moved_stays_tracked_and_counted_as_it_is(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "5")

        answer = await app.client.patch(f"{PARTS}/{bearing['id']}", json={"tracking": "lot", "unit": "kg"})

        assert answer.status_code == 409
        assert refusals(answer) == [("/unit", "inventory.part.fixed"), ("/tracking", "inventory.part.fixed")]
        assert (await patched(app, bearing, tracking="none", name="Still the same"))["version"] == 2

    async def test_in_stock_is_not_archived_but_may_be_blocked(self, app: TestApp) -> None:
        bearing, store, unused = await part(app), await location(app), await part(app, "UNUSED")
        await received(app, bearing, store, "5")

        refused = await app.client.patch(f"{PARTS}/{bearing['id']}", json={"status": "archived"})

        assert (refused.status_code, refusals(refused)) == (409, [("/status", "inventory.part.in_use")])
        assert (await patched(app, bearing, status="blocked"))["status"] == "blocked"
        assert (await patched(app, unused, status="archived"))["status"] == "archived"

    async def test_is_for_those_who_keep_the_catalogue(self, app: TestApp) -> None:
        bearing = await part(app)
        engineer, customer = (
            await app.as_actor(Role.ENGINEER),
            await app.as_actor(Role.CUSTOMER, customer_ids=[(await app.customer())["id"]]),
        )
        dispatcher = await app.as_actor(Role.DISPATCHER)

        assert (await engineer.get(f"{PARTS}/{bearing['id']}")).status_code == 200
        assert (await engineer.post(PARTS, json={"code": "A", "name": "x"})).status_code == 403
        assert (await engineer.patch(f"{PARTS}/{bearing['id']}", json={"name": "x"})).status_code == 403
        assert (await customer.get(PARTS)).status_code == 403
        assert (await dispatcher.post(PARTS, json={"code": "A", "name": "x"})).status_code == 201
