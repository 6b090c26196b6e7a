"""The gate: the order in which it refuses, and routes that forgot to say what they need."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx
import pytest
from litestar import Litestar, get

from accounts_api import client_with, make_key, make_user
from installed_base import make_customer
from wellkept.app import Wellkept
from wellkept.platform.access.gate import UngatedRouteError, anonymous_paths, require_gated
from wellkept_sdk.actor import Role
from wellkept_sdk.http.access import Access, anonymous, needs, signed_in
from wellkept_sdk.ids import uuid7

TEXT = {"Content-Type": "text/plain"}
JSON = {"Content-Type": "application/json"}

ClientAs = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture
def client_as(app: Wellkept) -> ClientAs:
    async def client(role: Role, *, customer_ids: list[UUID] | None = None) -> httpx.AsyncClient:
        party_id = uuid7() if role is Role.PARTNER else None
        user = await make_user(role, customer_ids=customer_ids, party_id=party_id)
        return client_with(app, await make_key(user.id))

    return client


async def patched(
    client: httpx.AsyncClient, customer_id: UUID, body: str = "{", *, headers: dict[str, str] = JSON
) -> tuple[int, str]:
    answer = await client.patch(f"/v1/customers/{customer_id}", content=body, headers=headers)
    return answer.status_code, answer.json()["code"]


class TestRefusal:
    async def test_of_what_is_out_of_scope_comes_before_that_of_the_verb(self, client_as: ClientAs) -> None:
        own, other = (await make_customer("OWN"))["id"], (await make_customer("OTHER"))["id"]
        client = await client_as(Role.CUSTOMER, customer_ids=[own])

        assert await patched(client, other, headers=TEXT) == (404, "not_found")
        assert await patched(client, uuid7(), headers=TEXT) == (404, "not_found")
        assert await patched(client, own, headers=TEXT) == (403, "permission_denied")

    async def test_of_the_verb_comes_before_that_of_the_content_type_and_the_body(self, client_as: ClientAs) -> None:
        customer = (await make_customer("ACME"))["id"]
        viewer, dispatcher = await client_as(Role.VIEWER), await client_as(Role.DISPATCHER)

        assert await patched(viewer, customer, headers=TEXT) == (403, "permission_denied")
        assert await patched(viewer, uuid7(), headers=TEXT) == (404, "not_found")
        assert await patched(dispatcher, uuid7(), headers=TEXT) == (404, "not_found")
        assert await patched(dispatcher, customer, headers=TEXT) == (415, "unsupported_media_type")
        assert await patched(dispatcher, customer) == (400, "malformed_json")
        assert await patched(dispatcher, customer, '{"colour": 1}') == (422, "validation_failed")

    async def test_never_meets_the_question_for_the_methods(self, client_as: ClientAs) -> None:
        client = await client_as(Role.PARTNER)

        answer = await client.options(f"/v1/customers/{uuid7()}")

        assert (answer.status_code, "PATCH" in answer.headers["Allow"]) == (204, True)

    async def test_of_an_id_that_is_none_is_404(self, client_as: ClientAs) -> None:
        client = await client_as(Role.VIEWER)

        assert (await client.get("/v1/customers/no-uuid")).status_code == 404

    async def test_of_reading_a_foreign_record_is_404(self, client_as: ClientAs) -> None:
        own, other = (await make_customer("OWN"))["id"], (await make_customer("OTHER"))["id"]
        client = await client_as(Role.CUSTOMER, customer_ids=[own])

        assert (await client.get(f"/v1/customers/{own}")).status_code == 200
        assert (await client.get(f"/v1/customers/{other}")).status_code == 404
        assert [item["id"] for item in (await client.get("/v1/customers")).json()["items"]] == [str(own)]


@get("/silent")
async def silent() -> None:
    """Say nothing about access."""


@get("/open", opt=anonymous())
async def opened() -> None:
    """Be open."""


@get("/links/{token:str}/answer", opt=anonymous())
async def by_link() -> None:
    """Be open to who has the link."""


@get("/closed", opt=needs("tickets:read"))
async def closed() -> None:
    """Be closed."""


@get("/mine", opt=signed_in())
async def mine() -> None:
    """Be for everybody with a credential."""


class TestStart:
    def test_fails_when_a_route_does_not_say_what_it_needs(self) -> None:
        with pytest.raises(UngatedRouteError, match="/silent"):
            require_gated(Litestar([silent, opened, closed], openapi_config=None))

    def test_passes_when_all_have_spoken(self, app: Wellkept) -> None:
        require_gated(Litestar([opened, closed, mine], openapi_config=None))
        require_gated(app.litestar)

    def test_knows_the_paths_that_need_no_credential(self) -> None:
        app = Litestar([opened, closed, by_link], openapi_config=None)

        assert anonymous_paths(app) == {"/open", "/links/"}


class TestAnonymousRoutes:
    def test_are_none_of_the_api(self, app: Wellkept) -> None:
        assert [path for path in anonymous_paths(app.litestar) if path.startswith("/v1")] == []


class TestAccess:
    def test_is_given_to_who_has_one_of_the_permissions(self) -> None:
        access: Access = needs("tickets:work", "tickets:confirm")["access"]

        assert access.permissions == ("tickets:work", "tickets:confirm")
