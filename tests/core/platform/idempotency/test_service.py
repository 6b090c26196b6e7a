import asyncio
from collections import Counter
from datetime import timedelta

import httpx
import pytest

from wellkept.platform.idempotency.service import begin, claim_of, purge, release
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept_sdk.errors import IdempotencyInProgress
from wellkept_sdk.now import now

NOTE = {"text": "Pump trips"}
KEY = {"idempotency-key": "order 17"}


async def notes_in(database: Database) -> list[str]:
    return [row["text"] for row in await database.fetch("SELECT text FROM note ORDER BY text")]


async def keys_in(database: Database) -> int:
    return len(await database.fetch("SELECT id FROM idempotency_key"))


class TestKey:
    async def test_gives_the_same_answer_again(self, client: httpx.AsyncClient, database: Database):
        first = await client.post("/notes", json=NOTE, headers=KEY)
        second = await client.post("/notes", json=NOTE, headers=KEY)

        assert (second.status_code, second.content) == (first.status_code, first.content) == (201, first.content)
        assert second.headers["idempotency-replayed"] == "true"
        assert "idempotency-replayed" not in first.headers
        kept = ("content-type", "etag", "location")
        assert [second.headers[name] for name in kept] == [first.headers[name] for name in kept]
        assert second.headers["x-request-id"] != first.headers["x-request-id"]
        assert await notes_in(database) == ["Pump trips"]

    async def test_with_another_body_is_refused(self, client: httpx.AsyncClient, database: Database):
        await client.post("/notes", json=NOTE, headers=KEY)

        response = await client.post("/notes", json={"text": "other"}, headers=KEY)

        assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
        assert await notes_in(database) == ["Pump trips"]

    @pytest.mark.parametrize(
        ("path", "headers"), [("/notes", {"x-actor": "wu"}), ("/folders/a/notes", {}), ("/folders/b/notes", {})]
    )
    async def test_means_nothing_in_another_scope(
        self, client: httpx.AsyncClient, database: Database, path: str, headers: dict[str, str]
    ):
        await client.post("/notes", json=NOTE, headers=KEY)

        response = await client.post(path, json=NOTE, headers=KEY | headers)

        assert response.status_code == 201
        assert len(await notes_in(database)) == 2

    async def test_of_a_refused_request_may_be_used_again(self, client: httpx.AsyncClient, database: Database):
        for _ in range(2):
            assert (await client.post("/notes", json={"text": "refused"}, headers=KEY)).status_code == 409
        assert (await client.post("/notes", json={"text": 1}, headers=KEY)).status_code == 422

        response = await client.post("/notes", json=NOTE, headers=KEY)

        assert response.status_code == 201
        assert (await notes_in(database), await keys_in(database)) == (["Pump trips"], 1)

    async def test_counts_for_a_form_by_its_raw_body(self, client: httpx.AsyncClient, database: Database):
        large = b"x" * 2_000_000
        headers = KEY | {"content-type": "multipart/form-data; boundary=b"}
        form = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + large + b"\r\n--b--\r\n"

        first = await client.post("/files", content=form, headers=headers)
        again = await client.post("/files", content=form, headers=headers)
        other = await client.post("/files", content=form.replace(b"xx", b"yy"), headers=headers)

        assert (first.status_code, again.content, other.status_code) == (201, first.content, 422)
        assert await notes_in(database) == ["a 2000000"]

    async def test_expires(self, client: httpx.AsyncClient, database: Database):
        await client.post("/notes", json=NOTE, headers=KEY)
        await database.execute("UPDATE idempotency_key SET created_at = ?", now() - timedelta(hours=2))

        response = await client.post("/notes", json={"text": "other"}, headers=KEY)

        assert response.status_code == 201
        assert await keys_in(database) == 1

    @pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", b"\xe9"])
    async def test_is_printable_ascii(self, client: httpx.AsyncClient, key: str | bytes):
        response = await client.post("/notes", json=NOTE, headers={"idempotency-key": key})  # type: ignore[dict-item] # pyright: ignore[reportArgumentType]

        assert response.status_code == 422
        assert [error["pointer"] for error in response.json()["errors"]] == ["header/Idempotency-Key"]


class TestSimultaneousRequests:
    async def test_of_one_key_happen_once(self, client: httpx.AsyncClient, database: Database):
        responses = await asyncio.gather(*(client.post("/notes", json=NOTE, headers=KEY) for _ in range(20)))

        answered = [response for response in responses if response.status_code == 201]
        refused = [response for response in responses if response.status_code == 409]
        assert len(answered) + len(refused) == 20
        assert {response.json()["code"] for response in refused} <= {"idempotency_in_progress"}
        assert len({response.content for response in answered}) == 1
        assert Counter("idempotency-replayed" in response.headers for response in answered)[False] == 1
        assert await notes_in(database) == ["Pump trips"]

    async def test_are_told_that_the_first_is_still_running(self, client: httpx.AsyncClient, database: Database):
        slow = asyncio.create_task(client.post("/notes", json={"text": "slow"}, headers=KEY))
        await asyncio.sleep(0.1)

        early = await client.post("/notes", json={"text": "slow"}, headers=KEY)
        first = await slow
        late = await client.post("/notes", json={"text": "slow"}, headers=KEY)

        assert (early.status_code, early.json()["code"]) == (409, "idempotency_in_progress")
        assert (first.status_code, late.content) == (201, first.content)

    async def test_of_other_keys_all_happen(self, client: httpx.AsyncClient, database: Database):
        keys = [{"idempotency-key": str(number)} for number in range(10)]

        responses = await asyncio.gather(*(client.post("/notes", json=NOTE, headers=key) for key in keys))

        assert {response.status_code for response in responses} == {201}
        assert (len(await notes_in(database)), await keys_in(database)) == (10, 10)

    async def test_of_another_process_are_seen_by_the_lock_in_the_database(self, database: Database):
        claim = claim_of("a", actor_id="li", method="POST", path="/notes", body_sha256="0" * 64)
        if database.dialect == "sqlite":
            pytest.skip("on SQLite the second process waits for the first one's transaction")

        async def elsewhere() -> None:
            release(claim)
            async with unit_of_work():
                await begin(claim, kept_since=now())

        async with unit_of_work():
            await begin(claim, kept_since=now())
            with pytest.raises(IdempotencyInProgress):
                await asyncio.create_task(elsewhere())


class TestPurge:
    async def test_deletes_what_has_expired(self, client: httpx.AsyncClient, database: Database):
        await client.post("/notes", json=NOTE, headers=KEY)

        assert await purge(now() - timedelta(hours=1)) == 0
        assert await purge(now() + timedelta(hours=1)) == 1
        assert await keys_in(database) == 0
