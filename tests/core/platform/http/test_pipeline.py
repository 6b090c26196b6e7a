import asyncio
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from structlog.testing import capture_logs
from structlog.typing import EventDict

from wellkept.platform.http import rate
from wellkept.platform.http.asgi import method_of
from wellkept.platform.http.bodyless import head_as_get
from wellkept.platform.http.entry import RequestSummary, entry
from wellkept.platform.http.rate import Buckets, rate_limit

THING = "/things/0199a000-0000-7000-8000-000000000000"


@pytest.fixture
def log() -> Iterator[list[EventDict]]:
    with capture_logs() as lines:
        yield lines


def asgi_client(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


async def raw_call(app: ASGIApp, *, method: str, path: str, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Call as a server would, message by message; after the last one the client stays silent."""
    sent: list[dict[str, Any]] = []
    waiting = iter(messages)

    async def receive() -> dict[str, Any]:
        try:
            return next(waiting)
        except StopIteration:
            return await asyncio.Future()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"test"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    return sent


class TestRequestId:
    async def test_is_made_where_none_is_given(self, client: httpx.AsyncClient):
        response = await client.get(THING)

        assert UUID(response.headers["x-request-id"]).version == 7

    async def test_is_kept_where_one_is_given(self, client: httpx.AsyncClient):
        response = await client.get(THING, headers={"x-request-id": "front-end.17_a"})

        assert response.headers["x-request-id"] == "front-end.17_a"

    @pytest.mark.parametrize("given", ["", "a b", "x" * 65, 'a"b', "a\xe9"])
    async def test_is_replaced_where_it_could_hurt_a_log(self, client: httpx.AsyncClient, given: str):
        response = await client.get(THING, headers={b"x-request-id": given.encode("latin-1")})

        assert response.headers["x-request-id"] != given


class TestAccessLog:
    async def test_names_the_template_of_the_route(self, client: httpx.AsyncClient, log: list[EventDict]):
        await client.head(THING)

        line = next(line for line in log if line["event"] == "request")
        assert (line["method"], line["route"], line["status"]) == ("HEAD", "/things/{thing_id}", 200)

    async def test_tells_what_failed_and_where(self, client: httpx.AsyncClient, log: list[EventDict]):
        await client.get("/boom")

        line = next(line for line in log if line["event"] == "request_failed")
        assert (line["path"], str(line["exc_info"])) == ("/boom", "secret of the house")

    async def test_observers_are_told_of_every_request(self, litestar: ASGIApp):
        seen: list[RequestSummary] = []

        async with asgi_client(entry(litestar, observers=[seen.append])) as client:
            await client.get("/nowhere")

        assert [(one.method, one.route, one.status) for one in seen] == [("GET", "(none)", 404)]
        assert structlog.contextvars.get_contextvars() == {}


class TestHead:
    @pytest.mark.parametrize("path", [THING, "/things", "/nowhere", "/things?page=2", "/boom"])
    async def test_equals_get_without_the_body(self, client: httpx.AsyncClient, path: str):
        got, headed = await client.get(path), await client.head(path)

        assert (headed.status_code, headed.content) == (got.status_code, b"")
        assert {**headed.headers, "x-request-id": ""} == {**got.headers, "x-request-id": ""}

    async def test_ends_a_stream_that_would_never_end(self, client: httpx.AsyncClient):
        async with asyncio.timeout(2):
            response = await client.head("/stream")

        assert response.headers["content-type"].startswith("text/event-stream")

    async def test_is_head_to_the_server_that_writes_the_answer(self):
        scope: dict[str, Any] = {"type": "http", "method": "HEAD", "path": THING, "headers": []}
        seen: list[tuple[str, str]] = []

        async def answer(inner: Scope, _receive: Receive, send: Send) -> None:
            seen.append(("app", method_of(inner)))
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
            await send({"type": "http.response.body", "body": b"{}", "more_body": False})

        async def write(message: Message) -> None:
            seen.append((message["type"], scope["method"]))

        await head_as_get(answer)(cast("Scope", scope), cast("Receive", None), write)

        assert seen == [("app", "GET"), ("http.response.start", "HEAD"), ("http.response.body", "HEAD")]

    async def test_is_named_among_the_options(self, client: httpx.AsyncClient):
        response = await client.options("/things")

        assert (response.status_code, response.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")


class TestConditionalGet:
    @pytest.mark.parametrize("line", ['"3"', 'W/"3"', '"1", "3"', "*", '"1",W/"3"'])
    async def test_of_what_is_known_is_304(self, client: httpx.AsyncClient, line: str):
        response = await client.get(THING, headers={"if-none-match": line})

        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["etag"] == '"3"'
        assert "content-length" not in response.headers

    @pytest.mark.parametrize("line", ['"4"', "3", "", 'W/"30"', '"3'])
    async def test_of_what_is_not_known_is_200(self, client: httpx.AsyncClient, line: str):
        response = await client.get(THING, headers={"if-none-match": line})

        assert response.json()["version"] == 3

    async def test_by_head_is_304_too(self, client: httpx.AsyncClient):
        response = await client.head(THING, headers={"if-none-match": '"3"'})

        assert response.status_code == 304

    async def test_does_not_change_a_list_or_a_failure(self, client: httpx.AsyncClient):
        for path, status in (("/things", 200), ("/nowhere", 404)):
            assert (await client.get(path, headers={"if-none-match": "*"})).status_code == status

    async def test_spares_the_reading_of_a_file(self, client: httpx.AsyncClient):
        response = await client.get("/file", headers={"if-none-match": '"abc"'})

        assert (response.status_code, response.content) == (304, b"")


class TestTimeLimit:
    async def test_does_not_cut_an_answer_that_has_begun(self, client: httpx.AsyncClient):
        response = await client.get("/file")

        assert response.content == b"abcd"


class TestStream:
    async def test_leaves_as_it_is_made(self, app: ASGIApp):
        first: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

        async def receive() -> dict[str, Any]:
            await first
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if message.get("body") and not first.done():
                first.set_result(message)

        scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/stream", "query_string": b"", "headers": []}
        async with asyncio.timeout(2):
            await app(scope, receive, send)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

        assert b"tick" in first.result()["body"]


class TestClientThatGoesAway:
    async def test_before_the_body_is_complete_is_no_failure_of_ours(self, app: ASGIApp, log: list[EventDict]):
        sent = await raw_call(
            app,
            method="POST",
            path="/things",
            messages=[{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}],
        )

        assert sent[0]["status"] == 400
        assert not [line for line in log if line["event"] == "request_failed"]


class TestRateLimit:
    def test_fills_a_bucket_by_the_minute(self):
        buckets = Buckets(per_minute=2)

        waits = [buckets.take(b"li", at_seconds=at) for at in (0, 0, 0, 15, 30, 30)]

        assert waits == [0, 0, 30, 15, 0, 30]

    def test_has_a_bucket_for_each_caller_but_not_for_ever(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(rate, "BUCKETS_MAX", 2)
        buckets = Buckets(per_minute=1)

        waits = [buckets.take(caller, at_seconds=0) for caller in (b"li", b"wu", b"he", b"li")]

        assert waits == [0, 0, 0, 0]

    async def test_answers_429_and_when_to_come_back(self, litestar: ASGIApp):
        async with asgi_client(entry(rate_limit(litestar, per_minute=1))) as client:
            first, second = await client.get(THING), await client.get(THING)
            other = await client.get(THING, headers={"authorization": "Bearer other"})

        assert (first.status_code, other.status_code) == (200, 200)
        assert (second.status_code, second.json()["code"]) == (429, "rate_limited")
        assert 1 <= int(second.headers["retry-after"]) <= 60
        assert UUID(second.headers["x-request-id"])
