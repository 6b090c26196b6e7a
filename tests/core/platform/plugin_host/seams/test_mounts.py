"""Routes of plugins: where they are found, who gets through, and with what context."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from api import Api, anonymous_api, api_as
from gauge_plugins import GAUGES, RAIN
from plugin_house import Serving, served_app
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.actor import Role
from wellkept_sdk.ids import uuid7
from wellkept_sdk.records.references import RecordName


@pytest.fixture
async def house(database: SqliteEngine | PgEngine) -> AsyncIterator[tuple[Wellkept, Serving]]:
    with served_app(database, [GAUGES, RAIN]) as composed:
        yield composed


@pytest.fixture
def app(house: tuple[Wellkept, Serving]) -> Wellkept:
    return house[0]


@pytest.fixture
def serving(house: tuple[Wellkept, Serving]) -> Serving:
    return house[1]


@pytest.fixture
async def ticket(admin: Api) -> dict[str, Any]:
    return await admin.ticket()


def gauges_of(ticket: dict[str, Any]) -> str:
    return f"/v1/tickets/{ticket['id']}/gauges"


class TestPath:
    async def test_of_a_deployment_mount_is_the_name_of_the_plugin(self, admin: Api) -> None:
        seen = await admin.found("/v1/gauges")

        assert (seen["plugin"], seen["record"]) == ("gauges", None)

    async def test_of_a_record_mount_lies_below_the_record(self, admin: Api, ticket: dict[str, Any]) -> None:
        of_ticket = await admin.found(gauges_of(ticket))
        of_customer = await admin.found(f"/v1/customers/{ticket['customer_id']}/gauges")

        assert of_ticket["record"] == f"ticket/{ticket['id']}"
        assert of_customer["record"] == f"customer/{ticket['customer_id']}"

    async def test_gives_handlers_the_id_that_it_names(self, admin: Api, ticket: dict[str, Any]) -> None:
        assert await admin.found(f"{gauges_of(ticket)}/ids") == [ticket["id"]]

    async def test_is_gone_without_the_plugin(self, database: SqliteEngine | PgEngine) -> None:
        with served_app(database, [RAIN]) as (app, _):
            answer = await (await api_as(app, Role.ADMIN)).get("/v1/gauges")

        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


class TestGate:
    async def test_refuses_in_the_one_order(self, app: Wellkept, serving: Serving, ticket: dict[str, Any]) -> None:
        text: dict[str, Any] = {"content": "x", "headers": {"Content-Type": "text/plain"}}
        path = f"{gauges_of(ticket)}/readings"
        viewer, admin = await api_as(app, Role.VIEWER), await api_as(app, Role.ADMIN)
        stranger = await api_as(app, Role.CUSTOMER, customer_ids=[(await admin.customer())["id"]])

        async def code(caller: Api, of: str = path) -> tuple[int, str]:
            answer = await caller.http.post(of, **text)
            return answer.status_code, answer.json()["code"]

        serving.plugins = {"rain"}
        assert await code(anonymous_api(app)) == (401, "unauthenticated")
        assert await code(stranger) == (404, "not_found")
        assert await code(admin, of=f"/v1/tickets/{uuid7()}/gauges/readings") == (404, "not_found")
        assert await code(viewer) == (404, "plugin_inactive")
        serving.plugins = {"rain", "gauges"}
        assert await code(viewer) == (403, "permission_denied")
        assert await code(admin) == (415, "unsupported_media_type")

    async def test_asks_even_where_the_handler_never_looks_at_the_record(
        self, admin: Api, serving: Serving, ticket: dict[str, Any]
    ) -> None:
        serving.plugins = set()

        ids, cleared = await admin.get(f"{gauges_of(ticket)}/ids"), await admin.delete(f"{gauges_of(ticket)}/readings")

        assert [answer.json()["code"] for answer in (ids, cleared)] == ["plugin_inactive", "plugin_inactive"]
        assert ids.json()["plugin"] == "gauges"

    async def test_lets_deployment_mounts_answer_whatever_records_are_served_by(
        self, admin: Api, serving: Serving
    ) -> None:
        serving.plugins = set()

        assert (await admin.found("/v1/gauges"))["active"] == ["gauges", "rain"]
        assert serving.asked == []

    async def test_asks_once_for_each_request(self, admin: Api, serving: Serving, ticket: dict[str, Any]) -> None:
        serving.asked.clear()

        await admin.found(gauges_of(ticket))

        assert serving.asked == [(RecordName.TICKET, UUID(ticket["id"]))]

    async def test_shows_customers_what_is_theirs(self, app: Wellkept, ticket: dict[str, Any]) -> None:
        owner = await api_as(app, Role.CUSTOMER, customer_ids=[ticket["customer_id"]])

        assert (await owner.get(gauges_of(ticket))).status_code == 200
        assert (await owner.post(f"{gauges_of(ticket)}/readings", {"bar": 1})).status_code == 403


class TestHistory:
    async def test_is_for_our_own_people(self, app: Wellkept, serving: Serving, ticket: dict[str, Any]) -> None:
        serving.plugins = {"rain"}
        viewer, program = await api_as(app, Role.VIEWER), await api_as(app, Role.INTEGRATION)
        owner = await api_as(app, Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        askers = [(viewer, "true"), (viewer, "false"), (viewer, "x"), (program, "true"), (owner, "true")]

        codes = [(await caller.get(f"{gauges_of(ticket)}?history={value}")).status_code for caller, value in askers]

        assert codes == [200, 404, 404, 404, 404]

    async def test_is_read_under_default_terms(self, admin: Api, serving: Serving, ticket: dict[str, Any]) -> None:
        serving.plugins = {"rain"}

        seen = await admin.found(f"{gauges_of(ticket)}?history=true")

        assert (seen["readings_max"], seen["active"]) == (3, ["gauges", "rain"])

    async def test_may_be_asked_for_where_the_plugin_is_active(self, admin: Api, ticket: dict[str, Any]) -> None:
        assert (await admin.get(f"{gauges_of(ticket)}?history=true")).status_code == 200
        assert (await admin.http.head(f"{gauges_of(ticket)}?history=1")).status_code == 200
        answer = await admin.get(f"{gauges_of(ticket)}?history=often")
        assert [error["pointer"] for error in answer.json()["errors"]] == ["query/history"]

    @pytest.mark.parametrize("path", ["/v1/gauges", "/v1/tickets", "/v1/plugins"])
    async def test_is_unknown_elsewhere(self, admin: Api, path: str) -> None:
        answer = await admin.get(f"{path}?history=true")

        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
            ("query/history", "unknown_parameter")
        ]

    async def test_is_never_written(self, admin: Api, serving: Serving, ticket: dict[str, Any]) -> None:
        path = f"{gauges_of(ticket)}/readings?history=true"

        assert (await admin.post(path, {"bar": 1})).json()["errors"][0]["code"] == "unknown_parameter"
        serving.plugins = set()
        assert (await admin.post(path, {"bar": 1})).json()["code"] == "plugin_inactive"


class TestContext:
    async def test_knows_caller_record_and_key(self, app: Wellkept, ticket: dict[str, Any]) -> None:
        admin = await api_as(app, Role.ADMIN, name="Li Na")

        seen = await admin.created(f"{gauges_of(ticket)}/readings", {"bar": 1}, headers={"Idempotency-Key": "k-1"})

        assert (seen["actor"], seen["key"], seen["record"]) == ("user Li Na", "k-1", f"ticket/{ticket['id']}")

    async def test_of_an_anonymous_route_is_nobodys(self, app: Wellkept) -> None:
        seen = await anonymous_api(app).found("/v1/gauges/links/abc")

        assert (seen["actor"], seen["record"]) == ("anonymous anonymous", None)

    async def test_is_not_needed(self, admin: Api) -> None:
        assert await admin.found("/v1/gauges/kinds") == {"items": [], "next_cursor": None}

    async def test_leaves_queries_as_strict_as_they_are(self, admin: Api) -> None:
        answer = await admin.get("/v1/gauges?below=x&colour=red")

        assert {error["pointer"] for error in answer.json()["errors"]} == {"query/below", "query/colour"}


class TestPermission:
    async def test_of_a_plugin_is_that_of_the_roles_it_names(self, app: Wellkept, ticket: dict[str, Any]) -> None:
        may = {
            role: (await (await api_as(app, role)).get("/v1/gauges")).status_code == 200
            for role in (Role.ADMIN, Role.DISPATCHER, Role.VIEWER, Role.INTEGRATION)
        }

        assert may == {Role.ADMIN: True, Role.DISPATCHER: False, Role.VIEWER: True, Role.INTEGRATION: True}

    async def test_of_a_plugin_is_a_scope_of_keys(self, app: Wellkept) -> None:
        program = await api_as(app, Role.INTEGRATION, scopes=["gauges:read"])

        assert (await program.get("/v1/gauges")).status_code == 200
        assert (await program.get("/v1/rain")).status_code == 403
