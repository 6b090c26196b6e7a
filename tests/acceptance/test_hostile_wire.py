"""Bytes that no HTTP library would send, straight to the socket of a real server."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from api import Api, Json
from refusals import problem_schema
from servers import HOST, KEY, Server, client

ANSWER_SECONDS_MAX = 20.0
HEAD = f"Host: {HOST}\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n".encode()
JSON_TYPE = b"Content-Type: application/json\r\n"


def request(line: bytes, *, headers: bytes = b"", body: bytes = b"") -> bytes:
    """Return a request as bytes, with the length of the body unless the headers announce another."""
    length = b"" if b"Content-Length" in headers or b"chunked" in headers else b"Content-Length: %d\r\n" % len(body)
    return line + b" HTTP/1.1\r\n" + HEAD + headers + length + b"\r\n" + body


#: What is sent, and the statuses that may come back; 0 is a connection that the server just closes.
WIRE: dict[str, tuple[bytes, set[int]]] = {
    "NUL in the path": (request(b"GET /v1/tickets\x00"), {400, 404}),
    "bytes in the path": (request(b"GET /v1/tickets/\xff\xfe"), {400, 404}),
    "control characters in the path": (request(b"GET /v1/\x01\x02tickets"), {400, 404}),
    "dots in the path": (request(b"GET /v1/../../../etc/passwd"), {400, 404}),
    "encoded dots in the path": (request(b"GET /docs/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd"), {404}),
    "broken percent signs": (request(b"GET /v1/tickets/%zz%"), {400, 404}),
    "absolute target": (request(b"GET http://elsewhere/v1/me"), {200, 400, 404}),
    "long URL": (request(b"GET /v1/tickets?q=" + b"x" * 60_000), {400, 414, 422, 431}),
    "longer URL": (request(b"GET /" + b"x" * 300_000), {0, 400, 404, 414, 431}),
    "many parameters": (request(b"GET /v1/tickets?" + b"a=1&" * 5_000), {400, 414, 422, 431}),
    "NUL in a header": (request(b"GET /v1/me", headers=b"X-A: a\x00b\r\n"), {200, 400}),
    "bytes in a header": (request(b"GET /v1/me", headers=b"X-A: \xff\xfe\r\n"), {200, 400}),
    "bytes in If-None-Match": (request(b"GET /v1/me", headers=b"If-None-Match: \xff\xfe\r\n"), {200, 400}),
    "bytes in the request id": (request(b"GET /v1/me", headers=b"X-Request-Id: \xff{}\r\n"), {200, 400}),
    "long header": (request(b"GET /v1/me", headers=b"X-A: " + b"x" * 300_000 + b"\r\n"), {0, 200, 400, 431}),
    "many headers": (request(b"GET /v1/me", headers=b"X-A: b\r\n" * 5_000), {0, 200, 400, 431}),
    "two credentials": (request(b"GET /v1/me", headers=b"Authorization: Bearer x\r\n"), {200, 400, 401}),
    "unknown method": (request(b"BREW /v1/tickets"), {400, 405}),
    "TRACE": (request(b"TRACE /v1/tickets"), {405}),
    "lower-case method": (request(b"get /v1/tickets"), {400, 405}),
    "two lengths": (
        request(b"POST /v1/tickets", headers=JSON_TYPE + b"Content-Length: 2\r\nContent-Length: 9\r\n", body=b"{}"),
        {0, 400},
    ),
    "length and chunks": (
        request(
            b"POST /v1/tickets",
            headers=JSON_TYPE + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
            body=b"2\r\n{}\r\n0\r\n\r\n",
        ),
        {0, 400, 422},
    ),
    "negative length": (request(b"POST /v1/tickets", headers=JSON_TYPE + b"Content-Length: -1\r\n"), {0, 400}),
    "length in words": (request(b"POST /v1/tickets", headers=JSON_TYPE + b"Content-Length: two\r\n"), {0, 400}),
    "announced beyond the limit": (
        request(b"POST /v1/tickets", headers=JSON_TYPE + b"Content-Length: 99999999999\r\n", body=b"{}"),
        {413},
    ),
    "broken chunks": (
        request(b"POST /v1/tickets", headers=JSON_TYPE + b"Transfer-Encoding: chunked\r\n", body=b"zz\r\n{}\r\n"),
        {0, 400},
    ),
    "body with GET": (request(b"GET /v1/me", headers=JSON_TYPE, body=b"{"), {200}),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {0, 400}),
    "HTTP/0.9": (b"GET /v1/me\r\n\r\n", {0, 400, 401}),
}

#: Requests that end before they are complete; nobody is there for the answer.
CUT_OFF: dict[str, bytes] = {
    "in the headers": b"POST /v1/tickets HTTP/1.1\r\nHost: x",
    "in the body": request(
        b"POST /v1/tickets", headers=JSON_TYPE + b"Content-Length: 999\r\n", body=b'{"title": "Pump'
    ),
    "in the form": request(
        b"POST /v1/imports",
        headers=b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 999\r\n",
        body=b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\ncode',
    ),
    "in a chunk": request(
        b"POST /v1/tickets", headers=JSON_TYPE + b"Transfer-Encoding: chunked\r\n", body=b'ff\r\n{"title"'
    ),
}


@pytest.fixture
async def server(sqlite_server: Server) -> Server:
    """Serve on one database: nothing of this gets as far as the other."""
    return sqlite_server


@pytest.fixture
async def api(server: Server) -> AsyncIterator[Api]:
    """Return a client that behaves."""
    api = client(server)
    yield api
    await api.http.aclose()


async def exchanged(server: Server, sent: bytes, *, hangs_up: bool = False) -> bytes:
    """Send the bytes and return what comes back until the server closes."""
    reader, writer = await asyncio.open_connection(HOST, int(server.address.rpartition(":")[2]))
    try:
        writer.write(sent)
        await writer.drain()
        if hangs_up:
            return b""
        return await asyncio.wait_for(reader.read(), ANSWER_SECONDS_MAX)
    except ConnectionError:
        return b""
    finally:
        writer.transport.abort()


async def totals(api: Api) -> Json:
    """Return what there is to be counted."""
    lists = ("tickets", "imports", "customers", "users", "audit")
    return {name: await api.all_items(f"/v1/{name}") for name in lists}


async def secrets_and_failures(server: Server) -> list[str]:
    """Stop the server, so that its log is complete, and return the lines that should not be there."""
    assert await server.stopped() == 0
    assert '"event": "request"' in server.output
    bad = (KEY.removeprefix("wk_"), "Traceback", '"level": "error"')
    return [line for line in server.output.splitlines() if any(word in line for word in bad)]


class TestWire:
    async def test_is_answered_with_a_problem_or_closed(self, server: Server, api: Api) -> None:
        before = await totals(api)

        for case, (sent, statuses) in WIRE.items():
            raw = await exchanged(server, sent)
            head, _, body = raw.partition(b"\r\n\r\n")
            status = int(head.split()[1]) if head.startswith(b"HTTP/1.1 ") else 0
            assert status in statuses, f"{case}: {raw[:300]!r}"
            if b"application/problem+json" in head:
                assert json.loads(body)["status"] == status, case
                assert problem_schema()["properties"].keys() >= json.loads(body).keys() & {"type", "title", "detail"}

        assert await totals(api) == before
        for answer in (await api.get(f"/v1/tickets?q={KEY}"), await api.get(f"/v1/{KEY}")):
            assert answer.status_code in {200, 404}
        assert await secrets_and_failures(server) == []

    async def test_that_breaks_off_leaves_nothing(self, server: Server, api: Api) -> None:
        before = await totals(api)

        for sent in CUT_OFF.values():
            await exchanged(server, sent, hangs_up=True)
        await asyncio.gather(*(exchanged(server, CUT_OFF["in the body"], hangs_up=True) for _ in range(30)))

        assert await totals(api) == before
        assert await secrets_and_failures(server) == []
