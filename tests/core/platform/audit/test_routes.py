"""The audit trail over HTTP."""

import httpx
import pytest

from accounts_api import client_with, make_key, make_user, mistakes
from wellkept.app import Wellkept
from wellkept_sdk.actor import Role
from wellkept_sdk.ids import UserId


@pytest.fixture
async def admin(app: Wellkept) -> httpx.AsyncClient:
    return client_with(app, await make_key((await make_user(Role.ADMIN)).id))


class TestAudit:
    async def test_names_who_changed_what_in_which_request(self, admin: httpx.AsyncClient) -> None:
        me = (await admin.get("/v1/me")).json()
        user = await make_user(Role.VIEWER)
        changed = await admin.patch(f"/v1/users/{user.id}", json={"name": "Wang"})

        answer = await admin.get("/v1/audit", params={"subject": f"users/{user.id}", "actor_id": me["id"]})

        (entry,) = answer.json()["items"]
        assert entry["actor"] == {"kind": "user", "id": me["id"], "name": me["name"]}
        assert entry["action"] == "users.user.updated"
        assert entry["changes"] == {"name": {"before": "The viewer", "after": "Wang"}}
        assert entry["request_id"] == changed.headers["X-Request-Id"]

    async def test_shows_the_latest_first(self, admin: httpx.AsyncClient) -> None:
        items = (await admin.get("/v1/audit")).json()["items"]

        assert [entry["action"] for entry in items] == ["keys.key.created", "users.user.created"]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("occurred_from=2026-11-21T12:00:00", [("query/occurred_from", "naive_time")]),
            ("actor_id=me", [("query/actor_id", "type")]),
            ("who=me", [("query/who", "unknown_parameter")]),
            ("occurred_to=0001-01-01T00:00:00%2B14:00", [("query/occurred_to", "too_large")]),
        ],
    )
    async def test_refuses_filters_it_does_not_know(
        self, admin: httpx.AsyncClient, query: str, expected: list[tuple[str, str]]
    ) -> None:
        assert mistakes(await admin.get(f"/v1/audit?{query}")) == expected

    async def test_is_not_for_engineers(self, app: Wellkept) -> None:
        user = await make_user(Role.ENGINEER)

        answer = await client_with(app, await make_key(UserId(user.id))).get("/v1/audit")

        assert answer.status_code == 403
