"""Credentials over HTTP: whom the pipeline believes, what it costs, and what it never tells."""

import asyncio
import logging
from datetime import timedelta
from uuid import UUID

import pytest

from accounts_api import client_with, make_key, make_user
from oidc_issuer import OidcIssuer
from wellkept.app import Wellkept
from wellkept.platform.auth import authentication
from wellkept.platform.auth.issuer_keys import IssuerKeys
from wellkept.platform.auth.oidc import OidcVerifier
from wellkept.platform.auth.schemas import UserPatch
from wellkept.platform.auth.service.users import update_user
from wellkept.platform.auth.tokens import new_key
from wellkept.platform.storage.engines import database
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.errors import Unavailable
from wellkept_sdk.now import now


@pytest.fixture
def oidc(issuer: OidcIssuer) -> OidcVerifier:
    keys = IssuerKeys("https://login.example", transport=issuer.transport)
    return OidcVerifier(issuer="https://login.example", audience="wellkept", keys=keys)


async def viewer_key() -> str:
    return await make_key((await make_user(Role.VIEWER)).id)


async def marks() -> list[tuple[object, int]]:
    rows = await database().fetch("SELECT last_used_at, version FROM api_key")
    return [(row["last_used_at"], row["version"]) for row in rows]


class TestRequestWithoutValidCredential:
    @pytest.mark.parametrize("token", [None, "nonsense", "wk_123", pytest.param(new_key(), id="unknown_key"), "a.b.c"])
    async def test_is_refused_before_anything_else(self, app: Wellkept, token: str | None) -> None:
        client = client_with(app, token)

        for path in ("/v1/me", "/v1/no-such-route", f"/v1/users/{UUID(int=7)}"):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert answer.headers["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("token", [None, "nonsense", "wk_123"])
    async def test_asks_the_database_nothing(self, app: Wellkept, token: str | None) -> None:
        before = database().statements

        await client_with(app, token).get("/v1/me")

        assert database().statements == before

    async def test_may_still_ask_whether_we_live(self, app: Wellkept) -> None:
        assert (await client_with(app, None).get("/health/live")).status_code == 200


class TestKeyOfAnAccount:
    async def test_costs_one_statement_for_each_request(self, app: Wellkept) -> None:
        client = client_with(app, await viewer_key())
        await client.get("/v1/me")
        before = database().statements

        for _ in range(3):
            assert (await client.get("/v1/me")).status_code == 200

        assert database().statements - before == 3

    async def test_is_marked_as_used_at_most_once_a_minute(self, app: Wellkept) -> None:
        key = await viewer_key()
        client = client_with(app, key)

        await asyncio.gather(*(client.get("/v1/me") for _ in range(10)))
        await client_with(app, key).get("/v1/me")

        ((used_at, version),) = await marks()
        assert used_at is not None
        assert version == 2

    async def test_answers_although_its_use_cannot_be_marked(
        self, app: Wellkept, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = client_with(app, await viewer_key())

        async def busy(*_: object, **__: object) -> None:
            raise Unavailable

        monkeypatch.setattr(authentication, "mark_used", busy)

        assert (await client.get("/v1/me")).status_code == 200
        assert await marks() == [(None, 1)]

    async def test_is_remembered_within_bounds(self, app: Wellkept, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(authentication, "MARKS_MAX", 1)
        user = await make_user(Role.VIEWER)
        client = client_with(app, None)

        for key in (await make_key(user.id), await make_key(user.id)):
            answer = await client.get("/v1/me", headers={"Authorization": f"Bearer {key}"})
            assert answer.status_code == 200

        assert [version for _, version in await marks()] == [2, 2]

    async def test_that_has_expired_is_refused(self, app: Wellkept) -> None:
        user = await make_user(Role.VIEWER)
        client = client_with(app, await make_key(user.id, expires_at=now() + timedelta(hours=1)))
        assert (await client.get("/v1/me")).status_code == 200

        await database().execute("UPDATE api_key SET expires_at = ?", now())

        assert (await client.get("/v1/me")).status_code == 401

    async def test_may_do_no_more_than_its_scopes(self, app: Wellkept) -> None:
        user = await make_user(Role.ADMIN)
        client = client_with(app, await make_key(user.id, scopes=["users:read"]))

        assert (await client.get("/v1/users")).status_code == 200
        refused = await client.post("/v1/users", json={})
        assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")

    async def test_is_never_logged(self, app: Wellkept, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        key = await viewer_key()

        await client_with(app, key).get("/v1/me")
        await client_with(app, key[:-1]).get("/v1/me")

        assert key[11:-1] not in caplog.text


class TestTokenOfTheIssuer:
    async def test_is_the_account_with_its_address(self, app: Wellkept, issuer: OidcIssuer, oidc: OidcVerifier) -> None:
        user = await make_user(Role.DISPATCHER, email="Li@Example.com")

        me = (await client_with(app, issuer.token(email="li@example.COM"), oidc=oidc).get("/v1/me")).json()

        assert (me["id"], me["role"]) == (str(user.id), "dispatcher")
        assert me["credential"] == {"kind": "oidc", "prefix": None, "expires_at": None}

    async def test_without_an_active_account_is_refused(
        self, app: Wellkept, issuer: OidcIssuer, oidc: OidcVerifier
    ) -> None:
        client = client_with(app, issuer.token(), oidc=oidc)
        assert (await client.get("/v1/me")).status_code == 401
        user = await make_user(Role.VIEWER, email="li@example.com")
        assert (await client.get("/v1/me")).status_code == 200

        await update_user(user.id, patch=UserPatch(active=False), actor=SYSTEM)

        assert (await client.get("/v1/me")).status_code == 401

    async def test_is_refused_where_no_issuer_is_configured(self, app: Wellkept, issuer: OidcIssuer) -> None:
        await make_user(Role.VIEWER, email="li@example.com")

        assert (await client_with(app, issuer.token()).get("/v1/me")).status_code == 401

    async def test_is_a_matter_for_later_while_the_issuer_was_never_reached(
        self, app: Wellkept, issuer: OidcIssuer, oidc: OidcVerifier
    ) -> None:
        issuer.is_down = True

        answer = await client_with(app, issuer.token(), oidc=oidc).get("/v1/me")

        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert "Retry-After" in answer.headers
