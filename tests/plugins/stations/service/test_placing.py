"""The station of a ticket, and the row that the plugin keeps of it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from stations_house import PEOPLES_SQUARE, placed_project, station, stations_app
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.hooks.tickets import ImportedTickets, ReactivatedTicket, UpdatedTicket
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.service import placing

SHANGHAI = [{"kind": "region", "region_code": "310000"}]


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def context(app: TestApp, ticket: Json) -> Ctx:
    return await app.house.context("stations", RecordRef(RecordName.TICKET, UUID(ticket["id"])))


async def record(ctx: Ctx, ticket: Json) -> TicketRecord:
    return await ctx.tickets.get(TicketId(UUID(ticket["id"])))


async def kept(app: TestApp, *tickets: Json) -> list[Row]:
    rows = {row["ticket_id"]: row for row in await app.house.fetch("SELECT * FROM stations_ticket")}
    return [rows[UUID(ticket["id"])] for ticket in tickets]


async def forget(app: TestApp) -> None:
    async with app.house.transaction():
        await app.house.fetch("DELETE FROM stations_ticket RETURNING id")


async def shown(app: TestApp, ticket: Json) -> Any:
    return (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()["extensions"]["stations"]["station_code"]


class TestNewTicket:
    async def test_belongs_to_the_station_of_its_site(self, app: TestApp) -> None:
        made = await station(app, coverage=SHANGHAI)
        project = await placed_project(app)

        ticket = await app.ticket(project_id=project["id"])

        [row] = await kept(app, ticket)
        assert (row["id"], row["station_id"]) == (UUID(ticket["id"]), UUID(made["id"]))
        assert row["because"] == {"station": "region 31"}
        assert (row["required_skills"], row["required_certificates"], row["wave"]) == ([], [], 0)
        assert await shown(app, ticket) == "SH"

    async def test_belongs_to_none_where_there_are_no_stations(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")

        [row] = await kept(app, ticket)
        assert (row["station_id"], row["because"]) == (None, {})
        assert await shown(app, ticket) is None

    async def test_that_nobody_serves_has_no_row(self, app: TestApp) -> None:
        await app.ticket(contract="bare")

        assert await app.house.fetch("SELECT * FROM stations_ticket") == []


class TestKnownTicket:
    async def test_goes_to_another_station_with_other_equipment(self, app: TestApp) -> None:
        project = await placed_project(app)
        ticket = await app.ticket(project_id=project["id"])
        item = await app.equipment(project_id=project["id"])
        made = await station(app, coverage=SHANGHAI)

        await app.client.patch(f"/v1/tickets/{ticket['id']}", json={"title": "Same"})
        [same] = await kept(app, ticket)
        await app.client.patch(f"/v1/tickets/{ticket['id']}", json={"equipment_id": item["id"]})

        [row] = await kept(app, ticket)
        assert (same["station_id"], row["station_id"]) == (None, UUID(made["id"]))

    async def test_keeps_what_it_needs_when_it_is_placed_anew(self, app: TestApp) -> None:
        project = await placed_project(app)
        needs = {"required_skills": [{"code": "plc", "level": 2}], "required_certificates": ["hv"]}
        ticket = await app.ticket(project_id=project["id"], extensions={"stations": needs})
        made = await station(app)
        ctx = await context(app, ticket)
        known = await record(ctx, ticket)

        await placing.ticket_updated(
            ctx, UpdatedTicket(before=known, ticket=known, changed_fields=["title", "equipment_id"])
        )

        [row] = await kept(app, ticket)
        assert (row["station_id"], row["because"]) == (UUID(made["id"]), {"station": "root"})
        assert {name: row[name] for name in needs} == needs

    async def test_is_placed_when_the_plugin_begins_to_serve_it(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")
        made = await station(app)
        ctx = await context(app, ticket)
        known = await record(ctx, ticket)

        await placing.ticket_reactivated(ctx, ReactivatedTicket(ticket=known, was_active=True, is_active=True))
        await placing.ticket_reactivated(ctx, ReactivatedTicket(ticket=known, was_active=True, is_active=False))
        [before] = await kept(app, ticket)
        await placing.ticket_reactivated(ctx, ReactivatedTicket(ticket=known, was_active=False, is_active=True))

        [row] = await kept(app, ticket)
        assert (before["station_id"], row["station_id"]) == (None, UUID(made["id"]))

    async def test_has_its_row_made_when_it_is_asked_for_and_held(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")
        made = await station(app)
        await forget(app)
        ctx = await context(app, ticket)

        async with app.house.transaction():
            held = await placing.ticket_row(ctx, UUID(ticket["id"]), lock=True)
        before = app.house.statements
        read = await placing.ticket_row(ctx, UUID(ticket["id"]))

        assert held == read
        assert read["station_id"] == UUID(made["id"])
        assert app.house.statements - before == 1

    async def test_has_one_row_however_many_ask_at_once(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")
        await forget(app)
        ctx = await context(app, ticket)

        rows = await asyncio.gather(*(placing.ticket_row(ctx, UUID(ticket["id"])) for _ in range(8)))

        assert [row["id"] for row in rows] == [UUID(ticket["id"])] * 8
        assert len(await app.house.fetch("SELECT id FROM stations_ticket")) == 1


class TestImport:
    async def test_places_all_tickets_with_a_fixed_number_of_statements(self, app: TestApp) -> None:
        made = [
            await station(app, "HQ", rank=1),
            await station(app, "SH", coverage=SHANGHAI),
            await station(app, "SZ", location=PEOPLES_SQUARE, coverage=[{"kind": "radius", "radius_km": 5}]),
        ]
        projects = [
            await placed_project(app, region_code="110000", longitude=None, latitude=None),
            await placed_project(app, longitude=None, latitude=None),
            await placed_project(app, region_code=None),
        ]
        tickets = [await app.ticket(project_id=project["id"]) for project in projects for _ in range(3)]
        ctx = await context(app, tickets[0])
        records = [await record(ctx, ticket) for ticket in tickets]
        await forget(app)
        spent: list[int] = []
        for few in (records[:2], records):
            before = app.house.statements
            await placing.tickets_imported(ctx, ImportedTickets(tickets=few))
            spent.append(app.house.statements - before)

        rows = await kept(app, *tickets)

        assert [row["station_id"] for row in rows] == [UUID(each["id"]) for each in made for _ in range(3)]
        assert spent[0] == 4
        await placing.tickets_imported(ctx, ImportedTickets(tickets=[]))
