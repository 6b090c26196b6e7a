"""What partners see: tickets in which they take part now, and nothing of others; lists stay one query."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from parties_house import involved, parties_app, partner_of, registered
from wellkept_calendars import plugin as calendars
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp
from wellkept_sla import plugin as sla


@pytest.fixture
async def app_with_sla(dialect: Dialect) -> AsyncIterator[TestApp]:
    contracts: Json = {"sla": {"sla": {}}}
    async with parties_app(dialect, calendars, sla, contracts=contracts) as app:
        yield app


async def ids(client: httpx.AsyncClient, collection: str, **query: Any) -> list[str]:
    answer = await client.get(f"/v1/{collection}", params=query)
    assert answer.is_success, answer.text
    return sorted(record["id"] for record in answer.json()["items"])


class TestTicket:
    async def test_is_seen_on_every_route_only_by_those_who_take_part_in_it(self, app_with_sla: TestApp) -> None:
        app = app_with_sla
        party, first = await registered(app), await app.ticket(contract="sla")
        second = await app.ticket(contract="sla")
        made = await involved(app, f"tickets/{first['id']}", party)
        await involved(app, f"projects/{second['project_id']}", party)
        partner = await partner_of(app, party)

        assert await ids(partner, "tickets") == [first["id"]]
        routes = [
            route.path.replace("{ticket_id}", second["id"])
            for plugin in ("parties", "sla")
            for route in app.house.routes(plugin)
            if route.path.startswith("/v1/tickets/{ticket_id}") and route.method == "GET"
        ]
        assert len(routes) > 5
        for path in (f"/v1/tickets/{second['id']}", f"/v1/tickets/{second['id']}/log", *routes):
            answer = await partner.get(path)
            assert answer.status_code == 404, f"{path}: {answer.text}"
        assert (await partner.get(f"/v1/tickets/{first['id']}/parties")).status_code == 200
        await app.client.delete(f"/v1/tickets/{first['id']}/parties/{made['id']}")
        assert (await partner.get(f"/v1/tickets/{first['id']}")).status_code == 404
        assert await ids(partner, "tickets") == []

    async def test_is_listed_with_as_many_statements_as_for_our_own_house(self, app: TestApp) -> None:
        party, project = await registered(app), await app.project()
        for _ in range(5):
            ticket = await app.ticket(project_id=project["id"])
            await involved(app, f"tickets/{ticket['id']}", party)
        partner = await partner_of(app, party)
        await ids(partner, "tickets")

        costs: list[int] = []
        for client in (app.client, partner):
            await ids(client, "tickets")
            before = app.house.statements
            assert len(await ids(client, "tickets")) == 5
            costs.append(app.house.statements - before)

        assert costs[0] == costs[1]

    async def test_shows_a_stranger_nothing(self, app: TestApp) -> None:
        ticket = await app.ticket()
        await involved(app, f"tickets/{ticket['id']}", await registered(app))
        stranger = await partner_of(app, await registered(app))

        for collection in ("tickets", "projects", "equipment"):
            assert await ids(stranger, collection) == []


class TestProjectAndEquipment:
    async def test_are_seen_where_the_party_takes_part_in_them_or_in_their_tickets(self, app: TestApp) -> None:
        own, of_item, of_ticket, foreign = [await app.project() for _ in range(4)]
        covered = await app.equipment(project_id=own["id"])
        item = await app.equipment(project_id=of_item["id"])
        await app.equipment(project_id=of_item["id"], parent_id=item["id"])
        subject, other = [await app.equipment(project_id=of_ticket["id"]) for _ in range(2)]
        ticket = await app.ticket(project_id=of_ticket["id"], equipment_id=subject["id"])
        party = await registered(app)
        for path in (f"projects/{own['id']}", f"equipment/{item['id']}", f"tickets/{ticket['id']}"):
            await involved(app, path, party)
        partner = await partner_of(app, party)

        assert await ids(partner, "projects") == sorted(each["id"] for each in (own, of_item, of_ticket))
        assert await ids(partner, "equipment") == sorted(each["id"] for each in (covered, item, subject))
        for path in (f"/v1/projects/{foreign['id']}", f"/v1/equipment/{other['id']}"):
            assert (await partner.get(path)).status_code == 404

    async def test_show_neither_metadata_nor_who_else_takes_part(self, app: TestApp) -> None:
        project = await app.project(metadata={"margin": "12 %"})
        party, other = await registered(app), await registered(app)
        for each in (party, other):
            await involved(app, f"projects/{project['id']}", each, scope=["hvac"])
        partner = await partner_of(app, party)

        shown = (await partner.get(f"/v1/projects/{project['id']}")).json()

        assert (shown["code"], shown["metadata"], shown["extensions"]) == (project["code"], {}, {})
        listed = (await partner.get(f"/v1/projects/{project['id']}/parties")).json()["items"]
        assert [each["party"]["id"] for each in listed] == [party["id"]]
        assert (await partner.get(f"/v1/projects/{project['id']}/parties/duties")).status_code == 403
        assert other["code"] not in (await partner.get("/v1/projects")).text
