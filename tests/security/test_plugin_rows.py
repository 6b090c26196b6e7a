"""Acceptance 12: no key of an outsider reads another customer's rows, on any GET route of core or of a plugin."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import pytest

from api import Api, Json, api_as
from knowledge_house import knowledge_app, serving_knowledge
from refusals import refusal
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.actor import Role

HIDDEN = "Geheimprojekt"
PARTY = "01900000-0000-7000-8000-000000000001"
OUTSIDERS = ("customer", "partner", "customer of many", "partner with scopes")


@pytest.fixture(scope="module")
def composed() -> Iterator[Wellkept]:
    with knowledge_app() as made:
        yield made


@pytest.fixture
async def app(composed: Wellkept, database: SqliteEngine | PgEngine) -> AsyncIterator[Wellkept]:
    async with serving_knowledge(composed, database):
        yield composed


@pytest.fixture
async def foreign(app: Wellkept, admin: Api) -> Json:
    """Make one of everything for somebody else, each with the secret in it, and return the ids by path parameter."""
    plan = await admin.created(
        "/v1/service-plans", {"code": "SECRET", "name": HIDDEN, "plugins": {"knowledge": {"level": 9}}}
    )
    kind = await admin.created("/v1/customer-types", {"code": "SECRET", "name": HIDDEN, "default_plan_code": "SECRET"})
    customer = await admin.customer(name=HIDDEN, customer_type="SECRET")
    project = await admin.project(customer_id=customer["id"], name=HIDDEN)
    equipment = await admin.equipment(project_id=project["id"], name=HIDDEN)
    body: Json = {"number": HIDDEN, "customer_id": customer["id"], "plan_code": "SECRET", "starts_on": "2026-01-01"}
    contract = await admin.created("/v1/contracts", body)
    ticket = await admin.ticket(project_id=project["id"], title=HIDDEN, extensions={"knowledge": {"note": HIDDEN}})
    await admin.created(f"/v1/tickets/{ticket['id']}/knowledge/articles", {"text": HIDDEN})
    form: Json = {"files": {"file": (f"{HIDDEN}.txt", b"x")}, "data": {"visibility": "partner"}}
    attached = await admin.post(f"/v1/tickets/{ticket['id']}/attachments", **form)
    owner = await api_as(app, Role.CUSTOMER, customer_ids=[customer["id"]], name=HIDDEN)
    [key] = await admin.all_items("/v1/api-keys", user_id=str(owner.user_id))
    return {
        "customer_type_id": kind["id"],
        "customer_id": customer["id"],
        "project_id": project["id"],
        "equipment_id": equipment["id"],
        "ticket_id": ticket["id"],
        "attachment_id": attached.json()["id"],
        "service_plan_id": plan["id"],
        "contract_id": contract["id"],
        "user_id": str(owner.user_id),
        "api_key_id": key["id"],
    }


@pytest.fixture(params=OUTSIDERS)
async def outsider(request: pytest.FixtureRequest, app: Wellkept, admin: Api, foreign: Json) -> Api:
    """Return the key of somebody who has nothing to do with the foreign rows, but with rows of others."""
    own, other = await admin.ticket(), await admin.ticket()
    customers = [own["customer_id"], other["customer_id"]]
    match request.param:
        case "customer":
            return await api_as(app, Role.CUSTOMER, customer_ids=customers[:1])
        case "customer of many":
            return await api_as(app, Role.CUSTOMER, customer_ids=customers)
        case "partner":
            return await api_as(app, Role.PARTNER, party_id=PARTY)
        case _:
            return await api_as(app, Role.PARTNER, party_id=PARTY, scopes=["tickets:read", "knowledge:read"])


def reading(app: Wellkept) -> list[str]:
    paths: dict[str, dict[str, Any]] = app.document["paths"]
    return [path for path, item in paths.items() if "get" in item and path.startswith("/v1/")]


def naming(path: str, ids: Json) -> str:
    """Return the path with the foreign ids; what has none of the wanted kind gets the ticket's."""
    return re.sub(r"{(\w+)}", lambda match: ids.get(match[1], ids["ticket_id"]), path)


class TestForeignRows:
    async def test_are_404_on_every_route_that_names_them(self, app: Wellkept, outsider: Api, foreign: Json) -> None:
        named = [path for path in reading(app) if "_id}" in path]

        for path in named:
            for url in (naming(path, foreign), f"{naming(path, foreign)}?history=true"):
                problem = refusal(await outsider.get(url), 404, case=url)
                assert problem["code"] == "not_found", url
                assert HIDDEN not in str(problem), url
        assert sum("/knowledge" in path for path in named) == 3

    async def test_are_named_by_no_list(self, app: Wellkept, outsider: Api, foreign: Json) -> None:
        lists = [path for path in reading(app) if "{" not in path]

        for path in [*lists, "/v1/tickets?include=knowledge"]:
            answer = await outsider.get(path)
            assert answer.status_code in {200, 403}, f"{path}: {answer.status_code}"
            assert HIDDEN not in answer.text, path
            assert not any(str(record_id) in answer.text for record_id in foreign.values()), path

    async def test_are_reached_by_nothing_that_a_plugin_writes(
        self, outsider: Api, foreign: Json, database: SqliteEngine | PgEngine
    ) -> None:
        path = f"/v1/tickets/{foreign['ticket_id']}"

        added = await outsider.post(f"{path}/knowledge/articles", {"text": "x"})
        patched = await outsider.patch(path, {"extensions": {"knowledge": {"note": "x"}}})
        resolved = await outsider.post(f"{path}/activation", {})

        assert [each.status_code for each in (added, patched, resolved)] == [404, 404, 404]
        rows = await database.fetch(
            "SELECT seam, note FROM knowledge_mark WHERE record_id = ?", UUID(foreign["ticket_id"])
        )
        assert {row["note"] for row in rows if row["seam"] in {"article", "input"}} == {HIDDEN}


class TestOwner:
    async def test_reads_what_the_plugin_keeps_of_his_own(self, app: Wellkept, foreign: Json) -> None:
        owner = await api_as(app, Role.CUSTOMER, customer_ids=[foreign["customer_id"]])

        articles = await owner.all_items(f"/v1/tickets/{foreign['ticket_id']}/knowledge/articles")

        assert [article["text"] for article in articles] == [HIDDEN]
        assert (
            await owner.post(f"/v1/tickets/{foreign['ticket_id']}/knowledge/articles", {"text": "x"})
        ).status_code == 403
