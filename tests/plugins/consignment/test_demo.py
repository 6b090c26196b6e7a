from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from consignment_house import consignment_app, owed
from consignment_house import lines as lines_of
from demo_scenes import PARTY, small_scene
from wellkept.demo.parts_of_plugins import tell_parts
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import Json, TestApp, dialects

CLOSED, WAITING, AT_WORK = TicketStatus.CLOSED, TicketStatus.ON_HOLD, TicketStatus.IN_PROGRESS
WANTED = [("pump", CLOSED), ("pump", WAITING), ("pump", AT_WORK), ("chiller", AT_WORK)]
#: Since the prices were raised: twelve gaskets at 17.90 that we bought, one bearing at 459.00 that was spoiled.
BOUGHT, SPOILED = ("buy_out", "12.000", 21_480), ("loss", "1.000", 45_900)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    named = {"pumara": {"inventory": {}, "consignment": {"suppliers": ["PUMARA"]}}}
    async with consignment_app(dialect, contracts=named) as app:
        yield app


async def items(app: TestApp, path: str) -> list[Json]:
    return (await app.client.get(path)).json()["items"]


class TestDemo:
    async def test_asks_the_supplier_about_what_tickets_and_we_have_had_of_its_stock(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED, contract="pumara")

        await tell_parts(scene)

        [agreement] = await items(app, "/v1/consignment/agreements")
        assert (agreement["status"], agreement["party_id"]) == ("active", str(PARTY))
        assert (agreement["starts_on"], len(agreement["items"])) == ("2026-06-03", 2)
        lines = await lines_of(app)
        assert owed(lines) == [BOUGHT, SPOILED]
        assert [line["ticket_id"] for line in lines] == [None, str(scene.tickets[1].id)]
        partner = await app.as_actor(Role.PARTNER, party_id=str(PARTY))
        [statement] = (await partner.get("/v1/consignment/statements")).json()["items"]
        assert (statement["status"], statement["line_count"], statement["pending"]) == ("issued", 2, 2)
        assert statement["total"] == {"amount_minor": 67_380, "currency": "CNY"}
        assert (statement["issued_at"], statement["answer_due_on"]) == ("2026-11-20T04:00:00Z", "2026-11-30")

    async def test_goes_on_as_the_readme_says(self, app: TestApp) -> None:
        await tell_parts(await small_scene(app, WANTED, contract="pumara"))
        partner = await app.as_actor(Role.PARTNER, party_id=str(PARTY))
        [statement] = (await partner.get("/v1/consignment/statements")).json()["items"]
        path = f"/v1/consignment/statements/{statement['id']}"
        places = (await partner.get(f"{path}/lines")).json()["items"]
        answers = [{"statement_line_id": each["id"], "answer": "confirmed"} for each in places]

        answered = await partner.post(f"{path}/answers", json={"answers": answers})
        agreed = await app.client.post(f"{path}/transitions", json={"action": "agree"})

        assert [each["line"]["ticket_id"] for each in places] == [None, None]
        assert (answered.status_code, agreed.status_code) == (200, 201)
        assert (agreed.json()["status"], agreed.json()["confirmed"]) == ("agreed", 2)

    async def test_leaves_the_rest_on_our_shelves_and_the_ledger_balanced(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED, contract="pumara")

        await tell_parts(scene)

        stock = await items(app, "/v1/consignment/stock")
        assert sorted(each["quantity"] for each in stock) == ["48.000", "7.000"]
        shown = [(await app.client.get(f"/v1/tickets/{ticket.id}")).json()["extensions"] for ticket in scene.tickets]
        assert [each["consignment"]["supplier_parts"] for each in shown] == [False, True, False, False]
        integrity = (await app.client.get("/v1/inventory/integrity")).json()
        assert (integrity["balanced"], integrity["negative"]) == (True, 0)

    async def test_is_about_the_plant_whose_contract_names_the_supplier(self, app: TestApp) -> None:
        scene = await small_scene(app, [("pump", AT_WORK), ("pump", AT_WORK)], contract="pumara")
        elsewhere, at_plant = scene.tickets
        tickets = [replace(elsewhere, project_code="HY-TOWER-A"), at_plant]

        await tell_parts(replace(scene, tickets=tickets))

        assert [line["ticket_id"] for line in await lines_of(app)] == [None, str(at_plant.id)]

    async def test_uses_nothing_for_tickets_without_consignment(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED, contract="bare")

        await tell_parts(scene)

        assert owed(await lines_of(app)) == [BOUGHT]
        [statement] = await items(app, "/v1/consignment/statements")
        assert (statement["status"], statement["line_count"]) == ("issued", 1)
