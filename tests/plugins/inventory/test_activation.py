"""Where a contract has no inventory there are no parts, at any seam; and who may do what where it has."""

from collections.abc import AsyncIterator

import pytest

from fake_parties import PUMPCO
from inventory_house import inventory_app, location, part, posted, received, refusals
from inventory_tickets import (
    KNOWN_SUPPLIERS,
    asked,
    give_back,
    issue,
    require_sound_holds,
    reserved,
    shelf,
    standing,
    told,
)
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param, plugins=(KNOWN_SUPPLIERS,)) as app:
        yield app


def bodies(part: Json, location: Json) -> dict[str, Json]:
    line = {"part_id": part["id"], "quantity": "1"}
    return {
        "reservations": {"lines": [line]},
        "issues": {"location_id": location["id"], "lines": [line]},
        "returns": {"location_id": location["id"], "lines": [{**line, "condition": "used"}]},
    }


class TestWithoutInventory:
    async def test_nothing_is_reserved_issued_returned_or_shown(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "5")
        item = await app.equipment(contract="bare")
        ticket = await app.ticket(project_id=item["project_id"], equipment_id=item["id"])
        base = f"/v1/tickets/{ticket['id']}"

        done = [await asked(app, ticket, path, **body) for path, body in bodies(bearing, nanjing).items()]
        seen = [
            await app.client.get(f"{base}/inventory/reservations"),
            await app.client.get(f"{base}/inventory/uses"),
            await app.client.get(f"/v1/equipment/{item['id']}/inventory/installed"),
            await app.client.get(f"/v1/equipment/{item['id']}/inventory/recommended"),
        ]
        shown = [(await app.client.get(path)).json() for path in (base, f"/v1/equipment/{item['id']}")]

        assert {(answer.status_code, answer.json()["code"]) for answer in (*done, *seen)} == {(404, "plugin_inactive")}
        assert all("inventory" not in each["extensions"] for each in shown)
        assert await shelf(app, bearing, nanjing) == (5000, 0)

    async def test_a_ticket_that_loses_its_parts_lets_go_what_is_held(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "3")
        customer = await app.customer()
        project = await app.project(customer_id=customer["id"])
        plain = {"number": "C-1", "customer_id": customer["id"], "plan_code": "plain", "starts_on": "2020-01-01"}
        contract = await app.created("/v1/contracts", plain)
        ticket = await app.ticket(project_id=project["id"])
        other = await app.ticket(contract="plain")
        await reserved(app, ticket, bearing, "3")
        await reserved(app, other, bearing, "1")
        ended = await app.client.patch(f"/v1/contracts/{contract['id']}", json={"ends_on": "2026-01-01"})
        assert ended.is_success, ended.text
        bare = {**plain, "number": "C-2", "plan_code": "bare", "starts_on": "2026-01-01"}
        await app.created("/v1/contracts", bare)
        unchanged = await standing(app, ticket)

        again = await app.client.post(f"/v1/tickets/{ticket['id']}/activation", json={})

        assert again.is_success, again.text
        assert unchanged == [("reserved", "3.000", "0.000")]
        assert len(await told(app, "inventory.reservation.released")) == 1
        assert await standing(app, other) == [("reserved", "1.000", "0.000")]
        assert (await asked(app, ticket, "issues", **bodies(bearing, nanjing)["issues"])).status_code == 404
        await received(app, bearing, nanjing, "5")
        assert await shelf(app, bearing, nanjing) == (8000, 1000)
        await require_sound_holds(app)


class TestCallers:
    async def test_do_what_their_role_allows(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "9")
        customer = await app.customer(contract="plain")
        project = await app.project(customer_id=customer["id"])
        ticket = await app.ticket(project_id=project["id"])
        stranger = await app.customer(contract="plain")
        callers = {
            "engineer": await app.as_actor(Role.ENGINEER),
            "dispatcher": await app.as_actor(Role.DISPATCHER),
            "viewer": await app.as_actor(Role.VIEWER),
            "customer": await app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]]),
            "stranger": await app.as_actor(Role.CUSTOMER, customer_ids=[stranger["id"]]),
            "partner": await app.as_actor(Role.PARTNER, party_id=str(PUMPCO.id)),
        }
        base = f"/v1/tickets/{ticket['id']}/inventory"

        done = {
            name: [
                (await caller.post(f"{base}/{path}", json=body)).status_code
                for path, body in bodies(bearing, nanjing).items()
            ]
            for name, caller in callers.items()
        }
        seen = {name: (await caller.get(f"{base}/uses")).status_code for name, caller in callers.items()}

        assert done == {
            "engineer": [201, 201, 201],
            "dispatcher": [201, 201, 201],
            "viewer": [403, 403, 403],
            "customer": [403, 403, 403],
            "stranger": [404, 404, 404],
            "partner": [403, 403, 403],
        }
        assert seen == {
            "engineer": 200,
            "dispatcher": 200,
            "viewer": 200,
            "customer": 403,
            "stranger": 404,
            "partner": 403,
        }
        shown = (await callers["customer"].get(f"/v1/tickets/{ticket['id']}")).json()
        assert "inventory" not in shown["extensions"]


class TestConsignment:
    async def test_is_asked_of_the_ticket_and_not_of_the_house(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await app.created("/v1/service-plans", {"code": "no_consignment", "name": "N", "plugins": {"inventory": {}}})
        line = {"part_id": bearing["id"], "quantity": "3"}
        answer = await posted(
            app, kind="receipt", location_id=nanjing["id"], stock_owner_id=str(PUMPCO.id), lines=[line]
        )
        assert answer.status_code == 201, answer.text
        without, with_it = await app.ticket(contract="no_consignment"), await app.ticket(contract="plain")

        skipped = await issue(app, without, bearing, nanjing, "1")
        named = await issue(app, without, bearing, nanjing, "1", stock_owner_id=str(PUMPCO.id))
        waiting = await reserved(app, without, bearing, "1")
        allowed = await issue(app, with_it, bearing, nanjing, "1")
        back = await give_back(app, with_it, bearing, "1")

        assert (skipped.status_code, skipped.json()["code"]) == (409, "inventory.stock.insufficient")
        assert (named.status_code, named.json()["code"]) == (409, "inventory.stock_owner.not_allowed")
        assert waiting["missing"] == "1.000"
        assert (allowed.status_code, back.status_code) == (201, 201)
        assert await standing(app, without) == [("open", "0.000", "1.000")]


class TestTerms:
    async def test_hold_reservations_for_a_plain_time(self, app: TestApp) -> None:
        for duration in ("P1M", "P99999D", "-P1D"):
            terms = {"inventory": {"reserve_for": {"kind": "elapsed", "duration": duration}}}

            answer = await app.client.post("/v1/service-plans", json={"code": "x", "name": "x", "plugins": terms})

            assert refusals(answer) == [("/plugins/inventory/reserve_for/duration", "inventory.terms.duration_invalid")]
