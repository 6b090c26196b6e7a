"""Why a record is served as it is, over HTTP."""

from typing import Any

import pytest

from api import Api, AsActor
from wellkept_sdk.actor import Role

pytestmark = pytest.mark.usefixtures("host")

Json = dict[str, Any]


@pytest.fixture
async def project(admin: Api) -> Json:
    """Return a project whose customer has the contract K-1 with the plan GOLD."""
    gold = {"code": "GOLD", "name": "Gold", "plugins": {"clock": {"respond_hours": 4}, "shelf": {}}}
    await admin.created("/v1/service-plans", gold)
    project = await admin.project(customer_id=(await admin.customer(time_zone="Asia/Shanghai"))["id"])
    overrides = {"clock": {"terms": {"calendar": "CN"}}}
    body = {"number": "K-1", "plan_code": "GOLD", "starts_on": "2026-01-01", "overrides": overrides}
    await admin.created("/v1/contracts", {**body, "customer_id": project["customer_id"]})
    return project


class TestActivation:
    async def test_explains_a_project(self, admin: Api, project: Json) -> None:
        found = await admin.found(
            f"/v1/projects/{project['id']}/activation", params={"at": "2026-05-04T12:00:00+08:00"}
        )

        assert (found["pinned"], found["activation_id"], found["at"]) == (False, None, "2026-05-04T04:00:00Z")
        assert len(found["hash"]) == 64
        chosen = found["chosen"]
        assert (chosen["rule"], chosen["contract_number"], chosen["plan_code"], chosen["plan_revision"]) == (
            "customer_contract",
            "K-1",
            "GOLD",
            1,
        )
        assert [(each["rule"], each["matched"]) for each in found["considered"]] == [
            ("project_contract", False),
            ("customer_contract", True),
        ]
        assert found["plugins"]["clock"] == {
            "terms_version": 1,
            "terms": {
                "respond_hours": 4,
                "by_grade": {"1": 2, "2": 4},
                "warn_at": [50, 80],
                "pause": {"kind": "never"},
                "calendar": "CN",
            },
            "sources": {
                "/respond_hours": "plan",
                "/by_grade/1": "settings",
                "/by_grade/2": "settings",
                "/warn_at": "settings",
                "/pause": "settings",
                "/calendar": "contract",
            },
        }
        assert set(found["plugins"]) == {"core", "shelf", "clock"}
        assert found["inactive"] == {}

    async def test_says_why_a_plugin_is_out(self, admin: Api, project: Json) -> None:
        found = await admin.found(f"/v1/projects/{project['id']}/activation", params={"at": "2025-05-04T12:00:00Z"})

        assert found["chosen"]["rule"] == "none"
        assert set(found["plugins"]) == {"core"}
        assert found["inactive"] == dict.fromkeys(["shelf", "clock"], "Neither a contract nor a default plan applies.")

    async def test_stores_nothing(self, admin: Api, project: Json) -> None:
        for _ in range(2):
            found = await admin.found(f"/v1/customers/{project['customer_id']}/activation")
            assert found["activation_id"] is None

    async def test_explains_equipment_by_its_project(self, admin: Api, project: Json) -> None:
        pump = await admin.equipment(project_id=project["id"])

        assert (await admin.found(f"/v1/equipment/{pump['id']}/activation"))["chosen"]["contract_number"] == "K-1"

    async def test_is_for_those_who_see_the_record(self, admin: Api, as_actor: AsActor, project: Json) -> None:
        insider = await as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])
        stranger = await as_actor(Role.CUSTOMER, customer_ids=[(await admin.customer())["id"]])
        path = f"/v1/projects/{project['id']}/activation"

        assert (await insider.get(path)).status_code == 200
        assert (await stranger.get(path)).status_code == 404

    async def test_tells_customers_which_plugins_serve_them_and_no_terms(
        self, admin: Api, as_actor: AsActor, project: Json
    ) -> None:
        customer = await as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])

        found = await customer.found(f"/v1/projects/{project['id']}/activation")

        assert set(found["plugins"]) == {"core", "shelf", "clock"}
        assert [(each["terms"], each["sources"]) for each in found["plugins"].values()] == [({}, {})] * 3
        assert (found["considered"], found["chosen"]["contract_number"]) == ([], "K-1")

    @pytest.mark.parametrize("at", ["2026-05-04T12:00:00", "today", "0001-01-01T00:00:00+08:00"])
    async def test_refuses_what_is_no_moment(self, admin: Api, project: Json, at: str) -> None:
        answer = await admin.get(f"/v1/projects/{project['id']}/activation", params={"at": at})

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "query/at"


class TestTicketActivation:
    async def test_explains_what_is_pinned(self, admin: Api, project: Json) -> None:
        ticket = await admin.ticket(project_id=project["id"])

        found = await admin.found(f"/v1/tickets/{ticket['id']}/activation")

        assert ticket["activation_id"] is not None
        assert (found["activation_id"], found["at"]) == (ticket["activation_id"], ticket["received_at"])
        assert found["pinned"]
        assert found["chosen"]["contract_number"] == "K-1"
