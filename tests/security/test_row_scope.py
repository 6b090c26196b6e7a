"""A customer's key reaches nothing of another customer, through any route of the OpenAPI document."""

import re
from typing import Any
from uuid import UUID

import pytest

from api import Api, AsActor, Json, anonymous_api
from made_plugins import made_plugin, plugins_bound
from wellkept.app import Wellkept
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Clause

NAME = "Geheimprojekt"
BODIES: dict[str, Json] = {"post": {"kind": "note", "text": "x", "action": "start"}, "patch": {"title": "x"}}


class Estate:
    """What one customer owns: the id of one record for each path parameter."""

    def __init__(self, ids: dict[str, str]) -> None:
        self.ids = ids

    def path(self, template: str) -> str:
        return re.sub(r"{(\w+)}", lambda match: self.ids[match[1]], template)


@pytest.fixture
async def foreign(admin: Api, as_actor: AsActor) -> Estate:
    """Make one record of every kind that belongs to somebody else."""
    kind = await admin.created("/v1/customer-types", {"code": "SECRET", "name": NAME})
    customer = await admin.created(
        "/v1/customers", {"code": "SECRET", "name": NAME, "customer_type": "SECRET", "metadata": {"note": NAME}}
    )
    project = await admin.project(customer_id=customer["id"], name=NAME)
    equipment = await admin.equipment(project_id=project["id"], name=NAME)
    ticket = await admin.ticket(project_id=project["id"], title=NAME)
    attached = await admin.post(
        f"/v1/tickets/{ticket['id']}/attachments",
        files={"file": ("a.txt", NAME.encode())},
        data={"visibility": "customer"},
    )
    plan = await admin.created("/v1/service-plans", {"code": "SECRET", "name": NAME, "plugins": {}})
    contract = await admin.created(
        "/v1/contracts",
        {"number": "SECRET-1", "customer_id": customer["id"], "plan_code": "SECRET", "starts_on": "2026-01-01"},
    )
    webhook = await admin.created("/v1/webhooks", {"url": "https://secret.example/hook", "description": NAME})
    other = await as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])
    [key] = await admin.all_items("/v1/api-keys", user_id=str(other.user_id))
    return Estate(
        {
            "customer_type_id": kind["id"],
            "customer_id": customer["id"],
            "project_id": project["id"],
            "equipment_id": equipment["id"],
            "ticket_id": ticket["id"],
            "attachment_id": attached.json()["id"],
            "user_id": str(other.user_id),
            "api_key_id": key["id"],
            "import_run_id": ticket["id"],
            "service_plan_id": plan["id"],
            "contract_id": contract["id"],
            "webhook_id": webhook["id"],
            "delivery_id": webhook["id"],
            "name": "absent",
        }
    )


@pytest.fixture
async def stranger(admin: Api, as_actor: AsActor, foreign: Estate) -> Api:
    """Return the key of a customer who has nothing to do with the foreign records."""
    own = await admin.ticket()
    return await as_actor(Role.CUSTOMER, customer_ids=[own["customer_id"]])


def operations(app: Wellkept) -> list[tuple[str, str]]:
    paths: dict[str, dict[str, Any]] = app.document["paths"]
    return [(method, path) for path, item in paths.items() for method in item if path.startswith("/v1/")]


class TestForeignRecords:
    async def test_are_404_on_every_route_that_names_them(self, app: Wellkept, stranger: Api, foreign: Estate) -> None:
        named = [(method, path) for method, path in operations(app) if "_id}" in path]

        for method, path in named:
            answer = await stranger.http.request(method, foreign.path(path), json=BODIES.get(method))
            assert answer.status_code == 404, f"{method} {path}: {answer.status_code} {answer.text}"
            assert answer.json()["code"] == "not_found"
        assert len(named) > 20

    async def test_are_named_by_no_list(self, app: Wellkept, stranger: Api, foreign: Estate) -> None:
        lists = [path for method, path in operations(app) if method == "get" and "{" not in path]

        for path in lists:
            answer = await stranger.get(path)
            assert answer.status_code in {200, 403}, f"{path}: {answer.status_code}"
            assert NAME not in answer.text, path
            assert not any(record_id in answer.text for record_id in foreign.ids.values()), path
        assert len(lists) > 5

    async def test_are_unknown_to_every_reference(self, stranger: Api, foreign: Estate) -> None:
        body = {"title": "x", "channel": "portal", "project_id": foreign.ids["project_id"]}

        answer = await stranger.post("/v1/tickets", body)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["code"] == "unknown_reference"
        assert NAME not in answer.text

    async def test_are_unknown_beside_an_own_record(self, stranger: Api, foreign: Estate) -> None:
        [own] = await stranger.all_items("/v1/projects")
        body = {"title": "x", "channel": "portal", "project_id": own["id"]}

        answer = await stranger.post("/v1/tickets", {**body, "equipment_id": foreign.ids["equipment_id"]})

        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
            ("/equipment_id", "unknown_reference")
        ]

    @pytest.mark.parametrize("name", ["customer_id", "project_id", "equipment_id", "below"])
    async def test_are_not_found_through_filters(self, stranger: Api, foreign: Estate, name: str) -> None:
        value = foreign.ids["equipment_id" if name == "below" else name]

        assert await stranger.all_items("/v1/tickets", **{name: value}) == []


class TestAnonymous:
    async def test_gets_401_from_every_route(self, app: Wellkept, foreign: Estate) -> None:
        nobody = anonymous_api(app)

        for method, path in operations(app):
            answer = await nobody.http.request(method, foreign.path(path))
            assert answer.status_code == 401, f"{method} {path}: {answer.status_code}"
        assert (await nobody.get("/v1/nothing")).status_code == 401


class TestPartner:
    async def test_sees_nothing_while_no_plugin_shows_it_anything(
        self, app: Wellkept, as_actor: AsActor, foreign: Estate
    ) -> None:
        partner = await as_actor(Role.PARTNER, party_id="01900000-0000-7000-8000-000000000001")

        for path in ("/v1/tickets", "/v1/projects", "/v1/equipment"):
            assert await partner.all_items(path) == []
        assert (await partner.get(foreign.path("/v1/tickets/{ticket_id}"))).status_code == 404

    async def test_reaches_nothing_but_what_a_plugin_shows_it(
        self, app: Wellkept, admin: Api, as_actor: AsActor, foreign: Estate
    ) -> None:
        shown = await admin.ticket()
        partner = await as_actor(Role.PARTNER, party_id="01900000-0000-7000-8000-000000000001")

        def show(_self: Any, _ctx: Any, event: Any) -> Clause:
            return Clause(f"{event.table}.id = ?", (UUID(shown["id"]),))

        with plugins_bound(made_plugin("parties", ticket_visibility=show)):
            for method, path in operations(app):
                if "_id}" in path:
                    answer = await partner.http.request(method, foreign.path(path), json=BODIES.get(method))
                    assert answer.status_code == 404, f"{method} {path}: {answer.status_code} {answer.text}"
                elif method == "get" and "{" not in path:
                    assert NAME not in (await partner.get(path)).text, path
            assert [ticket["id"] for ticket in await partner.all_items("/v1/tickets")] == [shown["id"]]
            assert (await partner.get(f"/v1/tickets/{shown['id']}/log")).status_code == 200
