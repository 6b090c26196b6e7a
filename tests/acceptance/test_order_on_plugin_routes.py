"""Mistakes stacked on a plugin's route: the answer names what comes first, whoever's route it is; one key, one work."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest

from api import Api, Json, anonymous_api, api_as
from knowledge_house import Two, knowledge_app, serving_knowledge, two_projects
from refusals import refusal, rows
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.actor import Role
from wellkept_sdk.ids import uuid7

JSON_TYPE = "application/json"
GOOD, WRONG, KNOWN = '{"text": "new"}', '{"text": 7, "colour": "red"}', '{"text": "known"}'
#: status and code · who calls · which record · body · content type
STACKS: list[tuple[int, str, str | None, str, str, str]] = [
    (401, "unauthenticated", None, "off", "{", "text/plain"),
    (404, "not_found", "stranger", "off", "{", "text/plain"),
    (404, "not_found", "admin", "none", "{", "text/plain"),
    (404, "not_found", "admin", "no-uuid", "{", "text/plain"),
    (404, "plugin_inactive", "viewer", "off", "{", "text/plain"),
    (404, "plugin_inactive", "admin", "off", WRONG, JSON_TYPE),
    (403, "permission_denied", "viewer", "on", "{", "text/plain"),
    (415, "unsupported_media_type", "admin", "on", "{", "text/plain"),
    (400, "malformed_json", "admin", "on", "{", JSON_TYPE),
    (422, "validation_failed", "admin", "on", WRONG, JSON_TYPE),
    (409, "knowledge.article.known", "admin", "on", KNOWN, JSON_TYPE),
]


@pytest.fixture(scope="module")
def composed() -> Iterator[Wellkept]:
    with knowledge_app() as made:
        yield made


@pytest.fixture
async def app(composed: Wellkept, database: SqliteEngine | PgEngine) -> AsyncIterator[Wellkept]:
    async with serving_knowledge(composed, database):
        yield composed


@pytest.fixture
async def two(admin: Api) -> Two:
    return await two_projects(admin)


@pytest.fixture
async def articles(admin: Api, two: Two) -> str:
    """Return where the articles of a ticket are that the plugin serves."""
    return f"/v1/tickets/{(await admin.ticket(project_id=two.within['id']))['id']}/knowledge/articles"


class TestRefusal:
    async def test_names_the_first_mistake_of_all(self, app: Wellkept, admin: Api, two: Two, articles: str) -> None:
        off = await admin.ticket(project_id=two.without["id"])
        await admin.created(articles, {"text": "known"})
        stranger = await api_as(app, Role.CUSTOMER, customer_ids=[(await admin.customer())["id"]])
        callers = {
            None: anonymous_api(app),
            "stranger": stranger,
            "viewer": await api_as(app, Role.VIEWER),
            "admin": admin,
        }
        ids = {"off": off["id"], "on": articles.split("/")[3], "none": str(uuid7()), "no-uuid": "no-uuid"}
        before = await rows()

        for status, code, caller, of, body, media_type in STACKS:
            url = f"/v1/tickets/{ids[of]}/knowledge/articles"
            answer = await callers[caller].http.post(url, content=body, headers={"Content-Type": media_type})
            assert refusal(answer, status, case=(caller, of, body))["code"] == code, (caller, of, body, media_type)

        assert await rows() == before


class TestIdempotencyKey:
    async def test_lets_a_plugins_route_happen_once(self, admin: Api, articles: str) -> None:
        headers = {"Idempotency-Key": "k-1"}

        first = await admin.post(articles, {"text": "new"}, headers=headers)
        again = await admin.post(articles, {"text": "new"}, headers=headers)
        other = await admin.post(articles, {"text": "other"}, headers=headers)

        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert again.headers["Idempotency-Replayed"] == "true"
        assert refusal(other, 422)["code"] == "idempotency_key_reused"
        assert [each["text"] for each in await admin.all_items(articles)] == ["new"]

    async def test_is_free_again_after_a_refusal(self, admin: Api, articles: str) -> None:
        headers = {"Idempotency-Key": "k-1"}
        await admin.created(articles, {"text": "known"})

        refused = await admin.post(articles, {"text": "known"}, headers=headers)
        done = await admin.post(articles, {"text": "new"}, headers=headers)

        assert (refused.status_code, done.status_code) == (409, 201)

    @pytest.mark.parametrize("what", ["plan", "revision", "contract", "activation"])
    async def test_lets_what_plans_and_contracts_do_happen_once(self, admin: Api, two: Two, what: str) -> None:
        ticket = await admin.ticket(project_id=two.within["id"])
        (plan,) = await admin.all_items("/v1/service-plans", code="FULL")
        customer = await admin.customer()
        contract = {"number": "N-1", "customer_id": customer["id"], "plan_code": "FULL", "starts_on": "2026-01-01"}
        cases: dict[str, tuple[str, Json, Json]] = {
            "plan": ("/v1/service-plans", {"code": "N", "name": "N", "plugins": {}}, {"code": "N2"}),
            "revision": (f"/v1/service-plans/{plan['id']}/revisions", {"plugins": {}}, {"plugins": {"core": {}}}),
            "contract": ("/v1/contracts", contract, {"number": "N-2"}),
            "activation": (f"/v1/tickets/{ticket['id']}/activation", {"note": "a"}, {"note": "b"}),
        }
        path, given, other = cases[what]
        headers = {"Idempotency-Key": "k-1"}

        answers = await asyncio.gather(*(admin.post(path, given, headers=headers) for _ in range(4)))
        after = await rows()
        again = await admin.post(path, given, headers=headers)
        reused = await admin.post(path, {**given, **other}, headers=headers)

        done = [answer for answer in answers if answer.status_code < 400]
        assert {answer.text for answer in done} == {again.text}
        assert {answer.json()["code"] for answer in answers if answer.status_code >= 400} <= {"idempotency_in_progress"}
        assert Counter(answer.headers.get("Idempotency-Replayed") for answer in done)[None] == 1
        assert again.headers["Idempotency-Replayed"] == "true"
        assert refusal(reused, 422)["code"] == "idempotency_key_reused"
        assert await rows() == after
