"""Agreements: writing, changing, activating and ending them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from consignment_house import AGREEMENTS, acted, activated, agreed, consignment_app, price, shelf
from inventory_house import location, part, refusals
from inventory_tickets import UNKNOWN, told
from parties_house import moved, registered
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

#: The place `@consumed`, which belongs to the ledger.
CONSUMED = "01990000-0000-7000-8000-000000000a02"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


async def drafted(app: TestApp, party: Json, made: Json, **values: Any) -> Json:
    return await app.created(AGREEMENTS, agreed(party, made, **values))


class TestWriting:
    async def test_gives_numbers_and_keeps_what_was_agreed(self, app: TestApp) -> None:
        party, pump, north = await registered(app), await part(app), await location(app)
        items = [{"part_id": pump["id"], "location_id": north["id"], "minimum": "2", "maximum": "20"}]

        first = await drafted(app, party, pump, items=items, prices=[price(pump, 2500, "2026-01-01")])
        second = await drafted(app, party, pump, number="K-77", ageing={"limit_days": 180, "action": "buy_out"})

        assert (first["number"], first["status"], second["number"]) == ("CA-2026-0001", "draft", "K-77")
        assert first["items"] == [
            {"part_id": pump["id"], "location_id": north["id"], "minimum": "2.000", "maximum": "20.000"}
        ]
        assert (first["time_zone"], first["period"], first["answer_days"]) == ("Asia/Shanghai", "month", 10)
        assert (first["silence"], first["loss_rule"], first["ageing"]) == ("stays_open", "us", None)
        assert second["ageing"] == {"limit_days": 180, "action": "buy_out"}
        prices = (await app.client.get(f"{AGREEMENTS}/{first['id']}/prices")).json()["items"]
        assert [(each["version"], each["unit_price"]["amount_minor"]) for each in prices] == [(1, 2500)]
        listed = (await app.client.get(AGREEMENTS, params={"part_id": pump["id"], "status": "draft"})).json()
        assert [each["number"] for each in listed["items"]] == ["CA-2026-0001", "K-77"]

    async def test_refuses_mistakes(self, app: TestApp) -> None:
        party, pump = await registered(app), await part(app)
        await drafted(app, party, pump, number="K-77")
        blocked = await registered(app)
        assert (await moved(app, blocked, "block")).is_success
        builder = await registered(app, roles=["contractor"])
        of_pump = {"part_id": pump["id"]}
        wrong: list[tuple[Json, int, list[tuple[str, str]]]] = [
            ({"party_id": UNKNOWN}, 422, [("/party_id", "unknown_reference")]),
            ({"number": "K-77"}, 409, [("/number", "code_taken")]),
            ({"number": "CA-2026-0099"}, 422, [("/number", "not_a_choice")]),
            ({"ends_on": "2026-01-01"}, 422, [("/ends_on", "consignment.agreement.empty_period")]),
            ({"time_zone": "Mars/Olympus"}, 422, [("/time_zone", "not_a_choice")]),
            ({"items": [{"part_id": UNKNOWN}]}, 422, [("/items/0/part_id", "unknown_reference")]),
            ({"items": [{**of_pump, "location_id": UNKNOWN}]}, 422, [("/items/0/location_id", "unknown_reference")]),
            ({"items": [{**of_pump, "location_id": CONSUMED}]}, 422, [("/items/0/location_id", "unknown_reference")]),
            ({"items": [of_pump, of_pump]}, 422, [("/items/1", "duplicate")]),
            ({"items": [{**of_pump, "minimum": "-1"}]}, 422, [("/items/0/minimum", "too_small")]),
            ({"items": [{**of_pump, "minimum": "3", "maximum": "2"}]}, 422, [("/items/0/maximum", "too_small")]),
            (
                {"prices": [{**price(pump, 1, "2026-01-01"), "unit_price": {"amount_minor": 1, "currency": "EUR"}}]},
                422,
                [("/prices/0/unit_price/currency", "consignment.price.currency")],
            ),
        ]
        for values, status, expected in wrong:
            answer = await app.client.post(AGREEMENTS, json={**agreed(party, pump), **values})
            assert (answer.status_code, refusals(answer)) == (status, expected)
        roles = await app.client.post(AGREEMENTS, json=agreed(builder, pump))
        assert (roles.status_code, roles.json()["code"]) == (422, "parties.party.role_not_played")
        assert refusals(roles) == [("/party_id", "parties.party.role_not_played")]
        stopped = await app.client.post(AGREEMENTS, json=agreed(blocked, pump))
        assert (stopped.status_code, stopped.json()["code"]) == (409, "parties.party.blocked")
        assert len((await app.client.get(AGREEMENTS)).json()["items"]) == 1

    async def test_changes_what_may_change(self, app: TestApp) -> None:
        pump = await shelf(app, quantity=None)
        path = f"{AGREEMENTS}/{pump.agreement['id']}"

        changed = await app.client.patch(
            path, json={"ends_on": "2027-01-01", "silence": "confirms", "ageing": {"limit_days": 9, "action": "return"}}
        )
        stale = await app.client.patch(path, json={"answer_days": 5}, headers={"If-Match": '"1"'})
        fixed = await app.client.patch(path, json={"starts_on": "2025-01-01", "loss_rule": "supplier"})
        empty = await app.client.patch(path, json={"ends_on": "2025-01-01"})
        replaced = await app.client.patch(path, json={"items": []})
        assert (await acted(app, pump.agreement, "end")).status_code == 201
        ended = await app.client.patch(path, json={"answer_days": 5})

        assert changed.status_code == 200, changed.text
        assert (changed.json()["ends_on"], changed.json()["silence"]) == ("2027-01-01", "confirms")
        assert changed.json()["ageing"] == {"limit_days": 9, "action": "return"}
        assert stale.status_code == 412
        assert refusals(fixed) == [
            ("/starts_on", "consignment.agreement.wrong_state"),
            ("/loss_rule", "consignment.agreement.wrong_state"),
        ]
        assert refusals(empty) == [("/ends_on", "consignment.agreement.empty_period")]
        assert replaced.json()["items"] == []
        assert (ended.status_code, ended.json()["code"]) == (409, "consignment.agreement.wrong_state")


class TestStanding:
    async def test_goes_its_way(self, app: TestApp) -> None:
        party, pump = await registered(app), await part(app)
        agreement = await drafted(app, party, pump)
        statuses: list[str] = []
        for action in ("activate", "suspend", "resume", "end"):
            answer = await acted(app, agreement, action, reason="As agreed.")
            assert answer.status_code == 201, answer.text
            statuses.append(answer.json()["status"])

        refused = await acted(app, agreement, "resume")
        actions = (await app.client.get(f"{AGREEMENTS}/{agreement['id']}/transitions")).json()

        assert statuses == ["active", "suspended", "active", "ended"]
        assert (refused.status_code, refused.json()["code"]) == (409, "consignment.agreement.wrong_state")
        assert refused.json()["allowed"] == []
        assert [(each["action"], each["allowed"]) for each in actions["actions"]] == [
            ("activate", False),
            ("suspend", False),
            ("resume", False),
            ("end", False),
        ]
        kinds = ("activated", "suspended", "ended")
        assert [len(await told(app, f"consignment.agreement.{kind}")) for kind in kinds] == [2, 1, 1]

    async def test_needs_items_and_no_overlap(self, app: TestApp) -> None:
        party, pump = await registered(app), await part(app)
        nothing = await drafted(app, party, pump, items=[])
        await activated(app, await drafted(app, party, pump, ends_on="2026-06-01"))
        overlapping = await drafted(app, party, pump, starts_on="2026-05-31")
        later = await drafted(app, party, pump, starts_on="2026-06-01")

        refused = [await acted(app, each, "activate") for each in (nothing, overlapping)]

        assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [
            (409, "consignment.agreement.no_items"),
            (409, "consignment.agreement.overlaps"),
        ]
        await activated(app, later)
        longer = await app.client.patch(f"{AGREEMENTS}/{later['id']}", json={"metadata": {"file": "7"}})
        assert longer.json()["metadata"] == {"file": "7"}

    async def test_of_two_that_overlap_one_is_activated(self, app: TestApp) -> None:
        party, pump = await registered(app), await part(app)
        drafts = [await drafted(app, party, pump) for _ in range(4)]

        answers = await asyncio.gather(*(acted(app, each, "activate") for each in drafts))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]

    async def test_an_active_one_does_not_grow_into_another(self, app: TestApp) -> None:
        party, pump, seal = await registered(app), await part(app), await part(app, "SEAL")
        await activated(app, await drafted(app, party, pump))
        of_seal = await activated(app, await drafted(app, party, seal))
        items = [{"part_id": seal["id"]}, {"part_id": pump["id"]}]

        grown = await app.client.patch(f"{AGREEMENTS}/{of_seal['id']}", json={"items": items})

        assert (grown.status_code, grown.json()["code"]) == (409, "consignment.agreement.overlaps")
        assert len((await app.client.get(f"{AGREEMENTS}/{of_seal['id']}")).json()["items"]) == 1


class TestCallers:
    async def test_do_what_their_role_allows(self, app: TestApp) -> None:
        pump = await shelf(app, quantity=None)
        path = f"{AGREEMENTS}/{pump.agreement['id']}"
        done: dict[str, list[int]] = {}
        for role in (Role.DISPATCHER, Role.ENGINEER, Role.VIEWER, Role.CUSTOMER):
            binding = {"customer_ids": [(await app.customer())["id"]]} if role is Role.CUSTOMER else {}
            caller = await app.as_actor(role, **binding)
            answers = [
                await caller.get(path),
                await caller.patch(path, json={"answer_days": 5}),
                await caller.post(f"{path}/prices", json=price(pump.part, 1, "2026-01-01")),
                await caller.post("/v1/consignment/receipts", json={}),
            ]
            done[role.value] = [answer.status_code for answer in answers]

        assert done == {
            "dispatcher": [200, 403, 403, 422],
            "engineer": [200, 403, 403, 422],
            "viewer": [200, 403, 403, 403],
            "customer": [403, 403, 403, 403],
        }
        unknown = await app.client.get(f"{AGREEMENTS}/{UUID(UNKNOWN)}")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "consignment.agreement.not_found")
