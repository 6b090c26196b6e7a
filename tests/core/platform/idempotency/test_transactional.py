"""The unit of work around a request; beside the keys, because both need the same small API."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar.types import ASGIApp

from wellkept.platform.storage.database import Database

KEY = {"idempotency-key": "order 17"}


async def count(database: Database, table: str) -> int:
    return len(await database.fetch(f"SELECT id FROM {table}"))


class TestUnitOfWork:
    async def test_is_kept_by_a_success(self, client: httpx.AsyncClient, database: Database):
        assert (await client.post("/notes", json={"text": "a"})).status_code == 201

        assert await count(database, "note") == 1

    @pytest.mark.parametrize(("path", "body"), [("/notes", {"text": "refused"}), ("/quiet-refusals", None)])
    async def test_is_rolled_back_by_a_refusal(
        self, client: httpx.AsyncClient, database: Database, path: str, body: object
    ):
        response = await client.post(path, json=body)

        assert response.status_code == 409
        assert await count(database, "note") == 0

    async def test_that_cannot_be_committed_is_answered_as_a_problem(
        self, client: httpx.AsyncClient, database: Database
    ):
        orphan = {"text": "orphan", "parent_id": str(uuid4())}

        responses = [await client.post("/notes", json=orphan, headers=KEY) for _ in range(5)]

        for response in responses:
            assert response.status_code >= 400
            assert response.headers["content-type"] == "application/problem+json"
        assert (await count(database, "note"), await count(database, "idempotency_key")) == (0, 0)
        assert (await client.post("/notes", json={"text": "a"}, headers=KEY)).status_code == 201

    async def test_ends_with_the_time_of_the_request(
        self, client: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
    ):
        async def sleep_for_long(_: float) -> None:
            await asyncio.Future()

        monkeypatch.setattr(asyncio, "sleep", sleep_for_long)

        response = await client.post("/notes", json={"text": "slow"}, headers=KEY)

        assert (response.status_code, response.json()["code"]) == (503, "unavailable")
        assert await count(database, "note") == 0
        assert (await client.post("/notes", json={"text": "a"}, headers=KEY)).status_code == 201

    async def test_is_not_made_for_a_read(self, client: httpx.AsyncClient):
        assert (await client.get("/unit")).json() is False


class TestClientThatGoesAway:
    async def test_finds_what_was_done_by_its_key(self, client: httpx.AsyncClient, app: ASGIApp, database: Database):
        body = b'{"text": "a"}'

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def broken_send(_: dict[str, Any]) -> None:
            raise OSError("the client has gone")

        headers = [(b"content-type", b"application/json"), (b"idempotency-key", b"order 17")]
        scope = {"type": "http", "method": "POST", "path": "/notes", "query_string": b"", "headers": headers}
        with pytest.raises(OSError, match="gone"):
            await app(scope, receive, broken_send)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

        response = await client.post(
            "/notes", content=body, headers={"content-type": "application/json", "idempotency-key": "order 17"}
        )

        assert response.headers["idempotency-replayed"] == "true"
        assert await count(database, "note") == 1

    async def test_by_a_cancelled_request_leaves_nothing_behind(self, client: httpx.AsyncClient, database: Database):
        request = asyncio.create_task(client.post("/notes", json={"text": "slow"}, headers=KEY))
        await asyncio.sleep(0.1)
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request

        assert (await count(database, "note"), await count(database, "idempotency_key")) == (0, 0)
        assert (await client.post("/notes", json={"text": "a"}, headers=KEY)).status_code == 201
