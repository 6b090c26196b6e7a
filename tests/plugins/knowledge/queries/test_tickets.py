"""What is known of a ticket: who and where it is about, and what its equipment is."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from articles_house import ArticlesApp, articles_app
from wellkept_knowledge.queries import tickets
from wellkept_sdk import Ctx, RecordName, RecordRef
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import Json, dialects


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def context(house: ArticlesApp, ticket: Json) -> Ctx:
    return await house.app.house.context("knowledge", RecordRef(RecordName.TICKET, UUID(ticket["id"])))


async def known(house: ArticlesApp, ticket: Json) -> tuple[str | None, set[tuple[str, str]]]:
    ctx = await context(house, ticket)
    around = await tickets.surroundings(ctx, await ctx.tickets.get(TicketId(UUID(ticket["id"]))))
    return around.model, {(secret.kind.value, secret.value) for secret in around.secrets}


class TestSurroundings:
    async def test_name_everybody_and_every_place(self, house: ArticlesApp) -> None:
        contacts = [{"name": "Wang", "phone": "13800138000", "email": "wang@jn.example"}, {"name": "Zhao"}]
        customer = await house.app.customer(contract="plain", name="Jiangnan", code="JN", contacts=contacts)
        site = {"address": "1 Dock Road"}
        project = await house.app.project(customer_id=customer["id"], name="Dock 3", code="JN-D3", site=site)
        pump = await house.app.equipment(project_id=project["id"], model="HP-200", location="Cellar")
        await house.app.equipment(project_id=project["id"], serial_number="SN-1")
        await house.app.equipment(serial_number="SN-2", contract="plain")
        reporter = {"name": "Li", "phone": "021-55550100"}
        ticket = await house.app.ticket(project_id=project["id"], equipment_id=pump["id"], reporter=reporter)
        await house.writer.post(f"/v1/tickets/{ticket['id']}/log", json={"kind": "note", "text": "Seal."})
        me = (await house.writer.get("/v1/me")).json()["id"]
        [writer] = await house.app.house.fetch("SELECT name, email FROM user_account WHERE id = ?", UUID(me))

        model, secrets = await known(house, ticket)

        contract = (await house.app.client.get(f"/v1/tickets/{ticket['id']}/activation")).json()
        assert model == "HP-200"
        assert secrets == {
            ("customer", "Jiangnan"),
            ("customer", "JN"),
            ("project", "Dock 3"),
            ("project", "JN-D3"),
            ("address", "1 Dock Road"),
            ("address", "Cellar"),
            ("number", contract["chosen"]["contract_number"]),
            ("number", ticket["number"]),
            ("contact", "Wang"),
            ("phone", "13800138000"),
            ("email", "wang@jn.example"),
            ("contact", "Zhao"),
            ("contact", "Li"),
            ("phone", "021-55550100"),
            ("contact", writer["name"]),
            ("email", writer["email"]),
            ("serial_number", "SN-1"),
        }

    async def test_are_few_where_little_is_known(self, house: ArticlesApp) -> None:
        ticket = await house.app.ticket(contract="plain")

        model, secrets = await known(house, ticket)

        assert model is None
        assert {kind for kind, _ in secrets} == {"customer", "project", "number"}


class TestConsultation:
    async def test_is_seen_in_the_service_record(self, house: ArticlesApp) -> None:
        ticket = await house.app.ticket(contract="plain")
        ctx = await context(house, ticket)

        before = await tickets.was_consulted(ctx, UUID(ticket["id"]))
        await house.app.client.post(f"/v1/tickets/{ticket['id']}/log", json={"kind": "consultation", "text": "Seal."})

        assert (before, await tickets.was_consulted(ctx, UUID(ticket["id"]))) == (False, True)


class TestModel:
    async def test_is_that_of_the_equipment(self, house: ArticlesApp) -> None:
        pump = await house.app.equipment(contract="plain", model="HP-200")
        ctx = await house.app.house.context("knowledge", None)

        assert await tickets.model_of(ctx, UUID(pump["id"])) == "HP-200"
        assert await tickets.model_of(ctx, UUID(int=1)) is None
