"""Whether this process lives, and whether it can serve."""

import asyncio

import pytest

from api import anonymous_api
from wellkept.app import Wellkept
from wellkept.platform.observability import health
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.engines import bind, engine_for


class TestLive:
    async def test_needs_no_credential_and_no_database(self, app: Wellkept) -> None:
        bind(engine_for("postgresql://127.0.0.1:1/nowhere"))

        answer = await anonymous_api(app).get("/health/live")

        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


class TestReady:
    async def test_is_so_while_the_database_answers(self, app: Wellkept) -> None:
        answer = await anonymous_api(app).get("/health/ready")

        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    async def test_ends_with_the_database(self, app: Wellkept, database: Database) -> None:
        await database.close()

        answer = await anonymous_api(app).get("/health/ready")

        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert answer.headers["retry-after"] == "1"

    async def test_does_not_wait_for_a_database_that_hangs(
        self, app: Wellkept, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def hang(*_: object) -> None:
            await asyncio.sleep(60)

        monkeypatch.setattr(database, "fetch_one", hang)
        monkeypatch.setattr(health, "READY_SECONDS_MAX", 0.05)

        answer = await anonymous_api(app).get("/health/ready")

        assert (answer.status_code, answer.json()["detail"]) == (503, "The database does not answer.")
