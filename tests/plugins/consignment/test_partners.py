"""A supplier sees its own and nothing else, and of its own nothing about tickets and people."""

from collections.abc import AsyncIterator

import pytest

from consignment_house import AGREEMENTS, agreed, consignment_app, shelf, stand_on_statement
from parties_house import involved
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


class TestSuppliers:
    async def test_see_their_own_on_every_route(self, app: TestApp) -> None:
        pump, valve = await shelf(app), await shelf(app, "VALVECO")
        ticket = await app.ticket(contract="plain")
        for each in (pump, valve):
            await each.use(ticket, "4")
            await involved(app, f"tickets/{ticket['id']}", each.party)
        caller = await pump.partner()
        [mine], [other] = await pump.lines(), await valve.lines()

        async def ids(path: str) -> list[str]:
            answer = await caller.get(path)
            assert answer.status_code == 200, answer.text
            return [each["id"] for each in answer.json()["items"]]

        assert await ids(AGREEMENTS) == [pump.agreement["id"]]
        assert await ids("/v1/consignment/lines") == [mine["id"]]
        assert await ids(f"/v1/consignment/lines?party_id={valve.party['id']}") == []
        assert await ids(f"/v1/tickets/{ticket['id']}/consignment/lines") == [mine["id"]]
        stock = (await caller.get("/v1/consignment/stock")).json()["items"]
        assert [(each["party_id"], each["quantity"]) for each in stock] == [(pump.party["id"], "6.000")]
        assert (await caller.get(f"/v1/consignment/stock?party_id={valve.party['id']}")).json()["items"] == []
        foreign = [
            await caller.get(f"{AGREEMENTS}/{valve.agreement['id']}"),
            await caller.get(f"{AGREEMENTS}/{valve.agreement['id']}/prices"),
            await caller.get(f"{AGREEMENTS}/{valve.agreement['id']}/transitions"),
            await caller.get(f"/v1/consignment/lines/{other['id']}"),
        ]
        assert {answer.status_code for answer in foreign} == {404}

    async def test_see_no_tickets_people_or_drafts(self, app: TestApp) -> None:
        pump = await shelf(app)
        await pump.use(await app.ticket(contract="plain"), "4")
        await pump.price(2600, "2026-05-01", reason="Our secret.")
        draft = await app.created(AGREEMENTS, agreed(pump.party, pump.part))
        caller = await pump.partner()
        [line] = await pump.lines()
        path = f"/v1/consignment/lines/{line['id']}"

        shown = (await caller.get(path)).json()
        prices = (await caller.get(f"{AGREEMENTS}/{pump.agreement['id']}/prices")).json()["items"]
        statement_id = await stand_on_statement(app, pump, [line], status="draft")
        while_drafted = (await caller.get(path)).json()
        unsettled = (await caller.get("/v1/consignment/lines", params={"settled": False})).json()["items"]

        assert shown == {**line, "ticket_id": None, "move_id": None}
        assert {(each["actor_id"], each["reason"]) for each in prices} == {(None, None)}
        assert (await caller.get(f"{AGREEMENTS}/{draft['id']}")).status_code == 404
        assert (while_drafted["statement_id"], len(unsettled)) == (None, 1)
        assert (await app.client.get(path)).json()["statement_id"] == statement_id

    async def test_change_nothing(self, app: TestApp) -> None:
        pump = await shelf(app)
        caller = await pump.partner()
        body = {
            "agreement_id": pump.agreement["id"],
            "location_id": pump.place["id"],
            "lines": [{"part_id": pump.part["id"], "quantity": "1"}],
        }
        answers = [
            await caller.post(f"/v1/consignment/{what}", json={**body, **more})
            for what, more in (("receipts", {}), ("returns", {}), ("buy-outs", {"reason": "Mine."}))
        ]
        answers.append(await caller.post(AGREEMENTS, json=agreed(pump.party, pump.part)))
        assert {answer.status_code for answer in answers} == {403}


class TestCustomers:
    async def test_see_nothing(self, app: TestApp) -> None:
        pump = await shelf(app)
        customer = await app.customer(contract="plain")
        project = await app.project(customer_id=customer["id"])
        ticket = await app.ticket(project_id=project["id"])
        await pump.use(ticket, "1")
        caller = await app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])

        paths = (AGREEMENTS, "/v1/consignment/lines", "/v1/consignment/stock")
        answers = [await caller.get(path) for path in (*paths, f"/v1/tickets/{ticket['id']}/consignment/lines")]

        assert {answer.status_code for answer in answers} == {403}
        shown = (await caller.get(f"/v1/tickets/{ticket['id']}")).json()
        assert "consignment" not in shown["extensions"]
