"""What tickets and equipment show of their parts, what is installed, and what a ticket is charged."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from fake_parties import PUMPCO
from inventory_house import inventory_app, location, part, posted, received
from inventory_tickets import KNOWN_SUPPLIERS, asked, give_back, issue, reserved
from wellkept_inventory import plugin as inventory
from wellkept_sdk import RecordName
from wellkept_sdk.hooks.ticket_questions import ChargesQuestion
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    terms = {"free": {"charge": "none"}}
    async with inventory_app(request.param, terms=terms, plugins=(KNOWN_SUPPLIERS,)) as app:
        yield app


async def shown(app: TestApp, record: Json, collection: str = "tickets") -> Json:
    answer = await app.client.get(f"/v1/{collection}/{record['id']}")
    return answer.json()["extensions"]["inventory"]


async def charges(app: TestApp, ticket: Json) -> list[tuple[str, str, int]]:
    ticket_id = TicketId(UUID(ticket["id"]))
    ctx = await app.house.context("inventory", RecordRef(RecordName.TICKET, ticket_id))
    found = await inventory.ticket_charges(ctx, ChargesQuestion(ticket_id=ticket_id))
    if found is None:
        return []
    return [(each.source_key, each.kind, each.cost.amount_minor) for each in found.items if each.cost is not None]


class TestATicket:
    async def test_shows_what_it_has_holds_and_waits_for(self, app: TestApp) -> None:
        bearing, seal, nanjing = await part(app), await part(app, "SEAL", whole_units=False), await location(app)
        await received(app, bearing, nanjing, "5")
        waiting, served = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        idle = await app.ticket(contract="plain")
        before = (await app.client.get(f"/v1/tickets/{waiting['id']}")).headers["ETag"]
        await reserved(app, waiting, bearing, "2")
        await reserved(app, waiting, seal, "0.5")
        await issue(app, served, bearing, nanjing, "3")
        await give_back(app, served, bearing, "1")

        listed = [
            (await app.client.get("/v1/tickets", params={"extensions.inventory.waiting_for_parts": value})).json()
            for value in ("true", "false")
        ]

        assert await shown(app, waiting) == {
            "issued": "0.000",
            "reserved": "2.000",
            "missing": "0.500",
            "waiting_for_parts": True,
        }
        assert await shown(app, served) == {
            "issued": "2.000",
            "reserved": "0.000",
            "missing": "0.000",
            "waiting_for_parts": False,
        }
        assert [{each["id"] for each in page["items"]} for page in listed] == [
            {waiting["id"]},
            {served["id"], idle["id"]},
        ]
        assert (await app.client.get(f"/v1/tickets/{waiting['id']}")).headers["ETag"] != before

    async def test_is_charged_for_our_parts_net_of_what_came_back(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "5", 1000)
        line = {"part_id": bearing["id"], "quantity": "1"}
        await posted(app, kind="receipt", location_id=nanjing["id"], stock_owner_id=str(PUMPCO.id), lines=[line])
        plain, free = await app.ticket(contract="plain"), await app.ticket(contract="free")
        assert await charges(app, plain) == []
        first = (await issue(app, plain, bearing, nanjing, "3")).json()["moves"][0]
        await issue(app, plain, bearing, nanjing, "1")
        await issue(app, plain, bearing, nanjing, "1", stock_owner_id=str(PUMPCO.id))
        await issue(app, free, bearing, nanjing, "1")

        await give_back(app, plain, bearing, "1", issue_move_id=first["id"])
        found = await charges(app, plain)

        assert found[0] == (first["id"], "parts", 2000)
        assert [(kind, minor) for _, kind, minor in found] == [("parts", 2000), ("parts", 1000)]
        assert await charges(app, free) == []


class TestEquipment:
    async def test_has_what_was_built_in_until_it_is_taken_out(self, app: TestApp) -> None:
        pump, oil, bearing = (
            await part(app, "PUMP", tracking="serial"),
            await part(app, "OIL", tracking="lot"),
            await part(app),
        )
        nanjing = await location(app)
        await received(app, pump, nanjing, "1", serial="SN-1")
        await received(app, oil, nanjing, "4", lot="L1")
        await received(app, bearing, nanjing, "4")
        item = await app.equipment(contract="plain")
        ticket = await app.ticket(project_id=item["project_id"], equipment_id=item["id"])
        lines = [
            {"part_id": pump["id"], "quantity": "1", "serial": "SN-1"},
            {"part_id": oil["id"], "quantity": "2"},
            {"part_id": bearing["id"], "quantity": "1"},
        ]
        path = f"/v1/equipment/{item['id']}/inventory/installed"

        answer = await asked(app, ticket, "issues", location_id=nanjing["id"], equipment_id=item["id"], lines=lines)
        assert answer.status_code == 201, answer.text
        built_in = (await app.client.get(path)).json()["items"]
        extension = await shown(app, item, "equipment")
        await give_back(app, ticket, oil, "1")
        half = (await app.client.get(path)).json()["items"]
        await give_back(app, ticket, oil, "1")
        await give_back(app, ticket, pump, "1", condition="used", serial="SN-1", body={"location_id": nanjing["id"]})

        assert [(each["part_id"], each["lot"], each["serial"], each["ticket_id"]) for each in built_in] == [
            (oil["id"], "L1", None, ticket["id"]),
            (pump["id"], None, "SN-1", ticket["id"]),
        ]
        assert built_in[0]["installed_at"] == "2026-03-02T02:00:00Z"
        assert extension == {"installed": built_in}
        assert len(half) == 2
        assert (await app.client.get(path)).json()["items"] == []

    async def test_has_a_piece_at_one_place_only(self, app: TestApp) -> None:
        pump, nanjing = await part(app, "PUMP", tracking="serial"), await location(app)
        await received(app, pump, nanjing, "1", serial="SN-1")
        project = await app.project(contract="plain")
        items = [await app.equipment(project_id=project["id"]) for _ in range(2)]
        ticket = await app.ticket(project_id=project["id"])
        first, second = ({"equipment_id": item["id"]} for item in items)

        await issue(app, ticket, pump, nanjing, "1", serial="SN-1", body=first)
        await received(app, pump, nanjing, "1", serial="SN-1")
        moved = await issue(app, ticket, pump, nanjing, "1", serial="SN-1", body=second)

        assert moved.status_code == 201, moved.text
        assert [len((await shown(app, item, "equipment"))["installed"]) for item in items] == [0, 1]

    async def test_has_the_spares_of_its_model(self, app: TestApp) -> None:
        bearing, nanjing = (
            await part(app, models=[{"model": "KSB-80", "quantity": "2", "recommended": "4"}]),
            await location(app),
        )
        await received(app, bearing, nanjing, "3")
        item = await app.equipment(contract="plain", model="KSB-80")

        answer = await app.client.get(f"/v1/equipment/{item['id']}/inventory/recommended")

        assert answer.status_code == 200, answer.text
        assert [(each["part_id"], each["available"]) for each in answer.json()["items"]] == [(bearing["id"], "3.000")]
