"""Accounts and keys over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from accounts_api import client_with, make_key, make_user, mistakes
from installed_base import make_customer
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import database
from wellkept_sdk.actor import Role
from wellkept_sdk.now import now

NOBODY = UUID("01900000-0000-7000-8000-00000000dead")


@pytest.fixture
async def admin(app: Wellkept) -> httpx.AsyncClient:
    user = await make_user(Role.ADMIN, email="admin@example.com")
    return client_with(app, await make_key(user.id))


class TestMakingAnAccount:
    async def test_gives_the_account_with_its_etag(self, admin: httpx.AsyncClient) -> None:
        body = {"email": "Li@Example.com", "name": "Li", "role": "engineer"}

        answer = await admin.post("/v1/users", json=body)

        made = answer.json()
        assert answer.status_code == 201
        assert answer.headers["ETag"] == '"1"'
        assert answer.headers["Location"] == f"/v1/users/{made['id']}"
        assert {**made, **body} == made
        assert (made["active"], made["customer_ids"], made["party_id"]) == (True, [], None)
        assert (await admin.get(answer.headers["Location"])).json() == made

    async def test_refuses_an_address_that_differs_by_capitals_only(self, admin: httpx.AsyncClient) -> None:
        answer = await admin.post("/v1/users", json={"email": "ADMIN@example.COM", "name": "Li", "role": "viewer"})

        assert answer.status_code == 409
        assert answer.json()["code"] == "code_taken"
        assert mistakes(answer) == [("/email", "code_taken")]

    async def test_names_every_mistake_of_the_body(self, admin: httpx.AsyncClient) -> None:
        answer = await admin.post("/v1/users", json={"email": "nobody", "role": "boss", "colour": "red"})

        assert sorted(mistakes(answer)) == [
            ("/colour", "unknown_field"),
            ("/email", "pattern"),
            ("/name", "required"),
            ("/role", "not_a_choice"),
        ]

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"role": "customer"}, [("/customer_ids", "users.customer_ids.required_for_customers")]),
            ({"role": "partner"}, [("/party_id", "users.party_id.required_for_partners")]),
            ({"role": "viewer", "party_id": str(NOBODY)}, [("/party_id", "users.party_id.only_for_partners")]),
            ({"role": "customer", "customer_ids": [str(NOBODY)]}, [("/customer_ids/0", "unknown_reference")]),
        ],
    )
    async def test_refuses_bindings_that_do_not_fit(
        self, admin: httpx.AsyncClient, fields: dict[str, Any], expected: list[tuple[str, str]]
    ) -> None:
        answer = await admin.post("/v1/users", json={"email": "li@example.com", "name": "Li", **fields})

        assert answer.status_code == 422
        assert mistakes(answer) == expected

    async def test_points_at_the_unknown_customer_among_known_ones(self, admin: httpx.AsyncClient) -> None:
        known = (await make_customer("ACME"))["id"]
        body = {"email": "li@example.com", "name": "Li", "role": "customer", "customer_ids": [str(known), str(NOBODY)]}

        assert mistakes(await admin.post("/v1/users", json=body)) == [("/customer_ids/1", "unknown_reference")]


class TestChangingAnAccount:
    async def test_raises_its_version(self, admin: httpx.AsyncClient) -> None:
        user = await make_user(Role.VIEWER)

        answer = await admin.patch(f"/v1/users/{user.id}", json={"name": "Wang"}, headers={"If-Match": '"1"'})

        assert (answer.status_code, answer.json()["name"], answer.headers["ETag"]) == (200, "Wang", '"2"')

    async def test_of_an_old_version_is_refused(self, admin: httpx.AsyncClient) -> None:
        user = await make_user(Role.VIEWER)
        await admin.patch(f"/v1/users/{user.id}", json={"name": "Wang"})

        answer = await admin.patch(f"/v1/users/{user.id}", json={"name": "Li"}, headers={"If-Match": '"1"'})

        assert answer.status_code == 412

    async def test_to_another_role_must_change_the_bindings_too(self, admin: httpx.AsyncClient) -> None:
        customer = (await make_customer("ACME"))["id"]
        user = await make_user(Role.CUSTOMER, customer_ids=[customer])

        refused = await admin.patch(f"/v1/users/{user.id}", json={"role": "viewer"})
        changed = await admin.patch(f"/v1/users/{user.id}", json={"role": "viewer", "customer_ids": []})

        assert mistakes(refused) == [("/customer_ids", "users.customer_ids.only_for_customers")]
        assert (changed.status_code, changed.json()["customer_ids"]) == (200, [])

    async def test_refuses_its_keys_at_once_when_deactivated(self, app: Wellkept, admin: httpx.AsyncClient) -> None:
        user = await make_user(Role.VIEWER)
        client = client_with(app, await make_key(user.id))
        assert (await client.get("/v1/me")).status_code == 200

        await admin.patch(f"/v1/users/{user.id}", json={"active": False})

        assert (await client.get("/v1/me")).status_code == 401

    @pytest.mark.parametrize("change", [{"active": False}, {"role": "viewer"}], ids=str)
    async def test_leaves_an_admin(self, admin: httpx.AsyncClient, change: dict[str, Any]) -> None:
        me = (await admin.get("/v1/me")).json()["id"]

        answer = await admin.patch(f"/v1/users/{me}", json=change)

        assert (answer.status_code, answer.json()["code"]) == (409, "users.user.last_admin")
        assert (await admin.get(f"/v1/users/{me}")).json()["version"] == 1

    async def test_of_an_absent_one_is_refused(self, admin: httpx.AsyncClient) -> None:
        assert (await admin.patch(f"/v1/users/{NOBODY}", json={"name": "Li"})).status_code == 404


class TestListOfAccounts:
    async def test_is_filtered_by_address_role_and_activity(self, admin: httpx.AsyncClient) -> None:
        await make_user(Role.VIEWER, email="li@example.com")
        gone = await make_user(Role.VIEWER, email="wang@example.com")
        await admin.patch(f"/v1/users/{gone.id}", json={"active": False})

        async def emails(query: str) -> list[str]:
            return [item["email"] for item in (await admin.get(f"/v1/users?{query}")).json()["items"]]

        assert await emails("email=LI@example.com") == ["li@example.com"]
        assert await emails("role=viewer&sort=-email") == ["wang@example.com", "li@example.com"]
        assert await emails("active=true") == ["admin@example.com", "li@example.com"]

    async def test_is_walked_by_pages(self, admin: httpx.AsyncClient) -> None:
        for name in ("a", "b", "c"):
            await make_user(Role.VIEWER, email=f"{name}@example.com")

        seen: list[str] = []
        cursor = None
        for _ in range(3):
            query = {"limit": "2", **({"cursor": cursor} if cursor else {})}
            page = (await admin.get("/v1/users", params=query)).json()
            seen += [item["email"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break

        assert seen == ["a@example.com", "admin@example.com", "b@example.com", "c@example.com"]

    @pytest.mark.parametrize("query", ["page=2", "limit=0", "sort=name", "role=boss"])
    async def test_refuses_what_it_does_not_know(self, admin: httpx.AsyncClient, query: str) -> None:
        answer = await admin.get(f"/v1/users?{query}")

        assert answer.status_code == 422
        assert mistakes(answer)[0][0] == f"query/{query.partition('=')[0]}"


class TestKeyOverHttp:
    async def test_is_shown_once(self, app: Wellkept, admin: httpx.AsyncClient) -> None:
        user = await make_user(Role.ENGINEER)

        answer = await admin.post("/v1/api-keys", json={"user_id": str(user.id), "name": "field app"})

        key = answer.json()["key"]
        assert answer.status_code == 201
        assert (await client_with(app, key).get("/v1/me")).json()["id"] == str(user.id)
        for shown in (await admin.get(answer.headers["Location"]), await admin.get("/v1/api-keys")):
            assert key not in shown.text
        for table in ("api_key", "audit_entry"):
            rows = await database().fetch(f"SELECT * FROM {table}")
            assert key not in str(rows)
            assert key[10:] not in str(rows)

    async def test_has_every_mistake_named(self, admin: httpx.AsyncClient) -> None:
        user = await make_user(Role.VIEWER)
        past = (now() - timedelta(minutes=1)).isoformat()
        body = {"user_id": str(user.id), "name": "k", "scopes": ["tickets:read", "users:write"], "expires_at": past}

        assert mistakes(await admin.post("/v1/api-keys", json=body)) == [
            ("/scopes/1", "not_a_choice"),
            ("/expires_at", "keys.expires_at.in_past"),
        ]

    async def test_of_an_unknown_account_is_refused(self, admin: httpx.AsyncClient) -> None:
        answer = await admin.post("/v1/api-keys", json={"user_id": str(NOBODY), "name": "k"})

        assert mistakes(answer) == [("/user_id", "unknown_reference")]

    async def test_is_refused_once_revoked(self, app: Wellkept, admin: httpx.AsyncClient) -> None:
        user = await make_user(Role.VIEWER)
        made = (await admin.post("/v1/api-keys", json={"user_id": str(user.id), "name": "k"})).json()
        client = client_with(app, made["key"])
        assert (await client.get("/v1/me")).status_code == 200

        first = await admin.delete(f"/v1/api-keys/{made['id']}")
        again = await admin.delete(f"/v1/api-keys/{made['id']}")

        assert (first.status_code, again.status_code) == (204, 204)
        assert (await client.get("/v1/me")).status_code == 401
        assert (await admin.get(f"/v1/api-keys/{made['id']}")).json()["revoked_at"] is not None

    async def test_is_found_by_its_account(self, admin: httpx.AsyncClient) -> None:
        user = await make_user(Role.VIEWER)
        await make_key(user.id)

        items = (await admin.get(f"/v1/api-keys?user_id={user.id}")).json()["items"]

        assert [item["user_id"] for item in items] == [str(user.id)]
        assert "key_sha256" not in items[0]


class TestMe:
    async def test_says_who_the_caller_is_and_may(self, app: Wellkept) -> None:
        customer = (await make_customer("ACME"))["id"]
        user = await make_user(Role.CUSTOMER, customer_ids=[customer])
        expiry = now() + timedelta(days=1)
        key = await make_key(user.id, scopes=["tickets:read", "tickets:open"], expires_at=expiry)

        me = (await client_with(app, key).get("/v1/me")).json()

        assert me == {
            "id": str(user.id),
            "kind": "user",
            "name": "The customer",
            "role": "customer",
            "permissions": ["tickets:open", "tickets:read"],
            "customer_ids": [str(customer)],
            "party_id": None,
            "credential": {"kind": "api_key", "prefix": key[:11], "expires_at": me["credential"]["expires_at"]},
        }


class TestOthersThanAdmins:
    @pytest.mark.parametrize("role", [Role.DISPATCHER, Role.VIEWER, Role.INTEGRATION])
    async def test_may_read_and_change_no_account(self, app: Wellkept, admin: httpx.AsyncClient, role: Role) -> None:
        me = (await admin.get("/v1/me")).json()["id"]
        client = client_with(app, await make_key((await make_user(role)).id))

        for answer in (await client.get(f"/v1/users/{me}"), await client.patch(f"/v1/users/{me}", json={})):
            assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
        for path in ("/v1/users", "/v1/api-keys"):
            assert (await client.get(path)).status_code == 403
