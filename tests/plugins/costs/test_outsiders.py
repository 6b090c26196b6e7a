"""What customers and partners see of costs: nothing that is not theirs, and customers never a cost."""

from collections.abc import AsyncGenerator, Iterator
from typing import Any, cast

import httpx
import pytest

from costs_house import added, borne, cny, confirmed, costs_app, drafted, moved, moving, path, reversed_line, spent
from fake_parties import PUMPCO, VALVECO, FakeParties
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

STATEMENTS = "/v1/costs/statements"
SECRET = {"cost", "unit_cost"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param, plugins=(FakeParties(),)) as opened:
        yield opened


@pytest.fixture
async def ticket(app: TestApp) -> Json:
    return await app.ticket(contract="plain")


async def customer_of(app: TestApp, ticket: Json) -> httpx.AsyncClient:
    return await app.as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])


class TestACustomer:
    async def test_sees_no_cost_in_any_answer(self, app: TestApp, ticket: Json) -> None:
        customer = await customer_of(app, ticket)
        line = await added(app, ticket, note="Our fault.", party_id=str(PUMPCO.id))
        await added(app, ticket, "2", covered_by="warranty")
        await reversed_line(app, await added(app, ticket))
        await confirmed(app, ticket)
        statement = await moved(app, await drafted(app, ticket["customer_id"]), "issue")
        approved = await customer.post(path(ticket, "approvals"), json={"limit": cny(500000)})
        disputed = await moving(
            app, statement, "dispute", client=customer, lines=[{"line_id": line["id"], "reason": "Why?"}]
        )
        await moved(app, statement, "amend", remove_line_ids=[])

        answers = [
            approved,
            disputed,
            await customer.get(path(ticket)),
            await customer.get(f"{path(ticket)}/{line['id']}"),
            await customer.get(path(ticket, "summary")),
            await customer.get(path(ticket, "approvals")),
            await customer.get(STATEMENTS),
            await customer.get(f"{STATEMENTS}/{statement['id']}"),
            await customer.get(f"{STATEMENTS}/{statement['id']}/transitions"),
            await customer.get(f"/v1/tickets/{ticket['id']}"),
            await customer.get("/v1/tickets", params={"include": "costs", "extensions.costs.chargeable": "true"}),
            await customer.get(f"/v1/tickets/{ticket['id']}/history"),
            await moving(app, statement, "agree", client=customer),
        ]

        assert [answer.status_code for answer in answers] == [201, 201, *[200] * 10, 201]
        assert not SECRET & {key for answer in answers for key in keys_of(answer.json())}
        assert (await customer.get("/v1/events")).status_code == 403

    async def test_sees_all_lines_but_not_what_we_say_among_us(self, app: TestApp, ticket: Json) -> None:
        customer = await customer_of(app, ticket)
        await added(app, ticket, note="Our fault.")
        await added(app, ticket, "2", covered_by="warranty")

        found = (await customer.get(path(ticket))).json()["items"]
        shown = (await customer.get(f"/v1/tickets/{ticket['id']}")).json()["extensions"]["costs"]
        told = (await customer.get(path(ticket, "summary"))).json()

        assert borne(found) == [("1.000", "chargeable", 30000), ("2.000", "warranty", 60000)]
        assert [(each["note"], each["actor_id"]) for each in found] == [(None, None)] * 2
        assert shown == {"chargeable": cny(30000)}
        assert (told["price"], told["by_coverage"]["warranty"]) == (cny(90000), {"price": cny(60000)})

    async def test_sees_statements_once_they_are_issued(self, app: TestApp, ticket: Json) -> None:
        customer, stranger = await customer_of(app, ticket), await customer_of(app, await app.ticket(contract="plain"))
        line = await added(app, ticket)
        await confirmed(app, ticket)
        statement = await drafted(app, ticket["customer_id"])
        where = f"{STATEMENTS}/{statement['id']}"

        assert (await customer.get(where)).status_code == 404
        assert (await customer.get(f"{path(ticket)}/{line['id']}")).json()["statement_id"] is None
        assert (await moving(app, statement, "agree", client=customer)).status_code == 404
        await moved(app, statement, "issue")

        assert (await customer.get(f"{path(ticket)}/{line['id']}")).json()["statement_id"] == statement["id"]
        assert [each["id"] for each in (await customer.get(STATEMENTS)).json()["items"]] == [statement["id"]]
        assert (await stranger.get(STATEMENTS)).json()["items"] == []
        assert (await stranger.get(where)).status_code == 404
        assert (await moving(app, statement, "agree", client=stranger)).status_code == 404
        listed = (await customer.get(f"{where}/transitions")).json()["actions"]
        assert [each["action"] for each in listed if each["allowed"]] == ["agree", "dispute"]

    async def test_only_answers(self, app: TestApp, ticket: Json) -> None:
        customer = await customer_of(app, ticket)
        await added(app, ticket)
        await confirmed(app, ticket)
        statement = await moved(app, await drafted(app, ticket["customer_id"]), "issue")

        refused = [
            await moving(app, statement, "void", client=customer, reason="No."),
            await customer.post(STATEMENTS, json={"customer_id": ticket["customer_id"]}),
            await customer.post(path(ticket), json=spent()),
            await customer.post(path(ticket, "collect"), json={}),
        ]

        assert [answer.status_code for answer in refused] == [403] * 4

    async def test_sees_nothing_of_others(self, app: TestApp, ticket: Json) -> None:
        stranger = await customer_of(app, await app.ticket(contract="plain"))
        line = await added(app, ticket)

        for where in (path(ticket), f"{path(ticket)}/{line['id']}", path(ticket, "summary"), path(ticket, "approvals")):
            assert (await stranger.get(where)).status_code == 404


class TestAPartner:
    async def test_sees_its_own_lines_without_what_they_are_sold_for(self, app: TestApp, ticket: Json) -> None:
        await added(app, ticket, party_id=str(PUMPCO.id))
        other = await added(app, ticket, "2", party_id=str(VALVECO.id))
        await app.client.post(
            path(ticket, "approvals"),
            json={"limit": cny(1), "evidence": {"kind": "phone", "contact_name": "Wang"}},
        )
        partner = await app.as_actor(Role.PARTNER, party_id=str(PUMPCO.id))

        [line] = (await partner.get(path(ticket))).json()["items"]
        told = (await partner.get(path(ticket, "summary"))).json()

        assert (line["cost"], line["party_id"]) == (cny(12000), str(PUMPCO.id))
        assert not {"price", "unit_price"} & line.keys()
        assert (await partner.get(f"{path(ticket)}/{other['id']}")).status_code == 404
        assert told["cost"] == cny(12000)
        assert not {"price", "chargeable", "approval"} & {*keys_of(told)} - {"chargeable"}
        assert told["by_coverage"]["chargeable"] == {"cost": cny(12000)}
        assert (await partner.get(path(ticket, "approvals"))).json()["items"] == []
        assert (await partner.get(STATEMENTS)).json()["items"] == []
        assert "costs" not in (await partner.get(f"/v1/tickets/{ticket['id']}")).json()["extensions"]
        assert (await partner.post(path(ticket), json=spent())).status_code == 403


class TestAnEngineer:
    async def test_adds_lines_and_settles_nothing(self, app: TestApp, ticket: Json) -> None:
        engineer = await app.as_actor(Role.ENGINEER)

        assert (await engineer.post(path(ticket), json=spent())).status_code == 201
        assert (await engineer.post(STATEMENTS, json={})).status_code == 403


def keys_of(document: Any) -> Iterator[str]:
    """Return every key of a document, however deep."""
    if isinstance(document, dict):
        members = cast("dict[str, Any]", document)
        yield from members
        for value in members.values():
            yield from keys_of(value)
    elif isinstance(document, list):
        for value in cast("list[Any]", document):
            yield from keys_of(value)
