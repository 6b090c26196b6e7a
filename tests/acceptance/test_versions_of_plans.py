"""Plans, contracts, activations and plugins as resources: versions, conditional reading, pages, strict queries."""

from collections.abc import AsyncIterator, Iterator

import pytest

from api import Api, Json
from knowledge_house import Two, knowledge_app, serving_knowledge, two_projects
from refusals import mistakes, refusal, rows
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine


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
async def places(admin: Api, two: Two) -> dict[str, str]:
    """Return where a plan, a contract and a ticket are."""
    (plan,) = await admin.all_items("/v1/service-plans", code="FULL")
    (contract,) = await admin.all_items("/v1/contracts", number="K-ALL")
    ticket = await admin.ticket(project_id=two.within["id"])
    return {
        "plan": f"/v1/service-plans/{plan['id']}",
        "contract": f"/v1/contracts/{contract['id']}",
        "ticket": f"/v1/tickets/{ticket['id']}",
    }


class TestIfMatch:
    async def test_of_an_old_version_writes_nothing(self, admin: Api, places: dict[str, str]) -> None:
        writes: list[tuple[str, str, str, Json]] = [
            ("PATCH", places["plan"], "", {"name": "Other"}),
            ("POST", places["plan"], "/revisions", {"plugins": {}}),
            ("PATCH", places["contract"], "", {"ends_on": "2031-01-01"}),
            ("POST", places["ticket"], "/activation", {"note": "n"}),
        ]
        for method, place, below, body in writes:
            before, read = await rows(), await admin.get(place)
            for tag in ('"99"', '"0"', f"W/{read.headers['ETag']}x"):
                answer = await admin.http.request(method, place + below, json=body, headers={"If-Match": tag})
                assert answer.status_code in {412, 422}, (method, place, tag, answer.text)
            assert await rows() == before
            assert (await admin.get(place)).text == read.text

            headers = {"If-Match": read.headers["ETag"]}
            done = await admin.http.request(method, place + below, json=body, headers=headers)
            assert done.status_code in {200, 201}, (method, place, done.text)
            if below != "/activation":
                again = await admin.http.request(method, place + below, json=body, headers=headers)
                assert refusal(again, 412)["code"] == "precondition_failed", (method, place)


class TestReading:
    async def test_is_conditional_and_headed(self, admin: Api, places: dict[str, str]) -> None:
        paths = [
            "/v1/service-plans",
            "/v1/contracts",
            "/v1/plugins",
            "/v1/plugins/knowledge",
            places["plan"],
            f"{places['plan']}/revisions",
            places["contract"],
            f"{places['contract']}/revisions",
            f"{places['contract']}/openapi.json",
            f"{places['ticket']}/activation",
            f"{places['ticket']}/knowledge",
            f"{places['ticket']}/knowledge/articles",
        ]
        for path in paths:
            got, head = await admin.get(path), await admin.http.head(path)
            assert (head.status_code, head.content) == (200, b""), path
            for name in ("content-type", "content-length", "etag"):
                assert head.headers.get(name) == got.headers.get(name), (path, name)
            if "etag" in got.headers:
                again = await admin.get(path, headers={"If-None-Match": got.headers["ETag"]})
                assert (again.status_code, again.content) == (304, b""), path
                other = await admin.get(path, headers={"If-None-Match": '"other"'})
                assert other.status_code == 200, path

        assert "etag" in (await admin.get(places["plan"])).headers
        assert "etag" in (await admin.get(places["contract"])).headers

    async def test_takes_no_parameter_that_it_does_not_know(self, admin: Api, places: dict[str, str]) -> None:
        for path in (
            "/v1/service-plans",
            "/v1/contracts",
            "/v1/plugins",
            places["plan"],
            places["contract"],
            f"{places['plan']}/revisions",
            f"{places['contract']}/revisions",
            f"{places['contract']}/openapi.json",
            f"{places['ticket']}/activation",
            f"{places['ticket']}/knowledge",
        ):
            answer = await admin.get(path, params={"page": "2", "colour": "red"})
            assert mistakes(answer, case=path) == {
                "query/page": "unknown_parameter",
                "query/colour": "unknown_parameter",
            }, path
        for path in ("/v1/service-plans", "/v1/contracts", "/v1/plugins", f"{places['plan']}/revisions"):
            for limit, code in (("0", "too_small"), ("201", "too_large"), ("x", "type")):
                assert mistakes(await admin.get(path, params={"limit": limit})) == {"query/limit": code}, path
            assert mistakes(await admin.get(path, params={"cursor": "x"})) == {"query/cursor": "cursor_invalid"}, path
        for at in ("2026-01-01T00:00:00", "yesterday", "9999-12-31T23:59:59-14:00"):
            answer = await admin.get(f"{places['ticket']}/activation", params={"at": at})
            assert set(mistakes(answer)) == {"query/at"}, at


class TestPages:
    async def test_show_every_row_once_while_others_come(self, admin: Api, two: Two, places: dict[str, str]) -> None:
        for n in range(12):
            await admin.created("/v1/service-plans", {"code": f"P-{n:02}", "name": "P", "plugins": {}})
            await admin.created(f"{places['plan']}/revisions", {"plugins": {"knowledge": {"level": n + 1}}})
            body = {"plan_code": "FULL", "customer_id": two.customer["id"]}
            dates = {"starts_on": f"20{40 + n}-01-01", "ends_on": f"20{40 + n}-06-01"}
            if n == 0:
                contract = f"/v1/contracts/{(await admin.all_items('/v1/contracts', number='K-ALL'))[0]['id']}"
                assert (await admin.patch(contract, {"ends_on": "2039-01-01"})).status_code == 200
            await admin.created("/v1/contracts", {"number": f"C-{n:02}", **body, **dates})

        for path, key in (
            ("/v1/service-plans", "id"),
            ("/v1/contracts", "id"),
            (f"{places['plan']}/revisions", "revision"),
            ("/v1/plugins", "name"),
        ):
            whole = [each[key] for each in await admin.all_items(path, limit=200)]
            for limit in (1, 5):
                assert [each[key] for each in await admin.all_items(path, limit=limit)] == whole, (path, limit)
            assert len(set(whole)) == len(whole)

    async def test_belong_to_the_filters_that_they_began_with(self, admin: Api, two: Two) -> None:
        page = await admin.found("/v1/contracts", params={"limit": 1, "customer_id": two.customer["id"]})

        answer = await admin.get("/v1/contracts", params={"limit": 1, "cursor": page["next_cursor"]})

        assert mistakes(answer) == {"query/cursor": "cursor_invalid"}
