import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any, cast

import httpx
import msgspec
import pytest
from litestar import Litestar

from wellkept.platform.openapi.pages import Documents, Published, publish
from wellkept.platform.openapi.walking import JsonObject


@pytest.fixture
def app(build: Callable[..., Litestar]) -> Litestar:
    app = build()
    publish(app)
    return app


@pytest.fixture
def client(app: Litestar) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(cast("Any", app)), base_url="http://test")


class TestDocument:
    async def test_is_served_as_it_was_made(self, client: httpx.AsyncClient, build: Callable[..., Litestar]) -> None:
        answer = await client.get("/openapi.json")

        assert answer.headers["content-type"] == "application/json"
        assert answer.content == msgspec.json.encode(publish(build()).document)

    async def test_is_not_sent_to_those_who_have_it(self, client: httpx.AsyncClient) -> None:
        etag = (await client.get("/openapi.json")).headers["etag"]

        again = await client.get("/openapi.json", headers={"If-None-Match": etag})

        assert (again.status_code, again.content) == (304, b"")


class TestDocuments:
    def test_are_made_once_when_they_are_asked_for(self) -> None:
        made: list[str] = []
        documents = Documents(lambda: {"paths": {}, "made": made.append("")})

        assert made == []
        assert documents.document is documents.document
        assert documents.whole is documents.whole
        assert made == [""]

    def test_are_made_once_for_all_who_ask_at_the_same_time(self) -> None:
        made: list[str] = []
        all_here = Barrier(4)

        def make() -> JsonObject:
            sleep(0.05)
            made.append("")
            return {"paths": {}}

        documents = Documents(make)

        def ask(_: int) -> Published:
            all_here.wait()
            return documents.whole

        with ThreadPoolExecutor(4) as pool:
            assert len(set(map(id, pool.map(ask, range(4))))) == 1
        assert made == [""]

    def test_are_made_again_if_that_failed(self) -> None:
        results: list[JsonObject] = [{"paths": {}}]
        documents = Documents(results.pop)
        results.clear()

        with pytest.raises(IndexError):
            _ = documents.document
        results.append({"paths": {"/v1": {}}})

        assert documents.document == {"paths": {"/v1": {}}}


class TestDocsPage:
    async def test_loads_only_what_is_served_here(self, client: httpx.AsyncClient) -> None:
        page = await client.get("/docs")

        assert page.headers["content-type"].startswith("text/html")
        assert "default-src 'none'" in page.headers["content-security-policy"]
        targets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert len(targets) == 4
        for target in targets:
            assert target.startswith("/")
            assert (await client.get(target)).status_code == 200

    async def test_names_no_foreign_host_in_its_assets(self, client: httpx.AsyncClient) -> None:
        page = await client.get("/docs")

        for target in re.findall(r'"(/docs/assets/[^"]+)"', page.text):
            asset = await client.get(target)
            hosts = set(re.findall(r"https?://[^\s\"']+", asset.text)) - {"http://www.w3.org/2000/svg"}
            assert hosts == set()
            assert "immutable" in asset.headers["cache-control"]

    async def test_has_no_other_assets(self, client: httpx.AsyncClient) -> None:
        for name in ("docs.js", "docs.html", "docs.py"):
            assert (await client.get(f"/docs/assets/{name}")).status_code == 404


class TestProblemsPage:
    async def test_explains_the_code_that_a_problem_points_to(self, client: httpx.AsyncClient) -> None:
        page = await client.get("/docs/problems")

        assert '<tr id="valves.reopen.too_late">' in page.text
        assert "There is nothing here that the caller may see." in page.text
