"""The API as the front end of one contract sees it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import schemathesis

from api import Api, api_as
from gauge_plugins import GAUGES, RAIN
from plugin_house import plugin_app
from wellkept.app import Wellkept
from wellkept.platform.openapi.narrowing import narrowed
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.actor import Role
from wellkept_sdk.ids import uuid7


@pytest.fixture
async def app(database: SqliteEngine | PgEngine) -> AsyncIterator[Wellkept]:
    with plugin_app(database, [GAUGES, RAIN]) as app:
        yield app


@pytest.fixture
async def path(admin: Api) -> str:
    """Return where the document of a contract without rain is found."""
    plan = await admin.created(
        "/v1/service-plans", {"code": "gold", "name": "Gold", "plugins": {"gauges": {}, "rain": {}}}
    )
    customer = await admin.customer()
    body: dict[str, Any] = {
        "number": "C-1",
        "customer_id": customer["id"],
        "plan_code": plan["code"],
        "starts_on": "2026-01-01",
        "overrides": {"rain": {"enabled": False}},
    }
    made = await admin.created("/v1/contracts", body)
    return f"/v1/contracts/{made['id']}/openapi.json"


class TestDocumentOfAContract:
    async def test_has_the_plugins_of_the_contract_only(self, app: Wellkept, admin: Api, path: str) -> None:
        document = await admin.found(path)

        assert document == narrowed(app.document, {"gauges"})
        assert "/v1/tickets/{ticket_id}/gauges" in document["paths"]
        assert "/v1/rain" not in document["paths"]
        assert not [name for name in document["components"]["schemas"] if name.startswith("Rain")]
        schemathesis.openapi.from_dict(document).validate()

    async def test_is_not_sent_again_to_who_has_it(self, admin: Api, path: str) -> None:
        first = await admin.get(path)
        etag = first.headers["ETag"]

        again = await admin.get(path, headers={"If-None-Match": etag})

        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        assert first.headers["Cache-Control"] == "private, no-cache"

    async def test_changes_with_the_contract(self, admin: Api, path: str) -> None:
        etag = (await admin.get(path)).headers["ETag"]

        await admin.patch(path.removesuffix("/openapi.json"), {"overrides": {"rain": None}})
        answer = await admin.get(path, headers={"If-None-Match": etag})

        assert answer.status_code == 200
        assert "/v1/rain" in answer.json()["paths"]

    async def test_is_for_who_may_read_contracts(self, app: Wellkept, admin: Api, path: str) -> None:
        program = await api_as(app, Role.INTEGRATION, scopes=["tickets:read"])

        assert (await program.get(path)).status_code == 403
        assert (await admin.get(f"/v1/contracts/{uuid7()}/openapi.json")).status_code == 404
